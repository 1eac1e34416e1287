"""An office's roll of owners as typed candidates: units with their areas, and who owns them.

A room whose area cannot be read or is nought is taken in all the same, and told: left out it would be missing from
every electorate unseen, and in the roll it stands in the way of counting until somebody has looked it up.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from meetings_db.models import LARGEST_AREA, AreaSource, OwnerKind, UnitState, UnitUse
from meetings_db.text import clean_line, fold
from triparty.i18n import _
from triparty.intake.columns import OWNERS
from triparty.intake.spreadsheet import Row, Skipped, Table, read_table
from triparty.intake.values import parse_phone, parse_place, text_of
from triparty.intake.visit_rows import RowError, assigned, blank_runs, broken_text, raw_of, skip_reason
from triparty.rules.owners import ID_TAIL

W = TypeVar("W", bound=StrEnum)
Progress = Callable[[int, int], None]

_PLACE = re.compile(r"(?:(?P<building>[^栋]+)栋)?(?:(?P<entrance>[^单元]+)单元)?(?P<room>.*)")
_AREA_UNITS = re.compile(r"\s|㎡|m²|m2|平方米|平方|平米|平|sqm|sq\.?m\.?", re.I)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SEVERAL = re.compile(r"[、,，;；/\n]")
_HUNDREDTH = Decimal("0.01")
_SOURCES = (
    (AreaSource.REGISTER, ("登记", "产权", "房产证", "不动产", "regist", "title")),
    (AreaSource.SURVEY, ("实测", "测绘", "测量", "survey", "measur")),
    (AreaSource.CONTRACT, ("合同", "contract")),
)
_STATES = (
    (UnitState.UNSOLD, ("未售", "未出售", "unsold", "not sold")),
    (UnitState.UNDELIVERED, ("未交付", "未交房", "未交", "undelivered", "not delivered")),
    (UnitState.DELIVERED, ("已售", "已交", "交付", "入住", "sold", "delivered", "occupied")),
)
_USES = (
    (UnitUse.PARKING, ("车位", "车库", "parking", "garage")),
    (UnitUse.BUSINESS, ("商", "办公", "经营", "门面", "shop", "office", "business", "retail")),
    (UnitUse.DWELLING, ("住", "dwelling", "resid", "flat")),
    (UnitUse.OTHER, ("其他", "其它", "other")),
)
_DEVELOPERS = ("建设单位", "开发商", "开发公司", "置业有限公司", "房地产", "developer")
_COMPANIES = ("公司", "集团", "银行", "厂", "合作社", "中心", "委员会", "学校", "company", "ltd", "limited", "inc.")


@dataclass(frozen=True, slots=True)
class OwnerEntry:
    """One owner of a unit."""

    name: str
    kind: OwnerKind
    phone: str = ""
    id_tail: str = ""
    guardian: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One candidate: a unit with its owners. `errors` stop the row, `warnings` do not; `area` is in 0.01 m²."""

    number: int
    estate: str
    building: str
    entrance: str
    room: str
    use: UnitUse
    area: int
    area_source: AreaSource
    state: UnitState
    owners: tuple[OwnerEntry, ...]
    errors: tuple[RowError, ...]
    warnings: tuple[RowError, ...]
    raw: dict[str, str]
    """Header → the cell as text."""


@dataclass(frozen=True)
class UnitTable:
    """The candidates of one table and what became of the rest of it."""

    table: Table
    columns: dict[str, str]
    """Field → header it was read from."""
    rows: tuple[UnitRow, ...]
    skipped: tuple[Skipped, ...]
    unknown_columns: tuple[str, ...] = field(default=())
    """Headers with something under them that name none of our fields."""


def read_owners(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    progress: Progress | None = None,
) -> UnitTable:
    """The units in the table at `path`; `columns` maps headers to field names and wins.

    Raises RuleError when the file cannot be read or has no column for the room, the area or the owner.
    """
    vocabulary = OWNERS.mapped(columns)
    table = read_table(path, header_hints=vocabulary, sheet=sheet)
    taken, unknown = assigned(table, vocabulary)
    reader = _Reader(table, taken)
    rows: list[UnitRow] = []
    skipped = blank_runs(table)
    for done, row in enumerate(table.rows, 1):
        if reason := skip_reason(row, table):
            skipped.append(Skipped(row.number, reason))
        else:
            rows.append(reader.unit(row))
        if progress and (done % 500 == 0 or done == len(table.rows)):
            progress(done, len(table.rows))
    return UnitTable(
        table=table,
        columns={name: table.headers[index] for name, index in taken.items()},
        rows=tuple(rows),
        skipped=tuple(sorted(skipped, key=lambda skip: skip.number)),
        unknown_columns=unknown,
    )


def parse_area(text: str) -> tuple[int, str]:
    """(area in 0.01 m², warning): 0 with a reason where there is none or it cannot be read."""
    plain = _AREA_UNITS.sub("", unicodedata.normalize("NFKC", text))
    if not plain:
        return 0, _("the area is empty: nothing can be counted before it is known")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    unreadable = _("“{value}” is no area in m², as 89.50: nothing can be counted before it is known")
    try:
        exact = Decimal(plain)
        area = exact.quantize(_HUNDREDTH, ROUND_HALF_UP)
    except InvalidOperation:
        return 0, unreadable.format(value=text)
    if area.is_nan():
        return 0, unreadable.format(value=text)
    if exact == 0:
        return 0, _("the area is 0: nothing can be counted before it is known")
    if not 0 < area * 100 <= LARGEST_AREA:
        return 0, unreadable.format(value=text)
    # A spreadsheet's own 96.80999999999999 is 96.81; a person's 96.813 is told.
    doubtful = abs(exact - area) > Decimal("0.000001")
    warning = _("“{value}” is taken as {area} m²").format(value=text, area=area) if doubtful else ""
    return int(area * 100), warning


def parts_of(place: str) -> tuple[str, str, str]:
    """Building, entrance and room of a place as people write it: `3-2-501`, `6栋1单元1102`."""
    found = _PLACE.fullmatch(parse_place(place))
    assert found is not None  # every part may be missing
    return found["building"] or "", found["entrance"] or "", found["room"]


def place_in(cells: Mapping[str, str]) -> tuple[str, str, str]:
    """Building, entrance and room from their three cells or from one, without the words for what they are."""
    parts = [clean_line(cells[name]) for name in ("building", "entrance", "room")]
    whole = cells["place"] or (parts[2] if not parts[0] and not parts[1] else "")
    if whole and (found := parts_of(whole)) and (found[0] or not parts[2]):
        return found
    building, entrance, room = (unicodedata.normalize("NFKC", part) for part in parts)
    return _plain(building, "号栋幢座楼#"), _plain(entrance, "单元门"), _plain(room, "号室房户")


class _Reader:
    """Turns the rows of one table into candidates."""

    def __init__(self, table: Table, taken: Mapping[str, int]) -> None:
        self._table, self._taken = table, taken

    def unit(self, row: Row) -> UnitRow:
        """The candidate that `row` holds."""
        raw = raw_of(row, self._table)
        errors = broken_text(raw)
        warnings: list[RowError] = []
        building, entrance, room = self._place(row)
        if not room:
            errors.append(self._note("room", "", _("the room is empty; write its number")))
        area, doubt = parse_area(self._text(row, "area"))
        if doubt:
            warnings.append(self._note("area", self._text(row, "area"), doubt))
        state = self._state(row)
        owners = self._owners(row, state, warnings)
        return UnitRow(
            number=row.number,
            estate=clean_line(self._text(row, "estate")),
            building=building,
            entrance=entrance,
            room=room,
            use=self._use(row, warnings),
            area=area,
            area_source=self._source(row, warnings),
            state=state,
            owners=owners,
            errors=tuple(errors),
            warnings=tuple(warnings),
            raw=raw,
        )

    def _text(self, row: Row, name: str) -> str:
        index = self._taken.get(name)
        return "" if index is None else text_of(row.cells[index])

    def _note(self, name: str, value: str, reason: str) -> RowError:
        index = self._taken.get(name, self._taken.get("place"))
        return RowError("" if index is None else self._table.headers[index], value, reason)

    def _place(self, row: Row) -> tuple[str, str, str]:
        """Building, entrance and room, from their three columns or from one."""
        return place_in({name: self._text(row, name) for name in ("building", "entrance", "room", "place")})

    def _state(self, row: Row) -> UnitState:
        """Whose the unit is; a remark says it as well as a column does."""
        return (
            _among(_STATES, self._text(row, "state"))
            or _among(_STATES[:2], self._text(row, "remark"))
            or (UnitState.DELIVERED)
        )

    def _use(self, row: Row, warnings: list[RowError]) -> UnitUse:
        text = self._text(row, "use")
        found = _among(_USES, text)
        if text and not found:
            reason = _("“{value}” is no known use; it is taken as a dwelling").format(value=text)
            warnings.append(self._note("use", text, reason))
        return found or UnitUse.DWELLING

    def _source(self, row: Row, warnings: list[RowError]) -> AreaSource:
        text = self._text(row, "area_source")
        found = _among(_SOURCES, text)
        if text and not found:
            reason = _("“{value}” is none of register, survey and contract; the source is left open")
            warnings.append(self._note("area_source", text, reason.format(value=text)))
        return found or AreaSource.UNSTATED

    def _owners(self, row: Row, state: UnitState, warnings: list[RowError]) -> tuple[OwnerEntry, ...]:
        """Who owns the unit; of several the first votes for it until another is named."""
        text = self._text(row, "owner")
        names = [name for part in _SEVERAL.split(text) if (name := clean_line(part))]
        if not names:
            if state is UnitState.DELIVERED:
                reason = _("the owner is empty: nothing can be counted before the unit has one")
                warnings.append(self._note("owner", "", reason))
            return ()
        tails = self._tails(row, names, warnings)
        phone, doubt = parse_phone(self._text(row, "phone"))
        if doubt:
            warnings.append(self._note("phone", self._text(row, "phone"), doubt))
        if len(names) > 1:
            reason = _("several owners: {name} votes for the unit until another is named").format(name=names[0])
            warnings.append(self._note("owner", text, reason))
        phones = phone.split(" / ") if phone.count(" / ") == len(names) - 1 else [phone, *[""] * (len(names) - 1)]
        guardian, note = clean_line(self._text(row, "guardian")), clean_line(self._text(row, "remark"))
        return tuple(
            OwnerEntry(name, _kind(name, state), number, tail, guardian if place == 0 else "", note)
            for place, (name, number, tail) in enumerate(zip(names, phones, tails, strict=True))
        )

    def _tails(self, row: Row, names: list[str], warnings: list[RowError]) -> list[str]:
        """The end of each owner's identity number; more of it is not kept."""
        text = self._text(row, "id_tail")
        tails = [fold(part)[-ID_TAIL:].upper() for part in _SEVERAL.split(text) if part.strip()]
        if not tails:
            return [""] * len(names)
        if len(tails) == len(names):
            return tails
        reason = _("“{value}” does not say whose numbers these are; they are left out").format(value=text)
        warnings.append(self._note("id_tail", text, reason))
        return [""] * len(names)


def _plain(text: str, endings: str) -> str:
    """A name of a place without the word for what it is, and without noughts before a number."""
    bare = text.strip().removeprefix("第").rstrip(endings).strip() or text.strip()
    return str(int(bare)) if bare.isascii() and bare.isdigit() else bare.upper()


def _among(words: Sequence[tuple[W, Sequence[str]]], text: str) -> W | None:
    """The first word that a text holds a sign of."""
    key = fold(text)
    return next((word for word, signs in words if any(fold(sign) in key for sign in signs)), None) if key else None


def _kind(name: str, state: UnitState) -> OwnerKind:
    """What an owner is, by the name; who holds what is unsold is the developer."""
    key = fold(name)
    if state is UnitState.UNSOLD or any(word in key for word in _DEVELOPERS):
        return OwnerKind.DEVELOPER
    return OwnerKind.COMPANY if any(word in key for word in _COMPANIES) else OwnerKind.PERSON
