"""Rows by what people call them: numbers or the end of one, ordinals, positions, names.

What is not there and what may mean several things is refused with what there is.
"""

import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from triparty.i18n import _
from triparty.rules import RuleError

if TYPE_CHECKING:
    from meetings_db.models import (
        Action,
        AgendaItem,
        Estate,
        Issue,
        Organisation,
        OwnersVote,
        Participant,
        Photo,
        Unit,
        Visit,
    )
    from meetings_db.queries.directory import Seat
    from meetings_db.queries.meetings import MeetingRoom
    from triparty.commands.desk import Desk

T = TypeVar("T")
_SHOWN = 12
PHOTO_DIGITS = 8
"""How much of a photo's SHA-256 is shown, to name it by."""
SIGN_AT_LEAST = 4
"""How much of it one must say; whatever is shorter and a number is a place in the list."""


def issue_called(desk: "Desk", called: str) -> "Issue":
    """The issue of that number."""
    from meetings_db.models import Issue
    from meetings_db.queries.numbers import numbered

    found = desk.db.read(numbered, Issue, desk.community.id, called)
    lacking = _("There is no issue {called}. `triparty issue list --all` shows every one.").format(called=called)
    return _only(found, called, lambda issue: f"{issue.number} {issue.title}", lacking)


def visit_called(desk: "Desk", called: str) -> "Visit":
    """The visit of that number."""
    from meetings_db.models import Visit
    from meetings_db.queries.numbers import numbered

    found = desk.db.read(numbered, Visit, desk.community.id, called)
    lacking = _("There is no visit {called}. `triparty visit list` shows every one.").format(called=called)
    return _only(found, called, lambda visit: visit.number, lacking)


def action_called(desk: "Desk", called: str) -> "Action":
    """The action of that number."""
    from meetings_db.models import Action
    from meetings_db.queries.numbers import numbered

    found = desk.db.read(numbered, Action, desk.community.id, called)
    lacking = _("There is no action {called}. `triparty action list` shows every one.").format(called=called)
    return _only(found, called, lambda action: f"{action.number} {action.what}", lacking)


def photo_called(photos: "Sequence[Photo]", called: str) -> "Photo":
    """The photo at that place of the list, of that whole file name, or whose sign begins so."""
    from meetings_db.text import fold

    wanted = fold(called)
    placed = list(enumerate(photos, 1))
    found = [
        (place, photo)
        for place, photo in placed
        if wanted in (str(place), fold(photo.file_name))
        or (len(wanted) >= SIGN_AT_LEAST and photo.sha256.startswith(wanted))
    ]
    lacking = _("There is no photo {called}.").format(called=called)
    return _only(found, called, _photo, lacking + _among([_photo(each) for each in placed]))[1]


def _photo(placed: "tuple[int, Photo]") -> str:
    """A photo as one asks for it, with its place in the list."""
    place, photo = placed
    return f"{place} {photo.sha256[:PHOTO_DIGITS]} {photo.file_name}"


def estate_called(desk: "Desk", called: str) -> "Estate":
    """The estate of that name, or the only one whose name holds it."""
    from meetings_db.queries.directory import estates

    known = desk.db.read(estates, desk.community.id)
    lacking = _("There is no estate named {called}.").format(called=called)
    return _named(known, called, lambda estate: estate.name, lacking + _among([estate.name for estate in known]))


def with_roll(desk: "Desk", called: str, *, empty: bool = False) -> "Estate":
    """The estate of that name; with no name the only one that has an owners' roll, or with `empty` the only one."""
    from meetings_db.queries.directory import estates
    from meetings_db.queries.owners import estates_with_roll

    if called:
        return estate_called(desk, called)
    known = desk.db.read(estates, desk.community.id)
    kept = desk.db.read(estates_with_roll, desk.community.id)
    found = [estate for estate in known if estate.id in kept] or (known if empty else [])
    if len(found) == 1:
        return found[0]
    if not found:
        raise RuleError(_("No estate has a roll of owners yet. `triparty import FILE --as owners` takes one in."))
    raise RuleError(_("Say which estate with --estate.") + _among([estate.name for estate in found]))


def unit_called(desk: "Desk", estate: "Estate", called: str) -> "Unit":
    """The unit of that place in the roll of an estate."""
    from meetings_db.queries.owners import unit_at
    from triparty.intake.owner_rows import parts_of
    from triparty.rules.owners import place_key

    unit = desk.db.read(unit_at, estate.id, place_key(*parts_of(called)))
    if unit is None:
        raise RuleError(
            _("There is no room {called} in the roll of {estate}. Write it as 3-2-501.").format(
                called=called, estate=estate.name
            )
        )
    return unit


def vote_called(desk: "Desk", called: str) -> "OwnersVote":
    """The owners' vote of that number, as they were opened; with none named the only open one."""
    from meetings_db.queries.owners_votes import vote_lines

    votes = [line.vote for line in desk.db.read(vote_lines, desk.community.id)][::-1]
    if not votes:
        raise RuleError(_("There is no vote of owners yet. `triparty owner vote open` opens one."))
    there = _among([f"{number} {vote.motion}" for number, vote in enumerate(votes, 1)])
    if called:
        word = unicodedata.normalize("NFKC", called).strip().lstrip("#")
        found = [vote for number, vote in enumerate(votes, 1) if str(number) == word]
        if not found:
            raise RuleError(_("There is no vote {called}.").format(called=called) + there)
        return found[0]
    opened = [vote for vote in votes if vote.closed_at is None and not vote.annulled_reason]
    if len(opened) != 1:
        raise RuleError(_("Say which vote with --vote.") + there)
    return opened[0]


def organisation_called(desk: "Desk", called: str) -> "Organisation":
    """The organisation of that name, or the only one whose name holds it."""
    from meetings_db.queries.directory import organisations

    known = desk.db.read(organisations, desk.community.id)
    lacking = _("There is no organisation named {called}.").format(called=called)
    return _named(known, called, lambda body: body.name, lacking + _among([body.name for body in known]))


def seat_called(desk: "Desk", called: str, *, title: str = "") -> "Seat":
    """The post of that person held today; `title` tells two posts of one person apart."""
    from meetings_db.queries.directory import register
    from meetings_db.text import fold
    from triparty.commands.times import now

    held = desk.db.read(register, desk.community.id, on=now().date())
    if title:
        held = [seat for seat in held if fold(seat.post.title) == fold(title)]
    lacking = _("Nobody in the register is called {called}.").format(called=called)
    say: Callable[[Seat], str] = lambda seat: " ".join(  # noqa: E731
        filter(None, (seat.person.name, seat.organisation.name, seat.post.title))
    )
    return _named(held, called, lambda seat: seat.person.name, lacking, say)


def room_called(desk: "Desk", called: str) -> "MeetingRoom":
    """The meeting of that ordinal; `next` is the next that is not over, `last` the last that is."""
    from meetings_db.models import MeetingStatus
    from meetings_db.queries.meetings import meeting_lines, meeting_room

    word = unicodedata.normalize("NFKC", called).strip().lower()
    lines = desk.db.read(meeting_lines, desk.community.id)
    over = (MeetingStatus.CLOSED, MeetingStatus.FINAL)
    if word == "next":
        line = min((line for line in lines if line.status not in over), key=lambda line: line.starts_at, default=None)
        lacking = _("No meeting lies ahead. `triparty meeting call TITLE --at TIME` calls one.")
    elif word == "last":
        line = next((line for line in lines if line.status in over), None)
        lacking = _("No meeting was held yet.")
    else:
        line = next((line for line in lines if str(line.ordinal) == word.lstrip("#")), None)
        lacking = _("There is no meeting {called}. Name it by its number, or say next or last.").format(called=called)
        lacking += _among([f"{line.ordinal} {line.title}" for line in lines])
    if line is None:
        raise RuleError(lacking)
    return desk.db.read(meeting_room, line.id)


def item_called(room: "MeetingRoom", called: str) -> "AgendaItem":
    """The agenda item at that position."""
    word = unicodedata.normalize("NFKC", called).strip().lstrip("#")
    for item in room.items:
        if str(item.position) == word:
            return item
    there = [f"{item.position} {item.title}" for item in room.items]
    raise RuleError(_("There is no item {called} on the agenda.").format(called=called) + _among(there))


def participant_called(room: "MeetingRoom", called: str) -> "Participant":
    """The invited person of that name."""
    lacking = _("Nobody called {called} is invited.").format(called=called)
    names = [who.name for who in room.participants]
    return _named(
        room.participants,
        called,
        lambda who: who.name,
        lacking + _among(names),
        lambda who: f"{who.name} {who.organisation}",
    )


def _named(
    rows: Sequence[T],
    called: str,
    name: Callable[[T], str],
    lacking: str,
    say: Callable[[T], str] | None = None,
) -> T:
    """The row of that name whatever its width, case and spaces, else the only one whose name holds it."""
    from meetings_db.text import fold

    wanted = fold(called)
    found = [row for row in rows if fold(name(row)) == wanted]
    if not found and wanted:
        found = [row for row in rows if wanted in fold(name(row))]
    return _only(found, called, say or name, lacking)


def _only(found: Sequence[T], called: str, say: Callable[[T], str], lacking: str) -> T:
    """The one row found; none and several are refused."""
    if not found:
        raise RuleError(lacking)
    if len(found) > 1:
        shown = "; ".join(say(row) for row in found[:_SHOWN]) + ("; …" if len(found) > _SHOWN else "")
        raise RuleError(_("{called} may mean: {found}. Say which one.").format(called=called, found=shown))
    return found[0]


def _among(names: Sequence[str]) -> str:
    """What there is, as a sentence to go on with."""
    if not names:
        return ""
    return " " + _("There are: {names}.").format(names="; ".join(names[:_SHOWN]) + ("; …" if names[_SHOWN:] else ""))
