"""A file of votes: CSV with one row per group, and with a `ballot` column many ballots in one file.

Columns `group, entitled, present, yes, no`, optionally `abstain, invalid, recused`, `ballot`, and an area in 0.01 m²
for each count (`yes_area`, …), or the Chinese words of an office; other columns are left alone. UTF-8 with or without
BOM, or GBK. Full-width digits and spaces around a cell are accepted. Blank in `abstain`, `invalid` and `recused` is 0;
a blank area is not known.

The result of an official e-vote is such a file too: its headings are known, an area headed with (㎡) or (平方米) is
read in m² to the hundredth, and a file without a column of groups has one group, the owners.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from triparty.i18n import _, language
from triparty.rules import RuleError
from triparty.rules.ballot_count import COUNTED
from triparty.rules.ballot_presets import load_rule
from triparty.rules.ballots import BallotRule, Count, decide
from triparty.services.files import reading

_MAY_BE_BLANK = ("abstain", "invalid", "recused")
_AREAS = tuple(f"{name}_area" for name in COUNTED)
_REQUIRED = ("group", *(name for name in COUNTED if name not in _MAY_BE_BLANK))
_WORDS = {
    "ballot": ("表决", "票号", "事项", "表决事项", "议题", "表决议题"),
    "group": ("表决方", "方别", "参会方"),
    "entitled": ("应到", "应到人数", "业主总人数", "总人数", "应投票人数", "有表决权人数"),
    "present": ("实到", "实到人数", "参与表决人数", "参与人数", "投票人数", "已投票人数"),
    "yes": ("同意", "赞成", "同意票", "赞成票", "同意人数", "赞成人数"),
    "no": ("反对", "反对票", "反对人数"),
    "abstain": ("弃权", "弃权票", "弃权人数"),
    "invalid": ("废票", "无效", "无效票", "无效票人数"),
    "recused": ("回避", "回避人数"),
}
"""Column → how offices head it; the first is shown."""
_HEADINGS = {word: name for name, words in _WORDS.items() for word in (name, *words)} | {
    heading: f"{name}_area" for name in COUNTED for heading in (f"{name}_area", *(f"{w}面积" for w in _WORDS[name]))
}
_OWNERS = {
    "业主总面积": "entitled_area",
    "总面积": "entitled_area",
    "专有部分总面积": "entitled_area",
    "应投票面积": "entitled_area",
    "参与表决面积": "present_area",
    "参与面积": "present_area",
    "投票面积": "present_area",
    "已投票面积": "present_area",
}
"""How official e-votes head the areas of the owners and of those who took part."""
_HEADINGS |= _OWNERS
_IN_METRES = re.compile(r"\((m2|平方米|平米)\)")
"""An area in m², as official e-votes give it: `㎡` is folded to m2."""
_METRES = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2})0*)?")
_UNIT = re.compile(r"\s|\(0\.01(m2|平方米|平米)\)")
"""What may stand beside a heading; an area in another unit is not taken for one in 0.01 m²."""
_NUMBER = re.compile(r"-?[0-9]{1,15}")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_REASONS_SHOWN = 20


@dataclass(frozen=True)
class BallotSheet:
    """One ballot of a file: its name, None in a file without a `ballot` column, and its rows."""

    ballot: str | None
    counts: tuple[Count, ...]


def read_ballots(path: str | Path) -> list[BallotSheet]:
    """The ballots of a file, in the order in which each first appears.

    Raises RuleError naming file, line and column for everything that cannot be read. Whether the counts can be
    true is for `decide` to say.
    """
    path = Path(path)
    rows = _rows(path)
    head = next(rows, None)
    if head is None:
        raise RuleError(_("{file} is empty: the first line must name the columns.").format(file=path))
    columns = _columns(path, *head)
    sheets: dict[str | None, list[Count]] = {}
    problems: list[str] = []
    for line, cells in rows:
        try:
            ballot, count = _count(path, line, columns, cells)
        except RuleError as error:
            problems += error.reasons
            if len(problems) >= _REASONS_SHOWN:
                break
        else:
            sheets.setdefault(ballot, []).append(count)
    if problems:
        raise RuleError(*problems[:_REASONS_SHOWN])
    if not sheets:
        raise RuleError(_("{file} has no votes: there is no row below the column names.").format(file=path))
    return [BallotSheet(ballot, tuple(counts)) for ballot, counts in sheets.items()]


def check_ballots(
    path: str | Path, rule_name: str | Path, folder: Path | None = None
) -> dict[str, object] | list[dict[str, object]]:
    """The answer of each ballot in a file under a rule or a rule file, as plain values for JSON.

    `folder` holds the office's own rules.

    One answer (`Result.as_dict`) for a file without a `ballot` column; with one a list in file order, each
    answer beginning with its `ballot`. Raises RuleError naming the file, and the ballot where there are many.
    """
    rule = load_rule(rule_name, folder)
    sheets = read_ballots(path)
    if sheets[0].ballot is None:
        return _answer(rule, sheets[0], str(path))
    return [
        {
            "ballot": sheet.ballot,
            **_answer(rule, sheet, _("{file}, ballot {ballot}").format(file=path, ballot=sheet.ballot)),
        }
        for sheet in sheets
    ]


def _answer(rule: BallotRule, sheet: BallotSheet, place: str) -> dict[str, object]:
    """One ballot decided; a refusal says where it stands."""
    try:
        return decide(rule, sheet.counts).as_dict()
    except RuleError as error:
        raise RuleError(*(f"{place}: {reason}" for reason in error.reasons)) from error


def _text(path: Path) -> str:
    """The file's text, whichever of the usual encodings it was saved in."""
    with reading(path):
        raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_TEXT.search(text):
            return text
    raise RuleError(
        _("{file} is not a text file (line 1, column 1): save the votes as CSV, in UTF-8 or GBK.").format(file=path)
    )


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows with something in them, each with the number of its first line; cells are trimmed."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise RuleError(
                _("{file}, line {line}: this is not CSV ({reason}); look for a stray quotation mark.").format(
                    file=path, line=line, reason=error
                )
            ) from error
        if any(cells):
            yield line, cells


@dataclass(frozen=True)
class _Columns:
    """Where each known column stands, and which areas are in m²."""

    places: Mapping[str, int]
    in_metres: frozenset[str]


def _columns(path: Path, line: int, cells: list[str]) -> _Columns:
    """Where each known column stands."""
    heads = [_UNIT.sub("", unicodedata.normalize("NFKC", cell).lower()) for cell in cells]
    names = [_HEADINGS.get(head, "") for head in heads]
    in_metres = {place: name for place, head in enumerate(heads) if (name := _area_in_metres(head))}
    names = [in_metres.get(place, name) for place, name in enumerate(names)]
    problems = []
    if missing := [_shown(name) for name in _needed(names) if name not in names]:
        problems.append(
            _(
                "{file}, line {line}: there is no column {columns}. A file of votes needs {needed}; "
                "{optional} may be left out."
            ).format(
                file=path,
                line=line,
                columns=_(", ").join(missing),
                needed=_(", ").join(map(_shown, _REQUIRED)),
                optional=_(", ").join(map(_shown, _MAY_BE_BLANK)),
            )
        )
    known = {name: names.index(name) for name in ("ballot", *_REQUIRED, *_MAY_BE_BLANK, *_AREAS) if name in names}
    problems += [
        _("{file}, line {line}: the column {column} is there twice.").format(file=path, line=line, column=_shown(name))
        for name in known
        if names.count(name) > 1
    ]
    if problems:
        raise RuleError(*problems)
    return _Columns(known, frozenset(in_metres.values()))


def _area_in_metres(head: str) -> str:
    """The area a heading in m² is; nothing for any other heading."""
    name = _HEADINGS.get(_IN_METRES.sub("", head), "") if _IN_METRES.search(head) else ""
    return name if name in _AREAS else ""


def _needed(names: list[str]) -> tuple[str, ...]:
    """The columns a file cannot do without: where the area of all owners is told, they are the one group."""
    return _REQUIRED[1:] if "entitled_area" in names else _REQUIRED


def _shown(name: str) -> str:
    """A column as a person heads it, in the language spoken now; both words where that is Chinese."""
    if language() != "zh_CN":
        return name
    heading = _WORDS[name.removesuffix("_area")][0] + ("面积" if name.endswith("_area") else "")
    return f"{heading}({name})"


def _count(path: Path, line: int, columns: _Columns, cells: list[str]) -> tuple[str | None, Count]:
    """One row: the ballot it belongs to, and its votes."""
    written = {name: cells[place] if place < len(cells) else "" for name, place in columns.places.items()}
    written.setdefault("group", _("Owners"))
    problems: list[str] = []
    for name in ("ballot", "group"):
        if written.get(name) == "":
            problems.append(
                _("{file}, line {line}, column {column}: the name is missing.").format(
                    file=path, line=line, column=_shown(name)
                )
            )
    numbers: dict[str, int | None] = {}
    for name in (*COUNTED, *_AREAS):
        try:
            cell = written.get(name, "")
            numbers[name] = _metres(cell) if name in columns.in_metres else _number(name, cell)
        except RuleError as error:
            place = _("{file}, line {line}, column {column}").format(file=path, line=line, column=_shown(name))
            problems += [f"{place}: {reason}" for reason in error.reasons]
    if problems:
        raise RuleError(*problems)
    return written.get("ballot"), Count(written["group"], **numbers)  # type: ignore[arg-type]  # heads are never None


def _metres(cell: str) -> int | None:
    """An area in m² in 0.01 m²; None where there is none."""
    digits = unicodedata.normalize("NFKC", cell).replace(",", "").strip()
    if not digits:
        return None
    written = _METRES.fullmatch(digits)
    if written is None:
        raise RuleError(_("{value} is not an area in m² to the hundredth, like 89.50.").format(value=cell))
    return int(written[1]) * 100 + int((written[2] or "0").ljust(2, "0"))


def _number(name: str, cell: str) -> int | None:
    """A whole number as people write it; None for an area that is not there."""
    if not cell:
        if name in _AREAS:
            return None
        if name in _MAY_BE_BLANK:
            return 0
        raise RuleError(_("the number is missing; write 0 for nobody."))
    digits = unicodedata.normalize("NFKC", cell).strip()
    if not _NUMBER.fullmatch(digits):
        if name in _AREAS:
            raise RuleError(
                _("{value} is not a whole number; areas are in 0.01 m², so 89.50 m² is 8950.").format(value=cell)
            )
        raise RuleError(_("{value} is not a whole number.").format(value=cell))
    return int(digits)
