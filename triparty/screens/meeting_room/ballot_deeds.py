"""What a ballot in the meeting room leads to: votes kept one by one, the ballot closed or annulled."""

from string import ascii_lowercase
from uuid import UUID

from textual import on, work

from meetings_db.models import BallotMethod
from triparty.i18n import _, language
from triparty.rules.authority import outcome
from triparty.rules.ballot_presets import own_rules
from triparty.screens.meeting_room.as_shown import upon
from triparty.screens.meeting_room.ballot import BallotPanel
from triparty.screens.meeting_room.deeds import RoomDeeds
from triparty.services import ballots, votes
from triparty.widgets.dialogs import Menu, Offer
from triparty.widgets.prompt import PromptLine


class BallotDeeds(RoomDeeds):
    """The deeds of a ballot, each in its turn and saved at once."""

    @on(BallotPanel.Voted)
    @work
    async def _keep_votes(self, event: BallotPanel.Voted) -> None:
        """Keep votes as they are given; the first opens the ballot, and with it everything else is frozen."""
        panel, done = self.query_one(BallotPanel), False
        async with self.deed():
            try:
                ballot_id = await self._ballot_of(event)
                if event.answers:
                    await self.db.run_async(votes.give_votes, ballot_id, event.answers)
                else:
                    await self.db.run_async(votes.count_votes, ballot_id, event.counts)
                done = True
            finally:
                await self.load()
        panel.kept(refused=not done)

    async def _ballot_of(self, event: BallotPanel.Voted) -> UUID:
        """The item's open ballot; opened now where there is none."""
        if self.scene is not None and self.scene.item_id == event.item.id and self.scene.open_sheet:
            return self.scene.open_sheet.ballot.id
        await self.keep_draft()
        opening = (ballots.open_ballot, event.rule, event.motion, event.method)
        return (await upon(self.db, event.item, event.motion, *opening)).ballot.id

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
                try:
                    await self._close_open_one(casting_vote, event.reservations)
                finally:
                    await self.load()
                self._tell_outcome()
        self.query_one(BallotPanel).release()

    async def _close_open_one(self, casting_vote: bool | None, reservations: str) -> None:
        """Close the ballot that is open on the item; another desk may have done so."""
        if self.scene is not None and (sheet := self.scene.open_sheet):
            ballot_id = sheet.ballot.id
            await self.db.run_async(
                ballots.close_ballot, ballot_id, casting_vote=casting_vote, reservations=reservations
            )

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
        panel, sheet = self.query_one(BallotPanel), self.scene.open_sheet if self.scene else None
        if event.of == "annulment":
            if sheet is not None:
                await self.annul(sheet.ballot)
            return
        questions = {"motion": _("Put to the vote"), "reservations": _("Reservations")}
        typed = await self.query_one(PromptLine).ask(questions[event.of], value=getattr(panel, event.of))
        if typed is None:
            return
        if sheet is not None:
            async with self.deed():
                await self.db.run_async(votes.note_reservations, sheet.ballot.id, typed)
                await self.load()
        panel.word(event.of, typed)
