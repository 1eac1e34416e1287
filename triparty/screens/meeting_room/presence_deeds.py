"""What is done about who is there: arrivals and leavings, two hats, withdrawals, substitutes, and wrong times."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from textual import on, work

from meetings_db.models import ItemStatus, MeetingStatus, Participant, PresenceEvent, PresenceKind, SubstituteBase
from meetings_db.queries.directory import Seat
from meetings_db.queries.meetings import MeetingRoom
from triparty.i18n import _, on_record
from triparty.rules import RuleError
from triparty.rules.presence import moment_meant
from triparty.screens.meeting_room.as_shown import upon
from triparty.screens.meeting_room.deeds import RoomDeeds
from triparty.screens.meeting_room.presence import PresencePanel
from triparty.services import meetings, presence, presence_corrections
from triparty.services.presence_corrections import Correction
from triparty.services.sittings import nobody_left, seats_to_choose, sitting_of, voiceless
from triparty.widgets.dialogs import Confirm, Menu, Offer
from triparty.widgets.form import Field, Form
from triparty.widgets.prompt import Chip, PromptLine
from triparty.words import PARTIES_IN_SENTENCES, PRESENCES

_CLOCK = re.compile(r"\s*(\d{1,2})\s*[:：.点]?\s*(\d{2})分?\s*")
_KINDS = {"arrive": "a", "leave": "l", "excuse": "e", "absent": "x"}

Thought = Callable[[datetime], Correction]
"""What a correction to a time would change."""


class PresenceDeeds(RoomDeeds):
    """The deeds of the panel of arrivals."""

    @on(PresencePanel.Marked)
    @work
    async def _mark(self, event: PresencePanel.Marked) -> None:
        """Somebody came, left, is excused or absent; who votes for one of two parties is asked once for which."""
        seats = seats_to_choose(self.scene.room, event.who) if self.scene else []
        if event.kind is PresenceKind.ARRIVE and seats:
            self.query_one(PresencePanel).ask_seat(event.who, [seat.post.party for seat in seats])
            return
        async with self.deed():
            await self.db.run_async(presence.mark_presence, event.who.id, event.kind)
            await self.load()

    @on(PresencePanel.Seated)
    @work
    async def _seat(self, event: PresencePanel.Seated) -> None:
        """Somebody came, and it was said for which party."""
        assert self.scene is not None
        seat = self.scene.room.hats[event.who.id][event.place]
        async with self.deed():
            await self.db.run_async(presence.mark_presence, event.who.id, PresenceKind.ARRIVE, seat=seat.post.id)
            await self.load()

    @on(PresencePanel.TakenBack)
    def _take_back(self) -> None:
        """The last entry was a mistake."""
        self.action_undo()

    @on(PresencePanel.Withdrawing)
    @work
    async def _withdraw(self, event: PresencePanel.Withdrawing) -> None:
        """Somebody withdraws from the item on the table, or takes part in it again."""
        await self._withdraw_or_return(event.who)

    @on(PresencePanel.Wanted)
    @work
    async def _everything(self, event: PresencePanel.Wanted) -> None:
        """One person's entries, and whatever else can be recorded of them."""
        if self.scene is None:
            return
        room, who = self.scene.room, event.who
        events = room.presence.get(who.id, [])
        chosen = await self.app.push_screen_wait(Menu(who.name, self._offers(room, who, events)))
        match chosen:
            case None:
                return
            case "put":
                await self._put_in(room, who)
            case "withdraw":
                await self._withdraw_or_return(who)
            case "substitute":
                await self._stand_in(room, who)
            case "in_person":
                await self._come_in_person(room, who)
            case "seat":
                await self._choose_seat(room, who)
            case _:
                await self._correct(room, events[int(chosen)])

    def _offers(self, room: MeetingRoom, who: Participant, events: list[PresenceEvent]) -> list[Offer]:
        """What can be done: each entry by its number, then the rest."""
        assert self.scene is not None
        stands = sitting_of(room, who, datetime.now(UTC), self.scene.item_id)
        offers = [
            Offer(str(place), _entry(event), _("correct the time, or take it out"), str(place + 1) if place < 9 else "")
            for place, event in enumerate(events)
        ]
        offers.append(Offer("put", _("Put in a forgotten entry"), "", "n"))
        if self.scene.item is not None and self.scene.running:
            number = self.scene.item.position
            title = _("Takes part in item {number} again") if stands.recused else _("Withdraws from item {number}")
            offers.append(Offer("withdraw", title.format(number=number), "", "r"))
        if self.scene.meeting.status is MeetingStatus.CLOSED:
            return offers
        if stands.substitute is not None and not stands.authorised:
            title = _("The written authority of {name} was seen").format(name=stands.substitute.name)
            offers.append(Offer("substitute", title, "", "s"))
        else:
            offers.append(Offer("substitute", _("Somebody comes in this place"), "", "s"))
        if stands.substitute is not None:
            offers.append(Offer("in_person", _("Came in person after all"), "", "i"))
        if len({seat.post.party for seat in room.hats.get(who.id, [])}) > 1:
            sits = _("sits for {party}").format(party=_(PARTIES_IN_SENTENCES[stands.party]))
            offers.append(Offer("seat", _("Another seat"), sits, "p"))
        return offers

    # --- two hats ---------------------------------------------------------------------------------------

    async def _seat_to_take(self, room: MeetingRoom, who: Participant) -> tuple[Seat | None, bool]:
        """The seat somebody comes to sit in who has several and never said which; and whether the question was left."""
        if not seats_to_choose(room, who):
            return None, False
        seat = await self._ask_seat(room, who)
        return seat, seat is None

    async def _ask_seat(self, room: MeetingRoom, who: Participant) -> Seat | None:
        """For which party somebody sits; None when the question was left."""
        offers = [
            Offer(
                str(seat.post.id),
                _(PARTIES_IN_SENTENCES[seat.post.party]),
                _post(seat.organisation.name, seat.post.title),
                str(place),
            )
            for place, seat in enumerate(room.hats[who.id], 1)
        ]
        chosen = await self.app.push_screen_wait(
            Menu(_("For which party does {name} sit? One person, one vote.").format(name=who.name), offers)
        )
        return next((seat for seat in room.hats[who.id] if str(seat.post.id) == chosen), None)

    async def _choose_seat(self, room: MeetingRoom, who: Participant) -> None:
        """Another seat: from now on, or for the item on the table."""
        seat = await self._ask_seat(room, who)
        if seat is None or self.scene is None:
            return
        item = self.scene.item if self.scene.running else None
        if item is not None:
            offers = [
                Offer("item", _("For item {number} only").format(number=item.position), "", "i"),
                Offer("meeting", _("From now on"), "", "m"),
            ]
            chosen = await self.app.push_screen_wait(Menu(_("For how long?"), offers))
            if chosen is None:
                return
            item = item if chosen == "item" else None
        async with self.deed():
            await self.db.run_async(presence.choose_seat, who.id, seat.post.id, item.id if item else None)
            await self.load()

    async def _come_in_person(self, room: MeetingRoom, who: Participant) -> None:
        """Somebody comes after all, in the seat that is asked for where there are several."""
        seat, left = await self._seat_to_take(room, who)
        if left:
            return
        async with self.deed():
            await self.db.run_async(presence.come_in_person, who.id, seat=seat.post.id if seat else None)
            await self.load()

    # --- withdrawing ------------------------------------------------------------------------------------

    async def _withdraw_or_return(self, who: Participant) -> None:
        """Ask why, and record it; where a party has nobody left to vote, offer to put the item off."""
        scene = self.scene
        if scene is None or scene.item is None:
            return
        item = scene.item
        if sitting_of(scene.room, who, datetime.now(UTC), item.id).recused:
            async with self.deed():
                await self.db.run_async(presence.rejoin, who.id, item.id)
                await self.load()
            return
        asked = _("{name} withdraws from item {number} because").format(name=who.name, number=item.position)

        async def withdraw(reason: str) -> None:
            await self.db.run_async(presence.recuse, who.id, item.id, reason)
            await self.load()

        reason = await self.ask_for(asked, withdraw, hint=_("The reason stays on record."))
        if reason is not None:
            await self._offer_to_put_off(item.id, reason)

    async def _offer_to_put_off(self, item_id: UUID, reason: str) -> None:
        """Where every vote of a party withdrew, say so, and put the item off when that is wanted."""
        assert self.scene is not None
        item = next(item for item in self.scene.room.items if item.id == item_id)
        parties = voiceless(self.scene.room, datetime.now(UTC), item_id)
        if not parties:
            return
        question = _("{why} Put the item off, with this as the reason?").format(why=nobody_left(parties, _))
        if not await self.app.push_screen_wait(Confirm(question, _("Put off"))):
            return
        conclusion = f"{nobody_left(parties, on_record().gettext)} {reason}"
        async with self.deed():
            await self.keep_draft()
            try:
                await upon(self.db, item, conclusion, meetings.settle_item, ItemStatus.DEFERRED, conclusion)
            finally:
                await self.load()

    # --- standing in ------------------------------------------------------------------------------------

    async def _stand_in(self, room: MeetingRoom, who: Participant) -> None:
        """Who comes in somebody's place, and the written authority; or that it was brought by now."""
        stands = sitting_of(room, who, datetime.now(UTC))
        known = stands.substitute if stands.substitute is not None and not stands.authorised else None

        async def save(values: dict[str, Any]) -> object:
            typed = SubstituteBase.model_validate({name: values[name] for name in SubstituteBase.model_fields})
            if known is None:
                return await self.db.run_async(presence.stand_in, who.id, typed, signed=values["signed"])
            if not values["signed"]:
                raise RuleError(_("Nothing to record: the signature was not seen yet."))
            return await self.db.run_async(presence.see_authority, known.id, known.version, typed)

        title = _("In the place of {name}").format(name=who.name)
        if await self.app.push_screen_wait(Form(title, self._authority(room, known), save)):
            await self.load()

    def _authority(self, room: MeetingRoom, known: SubstituteBase | None) -> list[Field]:
        """What a written authority says, filled in as it usually is."""
        usual = SubstituteBase(
            name="-",
            matter=room.meeting.title,
            scope=_("to speak and to vote on every item"),
            term=_("this meeting"),
        )
        said = known if known is not None and known.matter else usual
        seen = ((True, _("seen: with a vote")), (False, _("not seen: without a vote")))
        return [
            Field("name", _("Who comes"), known.name if known else ""),
            Field("signed", _("Signature"), True, options=seen),
            Field("matter", _("For what"), said.matter),
            Field("scope", _("With what powers"), said.scope),
            Field("term", _("Until when"), said.term),
        ]

    # --- wrong times ------------------------------------------------------------------------------------

    async def _correct(self, room: MeetingRoom, event: PresenceEvent) -> None:
        """Another time for an entry, or none: what changes is said while it is typed."""
        typed = await self._ask_time(
            f"{_entry(event)} → ",
            f"{event.at.astimezone():%H:%M}",
            lambda at: presence_corrections.moved(room, event, at, datetime.now(UTC)),
            hint=_("the right time; nothing at all takes the entry out"),
            near=event.at,
        )
        if typed is None:
            return
        if isinstance(typed, datetime):
            thought = presence_corrections.moved(room, event, typed, datetime.now(UTC))
        else:
            thought = presence_corrections.taken_out(room, event, datetime.now(UTC))
        if not await self._sure(thought):
            return
        async with self.deed():
            if isinstance(typed, datetime):
                await self.db.run_async(presence_corrections.move_entry, event.id, event.version, typed)
            else:
                await self.db.run_async(presence_corrections.remove_entry, event.id, event.version)
            await self.load()

    async def _put_in(self, room: MeetingRoom, who: Participant) -> None:
        """An entry that was forgotten."""
        offers = [Offer(kind, _(PRESENCES[kind]), "", key) for kind, key in _KINDS.items()]
        chosen = await self.app.push_screen_wait(Menu(_("What was forgotten?"), offers))
        if chosen is None:
            return
        kind = PresenceKind(chosen)
        seat, left = await self._seat_to_take(room, who) if kind is PresenceKind.ARRIVE else (None, False)
        if left:
            return

        def thought(at: datetime) -> Correction:
            taken = [presence.choice_of(who, seat, at)] if seat else []
            return presence_corrections.put_in(room, who.id, kind, at, datetime.now(UTC), taken)

        at = await self._ask_time(f"{who.name} {_(PRESENCES[kind])}", "", thought, hint=_("the time, such as 9:05"))
        if isinstance(at, datetime) and await self._sure(thought(at)):
            async with self.deed():
                post = seat.post.id if seat else None
                await self.db.run_async(presence_corrections.put_entry, who.id, kind, at, seat=post)
                await self.load()

    async def _ask_time(
        self, asked: str, value: str, thought: Thought, *, hint: str, near: datetime | None = None
    ) -> datetime | str | None:
        """The time typed, an empty text for none, None when the line was left; asked again while it cannot be."""
        while True:
            answer = await self.query_one(PromptLine).ask(
                asked, value=value, hint=hint, understand=lambda typed: self._weighed(typed, near, thought)
            )
            if answer is None or not answer.strip():
                return answer
            at = self._clock(answer, near)
            if at is None:
                problem = _("“{typed}” is no time of day. Write it like 9:05.").format(typed=answer)
            else:
                problem = "\n".join(thought(at).reasons)
            if not problem:
                return at
            value = answer
            self.tell(problem, wrong=True)

    def _clock(self, typed: str, near: datetime | None) -> datetime | None:
        """A time of day on the day of the meeting; None for anything else.

        Of a meeting of several days it is the day of the entry that is corrected (`near`), or the last one.
        """
        found = _CLOCK.fullmatch(typed)
        if found is None or self.scene is None or int(found[1]) > 23 or int(found[2]) > 59:
            return None
        meeting, now = self.scene.meeting, datetime.now(UTC)
        over = meeting.closed_at or now
        began = meeting.opened_at or min(meeting.starts_at, now)
        return moment_meant(time(int(found[1]), int(found[2])), near or over, min(began, near or began), over)

    def _weighed(self, typed: str, near: datetime | None, thought: Thought) -> list[Chip]:
        """What the time typed would change, and what speaks against it."""
        at = self._clock(typed, near)
        if at is None:
            return [Chip("!", _("no time yet"), "amber")]
        weighed = thought(at)
        against = [Chip("!", reason, "red") for reason in weighed.reasons]
        changes = [Chip("→", sentence, "amber") for sentence in weighed.changes]
        return [*against, *changes] or [Chip("✓", _("changes no item and no quorum"), "green")]

    async def _sure(self, thought: Correction) -> bool:
        """Say what a correction changes before it is saved; why it cannot be is told instead."""
        if thought.reasons:
            self.tell("\n".join(thought.reasons), wrong=True)
            return False
        if not thought.changes:
            return True
        return await self.app.push_screen_wait(Confirm("\n".join(thought.changes), _("Correct it")))


def _entry(event: PresenceEvent) -> str:
    """An entry as people say it."""
    return f"{event.at.astimezone():%H:%M} {_(PRESENCES[event.kind])}"


def _post(organisation: str, title: str) -> str:
    """A post by its organisation and title."""
    return f"{organisation} {title}".strip()
