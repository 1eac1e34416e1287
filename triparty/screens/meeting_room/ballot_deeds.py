"""What a ballot in the meeting room leads to: votes kept one by one, the ballot closed or annulled."""

from collections.abc import Mapping
from string import ascii_lowercase
from typing import Any
from uuid import UUID

from textual import on, work

from meetings_db.models import BallotMethod, Choice
from meetings_db.queries.meetings import BallotSheet
from triparty.i18n import _, language
from triparty.rules.authority import outcome, refuse_claims
from triparty.rules.ballot_presets import own_rules
from triparty.screens.meeting_room.as_shown import upon
from triparty.screens.meeting_room.ballot import BallotPanel
from triparty.screens.meeting_room.ballot_lines import counted
from triparty.screens.meeting_room.deeds import RoomDeeds
from triparty.services import ballots, votes
from triparty.widgets.dialogs import Menu, Offer
from triparty.widgets.framework import SHOWN
from triparty.words import CHOICES


class BallotDeeds(RoomDeeds):
    """The deeds of a ballot, each in its turn and saved at once."""

    @on(BallotPanel.Voted)
    @work(group=SHOWN)
    async def _keep_votes(self, event: BallotPanel.Voted) -> None:
        """Keep votes as they are given; the first opens the ballot, and with it everything else is frozen."""
        seen = event.seen
        async with self.deed():
            if not seen.refused:
                seen.refused = True
                try:
                    seen.ballot = (await self._give(event)).ballot
                    seen.refused = False
                finally:
                    await self.load()
        self.query_one(BallotPanel).kept(seen)

    async def _give(self, event: BallotPanel.Voted) -> BallotSheet:
        """The ballot with these votes; opened by them where it was not open yet."""
        shown, answers, counts = event.seen.ballot, event.answers, event.counts
        if shown is None:
            await self.keep_draft()
            opening = (votes.begin_ballot, event.rule, event.motion, event.method)
            taken: dict[str, Any] = {"answers": answers} if answers else {"counts": counts}
            return await upon(self.db, event.item, event.motion, *opening, reservations=event.reservations, **taken)
        if answers:
            return await self.upon_ballot(shown, self._answered(answers), votes.give_votes, answers)
        mine = counted({group: own for group, (own, _slips) in counts.items()})
        return await self.upon_ballot(shown, mine, votes.count_votes, counts)

    def _answered(self, answers: Mapping[UUID, Choice]) -> str:
        """Answers by the names of those who gave them."""
        names = {who.id: who.name for who in self.scene.room.participants} if self.scene else {}
        return _(", ").join(f"{names.get(key, '')} {_(CHOICES[choice])}" for key, choice in answers.items())

    @on(BallotPanel.Unanimous)
    @work
    async def _hold(self, event: BallotPanel.Unanimous) -> None:
        """Everybody says yes: opened, counted and closed at one go."""
        held = (ballots.hold_ballot, event.rule, event.motion, event.votes)
        async with self.deed():
            await self.keep_draft()
            try:
                await upon(
                    self.db,
                    event.item,
                    event.motion,
                    *held,
                    reservations=event.reservations,
                    method=BallotMethod.UNANIMOUS,
                )
            finally:
                await self.load()
            self._tell_outcome()
        self.query_one(BallotPanel).release()

    @on(BallotPanel.Ended)
    @work
    async def _close(self, event: BallotPanel.Ended) -> None:
        """Close the open ballot; in a tie the chair is asked first."""
        casting_vote = None
        if event.tied:
            offers = [Offer("yes", _("In favour"), key="y"), Offer("no", _("Against"), key="n")]
            chosen = await self.app.push_screen_wait(Menu(_("The chair's casting vote"), offers))
            casting_vote = None if chosen is None else chosen == "yes"
        if casting_vote is not None or not event.tied:
            async with self.deed():
                await self.keep_draft()
                if event.seen.ballot is not None and not event.seen.refused:
                    asked = {"casting_vote": casting_vote, "reservations": event.reservations}
                    try:
                        await self.upon_ballot(event.seen.ballot, _("closing it"), ballots.close_ballot, **asked)
                    finally:
                        await self.load()
                    self._tell_outcome()
        self.query_one(BallotPanel).release()

    def _tell_outcome(self) -> None:
        """Put the panel away, and say what became of the item."""
        self.query_one(BallotPanel).close()
        self.give_keys_back()
        if self.scene and self.scene.item:
            item = self.scene.item
            self.tell(outcome(item.status, item.authority, item.conclusion, _))

    @on(BallotPanel.Closed)
    def _left(self, event: BallotPanel.Closed) -> None:
        """The keys are the room's again."""
        self.give_keys_back()
        if event.open:
            self.tell(_("The ballot stays open, with every vote that was given: v goes on with it."))

    @on(BallotPanel.RuleWanted)
    @work
    async def _choose_rule(self) -> None:
        """All rules with their basis; a rule file that cannot be used is named."""
        panel = self.query_one(BallotPanel)
        _known, problems = own_rules(self.settings.rules)
        if problems:
            self.tell("\n".join(problems), wrong=True)
        offers = [
            Offer(rule.name, rule.title_in(language()), rule.basis_in(language()), letter)
            for letter, rule in zip(ascii_lowercase, panel.rules, strict=False)
        ]
        chosen = await self.app.push_screen_wait(Menu(_("By which rule?"), offers, panel.rule.name))
        if chosen is not None:
            panel.choose(chosen)

    @on(BallotPanel.WordsWanted)
    @work
    async def _ask_words(self, event: BallotPanel.WordsWanted) -> None:
        """Type the motion, the reservations, or why the ballot is annulled."""
        panel, shown = self.query_one(BallotPanel), event.seen.ballot
        if event.of == "annulment":
            if shown is not None:
                await self.annul(shown)
            return
        questions = {"motion": _("Put to the vote"), "reservations": _("Reservations")}
        words = getattr(panel, event.of)
        if not self.for_all_eyes(words):
            return

        async def take_over(typed: str) -> None:
            if event.of == "motion" and self.scene is not None and self.scene.item is not None:
                refuse_claims(self.scene.item.authority, typed, self.scene.item.title)
            if event.seen.ballot is not None:
                try:
                    noted = await self.upon_ballot(event.seen.ballot, typed, votes.note_reservations, typed)
                    event.seen.ballot = noted.ballot
                finally:
                    await self.load()
            panel.word(event.of, typed)

        await self.ask_for(questions[event.of], take_over, value=words)
