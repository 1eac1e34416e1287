"""The owners' roll as the law counts it: heads, area, what cannot be counted yet, and who may be one person.

Sources: Supreme Court interpretation on ownership of buildings (2020), Article 8 (area) and Article 9 (heads). One
unit is one head; a buyer of several is one; the developer's unsold and undelivered units are one together. A unit of
several owners has one vote, which one of them casts. Areas are whole numbers of 0.01 m².
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from meetings_db.models import OwnerKind, UnitState
from meetings_db.text import fold
from triparty.i18n import _
from triparty.rules import RuleError

ID_TAIL = 4
"""So many characters of an identity card's number are kept: enough to tell two namesakes apart."""

_DIGITS = re.compile(r"[0-9]+")
_SAME = ("同一人", "同一业主", "same owner", "same person")
"""Words of a note that say that an owner stands elsewhere in the roll too."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A unit as it counts: `voter` is the entry of who votes for it, `head` the entry whose person that is."""

    unit_id: UUID
    room: str
    area: int
    state: UnitState
    voter: UUID | None = None
    head: UUID | None = None
    name: str = ""
    kind: OwnerKind = OwnerKind.PERSON


class Lack(StrEnum):
    """What keeps a unit from being counted."""

    AREA = "area"
    OWNER = "owner"


@dataclass(frozen=True)
class Trouble:
    """A unit that cannot be counted, why, and what to do."""

    unit_id: UUID
    room: str
    lack: Lack
    reason: str


@dataclass(frozen=True)
class Head:
    """One head of an electorate: its name, and the units it votes for."""

    key: str
    name: str
    holdings: tuple[Holding, ...]

    @property
    def area(self) -> int:
        """All its units together, in 0.01 m²."""
        return sum(holding.area for holding in self.holdings)


@dataclass(frozen=True)
class Size:
    """How large an electorate is: area in 0.01 m²."""

    area: int
    heads: int
    units: int


def place_key(building: str, entrance: str, room: str) -> str:
    """A key for a place: equal for `06栋` and `6`, and sorted as buildings, entrances and rooms are counted."""
    parts = (_bare(building, "栋幢座楼#"), _bare(entrance, "单元门"), _bare(room, "室户"))
    return "/".join(_DIGITS.sub(lambda run: run[0].lstrip("0").zfill(6), part) for part in parts)


def room_called(building: str, entrance: str, room: str) -> str:
    """A place as people write it: `3-2-501`."""
    return "-".join(filter(None, (building, entrance, room)))


def area_said(area: int) -> str:
    """An area in 0.01 m² as people read it: `89.50 m²`."""
    return f"{area // 100:,}.{area % 100:02d} m²"


def heads(holdings: Sequence[Holding]) -> list[Head]:
    """The heads of these units, in the order of their first unit; units that nobody votes for are of none."""
    developers = {holding.head for holding in holdings if holding.kind is OwnerKind.DEVELOPER and holding.head}
    found: dict[str, list[Holding]] = {}
    for holding in holdings:
        if key := _head(holding, developers):
            found.setdefault(key, []).append(holding)
    return [Head(key, _named(own), tuple(own)) for key, own in found.items()]


def size(holdings: Sequence[Holding]) -> Size:
    """How large an electorate of these units is."""
    return Size(sum(holding.area for holding in holdings), len(heads(holdings)), len(holdings))


def troubles(holdings: Iterable[Holding]) -> list[Trouble]:
    """Every unit that keeps the roll from being counted."""
    return [trouble for holding in holdings for trouble in _lacking(holding)]


def countable(holdings: Sequence[Holding]) -> list[Head]:
    """The heads of an electorate that can be counted; refused with every unit that stands in the way, by its room."""
    if not holdings:
        raise RuleError(_("There is no unit in this electorate. Take in the roll with `i`, or choose another part."))
    if lacking := troubles(holdings):
        raise RuleError(*(trouble.reason for trouble in lacking))
    return heads(holdings)


def merged(holdings: Iterable[Holding], same: Mapping[UUID, UUID]) -> list[Holding]:
    """The units as they would count when each owner of `same` were the person of another."""
    return [
        replace(holding, head=same[holding.head]) if holding.head is not None and holding.head in same else holding
        for holding in holdings
    ]


class Likeness(StrEnum):
    """Why two entries may be one person, what is surest first."""

    ID = "id"
    PHONE = "phone"
    COMPANY = "company"
    NOTE = "note"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Named:
    """What an entry says of its owner."""

    id: UUID
    head: UUID
    name: str
    kind: OwnerKind
    phone: str = ""
    id_tail: str = ""
    note: str = ""


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one person: the first is the older."""

    first: Named
    second: Named
    likeness: Likeness
    reason: str


def alike(entries: Iterable[Named], apart: Collection[tuple[UUID, UUID]] = ()) -> list[Pair]:
    """Entries of one name that may be one person and are not yet, but those found to be two; each second one once."""
    by_name: defaultdict[str, list[Named]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.id):
        by_name[fold(entry.name)].append(entry)
    return [pair for same in by_name.values() for pair in _pairs(same, set(apart))]


def _pairs(entries: Sequence[Named], apart: Collection[tuple[UUID, UUID]]) -> Iterator[Pair]:
    """The pairs among entries of one name: each entry with the surest of those before it."""
    order = list(Likeness)
    for place, second in enumerate(entries):
        found = [
            (order.index(likeness), before)
            for before, first in enumerate(entries[:place])
            if first.head != second.head and (first.id, second.id) not in apart and (likeness := _like(first, second))
        ]
        if found:
            surest, before = min(found)
            likeness = order[surest]
            yield Pair(entries[before], second, likeness, likeness_said(likeness, entries[before], second))


def _like(first: Named, second: Named) -> Likeness | None:
    """Why two entries of one name may be one person; None where something tells them apart."""
    differ = first.id_tail and second.id_tail and first.id_tail != second.id_tail
    if {first.kind, second.kind} != {OwnerKind.PERSON}:
        return Likeness.COMPANY if first.kind is second.kind and not differ else None
    if first.id_tail and first.id_tail == second.id_tail:
        return Likeness.ID
    if first.phone and first.phone == second.phone:
        return Likeness.PHONE
    if any(word in fold(note) for note in (first.note, second.note) for word in map(fold, _SAME)):
        return Likeness.NOTE
    return None if differ or (first.phone and second.phone) else Likeness.NAME


def likeness_said(likeness: Likeness, first: Named, second: Named) -> str:
    """Why two entries may be one person, in a sentence."""
    match likeness:
        case Likeness.ID:
            return _("Same name and the same end of the identity number ({tail}).").format(tail=first.id_tail)
        case Likeness.PHONE:
            return _("Same name and the same telephone number.")
        case Likeness.COMPANY:
            return _("The same company by its name.")
        case Likeness.NOTE:
            tails = "≠".join(tail for tail in (first.id_tail, second.id_tail) if tail)
            said = _("Same name, and the roll notes: {note}.").format(note=second.note or first.note)
            return said + (
                " " + _("But the identity numbers end in {tails}: look.").format(tails=tails) if tails else ""
            )
        case Likeness.NAME:
            return _("Same name, and nothing that tells the two apart.")


def _bare(text: str, endings: str) -> str:
    """A name without the word for what it is at its end."""
    return fold(text).rstrip("号" + endings).removeprefix("第") or fold(text)


def _head(holding: Holding, developers: Collection[UUID | None]) -> str:
    """By what the head of a unit is known; '' where nobody votes for it."""
    if holding.state is UnitState.DELIVERED or holding.kind is OwnerKind.DEVELOPER:
        return str(holding.head) if holding.head else ""
    # Unsold or not handed over: the developer's, whoever stands beside it in the roll.
    return str(next(iter(developers))) if len(developers) == 1 else "developer"


def _named(own: Sequence[Holding]) -> str:
    """What a head is called: the developer by its own name, where it stands beside a unit."""
    developer = next((holding.name for holding in own if holding.kind is OwnerKind.DEVELOPER), "")
    if developer:
        return developer
    if own[0].state is UnitState.DELIVERED:
        return own[0].name
    return _("the developer")


def _lacking(holding: Holding) -> Iterator[Trouble]:
    """What one unit lacks."""
    if holding.area <= 0:
        reason = _("{room}: its area is not known. Look it up in the register, and enter it.")
        yield Trouble(holding.unit_id, holding.room, Lack.AREA, reason.format(room=holding.room))
    if holding.voter is None and holding.state is UnitState.DELIVERED:
        reason = _("{room}: it has no owner in the roll. Enter who owns it.")
        yield Trouble(holding.unit_id, holding.room, Lack.OWNER, reason.format(room=holding.room))
