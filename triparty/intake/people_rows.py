"""A list of the meeting's members as typed candidates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from meetings_db.models import Party
from meetings_db.text import clean_line, fold
from triparty.i18n import _
from triparty.intake.columns import PEOPLE
from triparty.intake.spreadsheet import Row, Skipped, Table, read_table
from triparty.intake.values import parse_phone, text_of
from triparty.intake.visit_rows import RowError, assigned, blank_runs, broken_text, raw_of, skip_reason
from triparty.words import PARTIES_IN_SENTENCES

_PARTIES = (
    # Committees before the residents and villagers whose name they bear: they are the community's side.
    ("community", ("社区", "居民委员会", "居委", "村民委员会", "村委", "党组织", "community")),
    ("property", ("物业", "物业服务", "物业管理", "property", "management")),
    ("residents", ("居民", "业主", "业主委员会", "业委会", "村民", "resident", "owner")),
    ("other", ("列席", "秘书", "记录", "其他", "其它", "部门", "街道", "other", "secretary", "attending", "guest")),
)
_SIDE = re.compile("(?:方|会|代表|企业|公司|party|s)$")
_ATTENDING = ("列席", "attending", "observer", "non-voting")
_RECORDING = ("秘书", "记录", "secretary", "recorder", "recording", "minutes")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One candidate: a person in one post. `errors` stop the row, `warnings` do not."""

    number: int
    party: str
    """`community`, `property`, `residents` or `other`; '' together with an error."""
    organisation: str
    name: str
    title: str
    phone: str
    standing: str
    """`voting`, `attending` or `recording`."""
    remark: str
    errors: tuple[RowError, ...]
    warnings: tuple[RowError, ...]
    raw: dict[str, str]
    """Header → the cell as text."""


@dataclass(frozen=True)
class PeopleTable:
    """The candidates of one table and what became of the rest of it."""

    table: Table
    columns: dict[str, str]
    """Field → header it was read from."""
    rows: tuple[PersonRow, ...]
    skipped: tuple[Skipped, ...]
    unknown_columns: tuple[str, ...] = field(default=())
    """Headers with something under them that name none of our fields."""


def read_people(path: Path, *, columns: Mapping[str, str] | None = None, sheet: str | None = None) -> PeopleTable:
    """The members in the table at `path`; `columns` maps headers to field names and wins.

    Raises RuleError when the file cannot be read or has no column for the party or the name.
    """
    vocabulary = PEOPLE.mapped(columns)
    table = read_table(path, header_hints=vocabulary, sheet=sheet)
    taken, unknown = assigned(table, vocabulary)
    rows: list[PersonRow] = []
    skipped = blank_runs(table)
    for row in table.rows:
        if reason := skip_reason(row, table):
            skipped.append(Skipped(row.number, reason))
        else:
            rows.append(_person(row, table, taken))
    return PeopleTable(
        table=table,
        columns={name: table.headers[index] for name, index in taken.items()},
        rows=tuple(rows),
        skipped=tuple(sorted(skipped, key=lambda skip: skip.number)),
        unknown_columns=unknown,
    )


def _person(row: Row, table: Table, taken: Mapping[str, int]) -> PersonRow:
    texts = {name: text_of(row.cells[index]) for name, index in taken.items()}
    party_text, remark = texts["party"], texts.get("remark", "")
    party, doubtful = _party(party_text)
    name = clean_line(texts["name"])
    raw = raw_of(row, table)
    errors = broken_text(raw)
    warnings: list[RowError] = []
    if not name:
        errors.append(RowError(table.headers[taken["name"]], "", _("the name is empty; write it")))
    if not party:
        reason = (
            _("“{value}” is none of the parties").format(value=party_text) if party_text else _("the party is empty")
        )
        hint = _("write 社区 (community), 物业 (property), 居民 (residents), 列席 (attending) or 秘书 (secretary)")
        errors.append(RowError(table.headers[taken["party"]], party_text, f"{reason}; {hint}"))
    elif doubtful:
        reason = _("“{value}” is taken as {party}; correct it if that is wrong")
        taken_as = reason.format(value=party_text, party=_(PARTIES_IN_SENTENCES[Party(party)]))
        warnings.append(RowError(table.headers[taken["party"]], party_text, taken_as))
    phone, doubt = parse_phone(texts.get("phone", ""))
    if doubt:
        warnings.append(RowError(table.headers[taken["phone"]], texts["phone"], doubt))
    return PersonRow(
        number=row.number,
        party=party,
        organisation=clean_line(texts.get("organisation", "")),
        name=name,
        title=clean_line(texts.get("title", "")),
        phone=phone,
        standing=_standing(party_text, party, remark),
        remark=remark,
        errors=tuple(errors),
        warnings=tuple(warnings),
        raw=raw,
    )


def _party(text: str) -> tuple[str, bool]:
    """(party, it was only part of what is written); '' when it is none."""
    key = fold(text)
    for party, words in _PARTIES:
        if key and any(word in key for word in words):
            return party, key not in words and _SIDE.sub("", key) not in words
    return "", False


def _standing(party_text: str, party: str, remark: str) -> str:
    """Who keeps the record or only attends has no vote; nor has anybody outside the three parties."""
    key, note = fold(party_text), fold(remark)
    if any(word in key for word in _RECORDING) or note in _RECORDING:
        return "recording"
    if any(word in key or word in note for word in _ATTENDING) or party == "other":
        return "attending"
    return "voting"
