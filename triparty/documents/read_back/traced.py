"""What the record writes into a paper, line by line, with the field that each piece of it comes from.

The paper's own template is filled with values between signs no text holds, and read as any edited file is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from meetings_db.engine import Database
from triparty.documents.fields import Schema
from triparty.documents.kinds import KINDS, Asked
from triparty.documents.papers import write_word
from triparty.documents.read_back.word import Around, Line, lines_of, tidied

FieldPath = tuple[str | int, ...]
"""The keys and places that lead to a value, from the top."""

_OPENS, _ENDS, _CLOSES, _BEGINS, _IS_OVER = "\ue010", "\ue011", "\ue012", "\ue013", "\ue014"
_SIGNS = re.compile(f"({_OPENS}[0-9]+{_ENDS}|{_CLOSES})")
_ABOUT_PROSE = re.compile(f"([{_BEGINS}{_IS_OVER}])([0-9]+){_ENDS}")
_OURS = str.maketrans("", "", _OPENS + _ENDS + _CLOSES + _BEGINS + _IS_OVER)


@dataclass(frozen=True, slots=True)
class Span:
    """Where the value of a field stands in a text."""

    start: int
    end: int
    path: FieldPath


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with the fields in it."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Traced:
    """A line of the paper; one that is part of Markdown has its field as `prose`."""

    cells: tuple[Cell, ...]
    row: bool = False
    prose: FieldPath | None = None
    around: Around | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of its cells."""
        return tuple(cell.text for cell in self.cells)


def without_signs(line: Line) -> Line:
    """A line of a foreign file, without the signs that mean something here."""
    return replace(line, cells=tuple(cell.translate(_OURS) for cell in line.cells))


def traced(db: Database, asked: Asked, values: Mapping[str, Any], templates: Path | None) -> list[Traced]:
    """The lines of the paper that `values` fill."""
    schema = KINDS[asked.kind].schema
    paths: list[FieldPath] = []
    marked = _marked(values, (), _prose(schema), paths)
    made_at = datetime(asked.on.year, asked.on.month, asked.on.day).astimezone()
    with TemporaryDirectory(prefix="triparty-") as folder:
        made = Path(folder) / "paper.docx"
        write_word(db, asked, marked, made, templates, made_at)
        return list(_read(lines_of(made), paths))


def _prose(schema: Schema) -> frozenset[tuple[str, ...]]:
    """The fields of Markdown."""
    return frozenset(tuple(field.name_en for field in chain) for chain in schema.chains() if chain[-1].kind == "prose")


def _marked(value: Any, path: FieldPath, prose: frozenset[tuple[str, ...]], paths: list[FieldPath]) -> Any:
    """Values with a sign before and behind each text; what is empty stays empty, for templates ask for that."""
    if isinstance(value, Mapping):
        if "sha256" in value:
            return value
        return {key: _marked(each, (*path, key), prose, paths) for key, each in value.items()}
    if isinstance(value, list):
        return [_marked(each, (*path, place), prose, paths) for place, each in enumerate(value)]
    if not isinstance(value, str) or not value.strip():
        return value
    number, text = len(paths), value.translate(_OURS).strip()
    paths.append(path)
    if tuple(key for key in path if isinstance(key, str)) in prose:
        return f"{_BEGINS}{number}{_ENDS}\n\n{text}\n\n{_IS_OVER}{number}{_ENDS}"
    return f"{_OPENS}{number}{_ENDS}{text}{_CLOSES}"


def _read(lines: list[Line], paths: list[FieldPath]) -> Iterator[Traced]:
    """The lines without their signs. Markdown that does not stand in paragraphs of its own is not known again."""
    within: FieldPath | None = None
    for line in lines:
        sign = _ABOUT_PROSE.fullmatch(line.cells[0]) if len(line.cells) == 1 else None
        if sign:
            within = paths[int(sign[2])] if sign[1] == _BEGINS else None
            continue
        cells = tuple(_cell(text, paths) for text in line.cells)
        if any(cell.text for cell in cells):
            yield Traced(cells, line.row, within, line.around)


def _cell(text: str, paths: list[FieldPath]) -> Cell:
    said, spans = "", []
    opened: list[tuple[int, FieldPath]] = []
    for piece in _SIGNS.split(_ABOUT_PROSE.sub("", text)):
        if piece == _CLOSES:
            if opened:
                start, path = opened.pop()
                spans.append(Span(start, len(said), path))
        elif piece.startswith(_OPENS):
            opened.append((len(said), paths[int(piece[1:-1])]))
        else:
            said += piece
    return Cell(said, tuple(spans)) if tidied(said) == said else Cell(tidied(said))
