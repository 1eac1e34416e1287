"""The verbs of `triparty meeting` about who is there: coming and going, standing in, withdrawing, two hats."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty.commands.agenda_verbs import Item
from triparty.commands.desk import Desk, Json, answer, answer_json, desk_of
from triparty.commands.finding import item_called, participant_called, room_called
from triparty.commands.meeting_views import Ordinal
from triparty.commands.plain import plain
from triparty.commands.speaking import speak
from triparty.commands.times import At, day_of, moment_or_now
from triparty.commands.words import PartyWord, said
from triparty.i18n import _, on_record
from triparty.rules import RuleError
from triparty.words import PARTIES_IN_SENTENCES, PRESENCES

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlmodel import Session

    from meetings_db.models import Participant, PresenceEvent, Recusal
    from meetings_db.queries.meetings import MeetingRoom

Name = Annotated[str, typer.Argument(metavar="NAME")]
Names = Annotated[list[str], typer.Argument(metavar="NAME")]
For = Annotated[
    PartyWord | None,
    typer.Option("--for", help=_("The party somebody with several posts sits for: community | property | residents.")),
]


def add_to(noun: typer.Typer) -> None:
    """Add the verbs to their noun."""
    noun.command("arrive", help=_("Record that people arrived."))(arrive)
    noun.command("leave", help=_("Record that people left."))(leave)
    noun.command("excuse", help=_("Record that people are excused."))(excuse)
    noun.command("absent", help=_("Record that people are absent."))(absent)
    noun.command("substitute", help=_("Record who came in somebody's place, with what written authority."))(substitute)
    noun.command("in-person", help=_("Record that somebody came after all, in place of the substitute."))(in_person)
    noun.command("seat", help=_("Record for which party somebody with several posts sits."))(seat)
    noun.command("recuse", help=_("Record that people withdrew from an item, and why."))(recuse)
    noun.command("rejoin", help=_("Record that people who withdrew take part in the item again."))(rejoin)


def arrive(
    ctx: typer.Context, meeting: Ordinal, names: Names, party: For = None, at: At = "", json: Json = False
) -> None:
    """Record that people arrived, all or none."""
    _mark(ctx, meeting, names, "arrive", at, party, json=json)


def leave(ctx: typer.Context, meeting: Ordinal, names: Names, at: At = "", json: Json = False) -> None:
    """Record that people left, all or none."""
    _mark(ctx, meeting, names, "leave", at, json=json)


def excuse(ctx: typer.Context, meeting: Ordinal, names: Names, at: At = "", json: Json = False) -> None:
    """Record that people are excused, all or none."""
    _mark(ctx, meeting, names, "excuse", at, json=json)


def absent(ctx: typer.Context, meeting: Ordinal, names: Names, at: At = "", json: Json = False) -> None:
    """Record that people are absent, all or none."""
    _mark(ctx, meeting, names, "absent", at, json=json)


def substitute(
    ctx: typer.Context,
    meeting: Ordinal,
    name: Name,
    by: Annotated[str, typer.Argument(metavar="SUBSTITUTE", help=_("Who came in that person's place."))],
    signed: Annotated[
        bool, typer.Option("--signed", help=_("The signature under the written authority was seen."))
    ] = False,
    matter: Annotated[str, typer.Option(help=_("What the authority is for."))] = "",
    scope: Annotated[str, typer.Option(help=_("What powers it gives."))] = "",
    term: Annotated[str, typer.Option(help=_("Until when it holds."))] = "",
    at: At = "",
    json: Json = False,
) -> None:
    """Record who stands in for somebody; the same once more with --signed when the authority is brought later."""
    from meetings_db.models import SubstituteBase
    from meetings_db.text import fold
    from triparty.rules.presence import in_force
    from triparty.services.clock import moment
    from triparty.services.presence import see_authority, stand_in

    desk, room, when = _at(ctx, meeting, at)
    who = participant_called(room, name)
    typed = SubstituteBase.model_validate({"name": by, "matter": matter, "scope": scope, "term": term})
    there = [each for each in room.substitutes.get(who.id, []) if in_force(each, moment(when))]
    if signed and there and fold(there[0].name) == fold(typed.name):
        row = desk.db.run(see_authority, there[0].id, there[0].version, typed, when)
    else:
        row = desk.db.run(stand_in, who.id, typed, when, signed=signed)
    sentence = (
        _("{name} stands in for {other}.")
        if row.signed_at
        else _("{name} stands in for {other}, without a vote until the signed authority was seen.")
    )
    answer(row, sentence.format(name=row.name, other=who.name), json=json)


def in_person(
    ctx: typer.Context, meeting: Ordinal, name: Name, party: For = None, at: At = "", json: Json = False
) -> None:
    """Record that somebody came after all."""
    from triparty.services.presence import come_in_person

    desk, room, when = _at(ctx, meeting, at)
    who = participant_called(room, name)
    event = desk.db.run(come_in_person, who.id, when, seat=post_for(room, who, party) if party else None)
    answer(event, _("{name} came in person.").format(name=who.name), json=json)


def seat(
    ctx: typer.Context,
    meeting: Ordinal,
    name: Name,
    party: Annotated[PartyWord, typer.Argument(metavar="PARTY", help="community | property | residents")],
    item: Annotated[str, typer.Option(metavar="ITEM", help=_("For this item only."))] = "",
    at: At = "",
    json: Json = False,
) -> None:
    """Record for which party somebody sits, in the meeting or for one item."""
    from triparty.services.presence import choose_seat

    desk, room, when = _at(ctx, meeting, at)
    who = participant_called(room, name)
    item_id = item_called(room, item).id if item else None
    row = desk.db.run(choose_seat, who.id, post_for(room, who, party), item_id, when)
    sentence = _("{name} sits for {party}.").format(name=who.name, party=said(PARTIES_IN_SENTENCES, row.party))
    answer(row, sentence, json=json)


def recuse(
    ctx: typer.Context,
    meeting: Ordinal,
    number: Item,
    names: Names,
    reason: Annotated[str, typer.Option(help=_("Why; it stays on record."))],
    put_off: Annotated[
        bool, typer.Option("--put-off", help=_("Put the item off, where a party has nobody left to vote."))
    ] = False,
    at: At = "",
    json: Json = False,
) -> None:
    """Record that people withdrew from an item; says where a party has nobody left to vote on it."""
    from triparty.services.clock import moment
    from triparty.services.presence import recuse as withdraw
    from triparty.services.sittings import nobody_left, voiceless

    desk, room, when = _at(ctx, meeting, at)
    item, people = item_called(room, number), [participant_called(room, name) for name in names]

    def recuse_people(session: "Session") -> "list[Recusal]":
        return [withdraw(session, who.id, item.id, reason, when) for who in people]

    rows = desk.db.run(recuse_people)
    silent = voiceless(room_called(desk, str(room.meeting.ordinal)), moment(when), item.id)
    if silent and put_off:
        _put_off(desk, item.id, f"{nobody_left(silent, on_record().gettext)} {reason}", when)
    if json:
        answer_json(rows)
        return
    speak(_("Withdrew from item {number}: {names}").format(number=item.position, names=_named(people)))
    if silent:
        why = nobody_left(silent, _)
        speak(_("The item is put off: {reason}").format(reason=why) if put_off else _offered(why, room, item.position))


def rejoin(ctx: typer.Context, meeting: Ordinal, number: Item, names: Names, at: At = "", json: Json = False) -> None:
    """Record that people who withdrew from an item take part in it again."""
    from triparty.services.presence import rejoin as take_part

    desk, room, when = _at(ctx, meeting, at)
    item, people = item_called(room, number), [participant_called(room, name) for name in names]

    def rejoin_people(session: "Session") -> "list[Recusal]":
        return [take_part(session, who.id, item.id, when) for who in people]

    rows = desk.db.run(rejoin_people)
    answer(
        rows,
        _("Takes part in item {number} again: {names}").format(number=item.position, names=_named(people)),
        json=json,
    )


def _mark(
    ctx: typer.Context, meeting: str, names: list[str], word: str, at: str, party: str | None = None, *, json: bool
) -> None:
    """Record one thing of some people, all or none."""
    from meetings_db.models import PresenceKind
    from triparty.services.presence import mark_presence

    desk, room, when = _at(ctx, meeting, at)
    people = [participant_called(room, name) for name in names]
    seats = {who.id: post_for(room, who, party) if party else None for who in people}

    def mark_people(session: "Session") -> "list[PresenceEvent]":
        return [mark_presence(session, who.id, PresenceKind(word), when, seat=seats[who.id]) for who in people]

    events = desk.db.run(mark_people)
    rows: list[dict[str, Any]] = [
        {**plain(event), "name": who.name, "party": plain(who.party)} for event, who in zip(events, people, strict=True)
    ]
    answer(rows, f"{said(PRESENCES, word)}: {_named(people)}", json=json)


def _at(ctx: typer.Context, meeting: str, at: str) -> "tuple[Desk, MeetingRoom, datetime | None]":
    """The desk, the meeting, and the moment typed."""
    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    return desk, room, moment_or_now(at, on=day_of(room.meeting))


def post_for(room: "MeetingRoom", who: "Participant", party: str) -> "UUID":
    """The post by which somebody sits for a party; refused where they have none there."""
    for seat in room.hats.get(who.id, []):
        if seat.post.party == party:
            return seat.post.id
    if who.party == party:
        return who.post_id
    raise RuleError(
        _("{name} holds no post with a vote for {party}.").format(
            name=who.name, party=said(PARTIES_IN_SENTENCES, party)
        )
    )


def _put_off(desk: Desk, item_id: "UUID", reason: str, when: "datetime | None") -> None:
    """Put an item off, the reason written."""
    from meetings_db.models import ItemStatus
    from triparty.services.meetings import settle_item

    desk.db.run(settle_item, item_id, ItemStatus.DEFERRED, reason, when)


def _offered(why: str, room: "MeetingRoom", number: int) -> str:
    """What is missing, and the command that puts the item off."""
    command = f"triparty meeting settle {room.meeting.ordinal} {number} deferred --conclusion …"
    return _("{why} Put it off with: {command}").format(why=why, command=command)


def _named(people: "list[Participant]") -> str:
    """People by name."""
    return _(", ").join(who.name for who in people)
