"""The verbs of `triparty meeting` that show the presence clock, and put a wrong entry of it right."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from triparty.commands.desk import Json, answer_json, answer_rows, desk_of
from triparty.commands.finding import participant_called, room_called
from triparty.commands.meeting_views import Ordinal, moment_of
from triparty.commands.plain import plain
from triparty.commands.presence_verbs import For, Name, post_for
from triparty.commands.speaking import speak
from triparty.commands.times import day_of, now, read_moment
from triparty.commands.words import said
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.words import PARTIES_IN_FULL, PRESENCES

if TYPE_CHECKING:
    from meetings_db.models import Participant, PresenceEvent
    from meetings_db.queries.meetings import MeetingRoom
    from triparty.services.presence_corrections import Correction

KindWord = Literal["arrive", "leave", "excuse", "absent"]


def add_to(noun: typer.Typer) -> None:
    """Add the verbs to their noun."""
    noun.command(
        "presence", help=_("Who came and went when, and was there for which items (~ for a part of it, × withdrew).")
    )(presence)
    noun.command("correct", help=_("Put a wrong entry of presence right; what that changes is said."))(correct)


def presence(
    ctx: typer.Context,
    meeting: Ordinal,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Only this person."))] = "",
    json: Json = False,
) -> None:
    """Show everybody's entries, numbered for `correct`, and the items they were there for."""
    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    people = [participant_called(room, name)] if name else room.participants
    if json:
        answer_json([_facts(room, who) for who in people])
        return
    lines = [
        (said(PARTIES_IN_FULL, facts["party"]), who.name, _entries(room, who), _items(facts["items"]))
        for who in people
        for facts in [_facts(room, who)]
    ]
    answer_rows((_("Party"), _("Name"), _("Entries"), _("Items")), lines, empty=_("Nobody is invited."))


def correct(
    ctx: typer.Context,
    meeting: Ordinal,
    name: Name,
    entry: Annotated[int, typer.Argument(metavar="ENTRY", help=_("Its number, as `presence` shows it."))] = 0,
    to: Annotated[str, typer.Option(metavar="TIME", help=_("The time it should have, or the one to put in."))] = "",
    remove: Annotated[bool, typer.Option("--remove", help=_("Take the entry out."))] = False,
    add: Annotated[KindWord | None, typer.Option(help=_("Put this in: arrive | leave | excuse | absent."))] = None,
    party: For = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would change."))] = False,
    json: Json = False,
) -> None:
    """Give an entry another time, take it out, or put one in; refused under a ballot that counted it."""
    if (bool(to) == remove) or (bool(entry) == bool(add)) or (add and remove):
        raise typer.BadParameter(_("Say ENTRY --to TIME, ENTRY --remove, or --add arrive --to TIME."))
    from meetings_db.models import PresenceKind
    from triparty.services import presence_corrections as corrections
    from triparty.services.presence import choice_of

    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    who, run = participant_called(room, name), desk.db.run
    when = read_moment(to, on=day_of(room.meeting)) if to else now()
    if add:
        kind = PresenceKind(add)
        post = post_for(room, who, party) if party else None
        chosen = [choice_of(who, seat, when) for seat in room.hats.get(who.id, []) if seat.post.id == post]
        thought = corrections.put_in(room, who.id, kind, when, now(), chosen)
    else:
        event = _entry(room, who, entry)
        thought = corrections.taken_out(room, event, now()) if remove else corrections.moved(room, event, when, now())
    if not dry_run and add:
        run(corrections.put_entry, who.id, kind, when, seat=post)
    elif not dry_run and remove:
        run(corrections.remove_entry, event.id, event.version)
    elif not dry_run:
        run(corrections.move_entry, event.id, event.version, when)
    _tell(thought, json=json)


def _tell(thought: "Correction", *, json: bool) -> None:
    """Say what a correction changes, and what speaks against it."""
    if json:
        answer_json({"changes": thought.changes, "against": thought.reasons})
        return
    for sentence in thought.changes or (_("This changes no item and no quorum."),):
        speak(sentence)
    for reason in thought.reasons:
        speak(f"! {reason}")


def _entry(room: "MeetingRoom", who: "Participant", number: int) -> "PresenceEvent":
    """An entry by its number."""
    events = room.presence.get(who.id, [])
    if not 0 < number <= len(events):
        raise RuleError(
            _("{name} has no entry {number}. There are: {entries}.").format(
                name=who.name, number=number, entries=_entries(room, who) or _("none")
            )
        )
    return events[number - 1]


def _facts(room: "MeetingRoom", who: "Participant") -> dict[str, Any]:
    """Everything about one person's presence."""
    from triparty.services.sittings import extents, sitting_of

    at = moment_of(room)
    stands = sitting_of(room, who, at)
    return {
        "name": who.name,
        "party": stands.party,
        "present": stands.present,
        "votes": stands.counts,
        "substitute": stands.substitute.name if stands.substitute else None,
        "entries": [
            {"number": number, **plain(event)} for number, event in enumerate(room.presence.get(who.id, []), 1)
        ],
        "substitutes": room.substitutes.get(who.id, []),
        "recusals": room.recusals.get(who.id, []),
        "seats": room.choices.get(who.id, []),
        "items": extents(room, who, at),
    }


def _entries(room: "MeetingRoom", who: "Participant") -> str:
    """Somebody's entries in a line, each with its number."""
    return "  ".join(
        f"{number}) {event.at.astimezone():%H:%M} {said(PRESENCES, event.kind)}"
        for number, event in enumerate(room.presence.get(who.id, []), 1)
    )


def _items(extents: "Mapping[int, str]") -> str:
    """The items somebody was there for: whole, in part with a mark, withdrawn from with another."""
    marks = {"whole": "", "part": "~", "recused": "×"}
    return " ".join(f"{number}{marks[extent]}" for number, extent in extents.items() if extent in marks)
