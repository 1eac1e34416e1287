"""Printing: literals and values joined into XML and handed on in pieces, however long the lists are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from triparty.documents.letters import is_plain, word_text
from triparty.documents.numbering import Lists
from triparty.documents.prose import blocks, plain
from triparty.documents.styles import Look
from triparty.documents.template.gallery import Gallery, drawing
from triparty.documents.template.nodes import FieldUse
from triparty.i18n import _

_HANDED_ON = 2_000
_ENDS = ("</w:p>", "</w:sdt>")


@dataclass
class Printing:
    """One part of a paper while it is printed.

    `scopes` holds the values and then the current item of each list being repeated; `missing` counts, for each
    field without a value, how often that was so, with the number of the first item.
    """

    scopes: list[Mapping[str, Any]]
    lists: Lists
    hand_on: Callable[[bytes], object]
    missing: dict[FieldUse, list[int]]
    part: str
    gallery: Gallery
    pieces: list[str] = field(default_factory=list)
    last: str = ""
    drawings: int = 0
    items: list[int] = field(default_factory=list)

    def flush(self) -> None:
        """Hand on what has been printed so far."""
        if self.pieces:
            self.last = self.pieces[-1]
            self.hand_on("".join(self.pieces).encode("utf-8"))
            self.pieces.clear()

    def miss(self, use: FieldUse) -> None:
        """Note that a field has no value here."""
        self.missing.setdefault(use, []).append(self.items[-1] if self.items else 0)


class Op(Protocol):
    """Something that can be printed."""

    def emit(self, printing: Printing) -> None:
        """Print it."""


@dataclass(frozen=True, slots=True)
class Path:
    """Where a value is found: which of the scopes, and the keys from there."""

    depth: int
    keys: tuple[str, ...]

    def find(self, scopes: list[Mapping[str, Any]]) -> Any:
        """The value, or None when there is none."""
        value: Any = scopes[self.depth]
        for key in self.keys:
            if not isinstance(value, Mapping):
                return None
            value = value.get(key)
        return value


@dataclass(frozen=True, slots=True)
class Literal:
    """XML of the template as it is."""

    xml: str

    def emit(self, printing: Printing) -> None:
        """Print it."""
        printing.pieces.append(self.xml)


@dataclass(frozen=True, slots=True)
class Text:
    """A value in the look of its place."""

    use: FieldUse
    path: Path
    is_prose: bool

    def emit(self, printing: Printing) -> None:
        """Print it, or note that it is missing."""
        value = self.path.find(printing.scopes)
        if value is None:
            printing.miss(self.use)
            return
        said = written(value, self.use)
        if text := word_text(plain(said) if self.is_prose else said):
            printing.pieces.append(text)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Literals each followed by a plain field of the current item: most of every long table.

    It prints what its ops would print one by one, in a third of the time.
    """

    depth: int
    pairs: tuple[tuple[str, str, Text], ...]

    def emit(self, printing: Printing) -> None:
        """Print them; a value that needs any work is left to its own op."""
        item = printing.scopes[self.depth]
        append = printing.pieces.append
        for xml, key, op in self.pairs:
            append(xml)
            value = item.get(key)
            if type(value) is str and is_plain(value):
                append(value)
            else:
                op.emit(printing)


@dataclass(frozen=True, slots=True)
class Notes:
    """Markdown as paragraphs of its own."""

    use: FieldUse
    path: Path
    look: Look

    def emit(self, printing: Printing) -> None:
        """Print them, or note that they are missing."""
        value = self.path.find(printing.scopes)
        if value is None:
            printing.miss(self.use)
        elif xml := blocks(written(value, self.use), self.look, printing.lists):
            printing.pieces.append(xml)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a paragraph of its own, which looks like `look`, a `w:pPr`; fitted to `column`, in twips."""

    use: FieldUse
    path: Path
    look: str
    column: int

    def emit(self, printing: Printing) -> None:
        """Print it, or note that it is missing."""
        picture = self.path.find(printing.scopes)
        if not picture:
            printing.miss(self.use)
            return
        printing.drawings += 1
        relation = printing.gallery.place(printing.part, picture["sha256"], picture["name"])
        shown = drawing(relation, printing.drawings, picture, self.column)
        printing.pieces.append(f"<w:p>{self.look}{shown}</w:p>")


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something printed once for each item of a list."""

    use: FieldUse
    path: Path
    ops: tuple[Op, ...]

    def emit(self, printing: Printing) -> None:
        """Print every item in its turn."""
        scopes, pieces, items = printing.scopes, printing.pieces, printing.items
        emits = [op.emit for op in self.ops]
        found = self.items(scopes)
        if found is None:
            printing.miss(self.use)
            return
        depth = len(scopes)
        scopes.append({})
        items.append(0)
        for number, item in enumerate(found, 1):
            scopes[depth] = item
            items[-1] = number
            for emit in emits:
                emit(printing)
            if len(pieces) > _HANDED_ON:
                printing.flush()
        scopes.pop()
        items.pop()

    def items(self, scopes: list[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]] | None:
        """The items of the list, None when there is no list. What is no list at all raises TypeError."""
        found = self.path.find(scopes)
        if found is None:
            return None
        if isinstance(found, str) or not isinstance(found, Sequence):
            raise TypeError(f"the value of {'.'.join(self.path.keys)} must be a list of mappings")
        return found


@dataclass(frozen=True, slots=True)
class When:
    """Something printed only when a value is not empty."""

    use: FieldUse
    path: Path
    ops: tuple[Op, ...]

    def emit(self, printing: Printing) -> None:
        """Print it if the value is true, has items or has letters other than spaces."""
        value = self.path.find(printing.scopes)
        if value.strip() if isinstance(value, str) else value:
            for op in self.ops:
                op.emit(printing)


@dataclass(frozen=True, slots=True)
class Whole:
    """A table that has no rows but those of lists; without any row there is no table."""

    ops: tuple[Op, ...]

    def emit(self, printing: Printing) -> None:
        """Print it unless every list is empty."""
        rows = [op for op in self.ops if not isinstance(op, Literal)]
        if any(_has_rows(row, printing.scopes) for row in rows):
            for op in self.ops:
                op.emit(printing)


@dataclass(frozen=True, slots=True)
class End:
    """The end of a cell, which must be a paragraph."""

    xml: str

    def emit(self, printing: Printing) -> None:
        """Print an empty paragraph if the last thing printed was none."""
        last = printing.pieces[-1] if printing.pieces else printing.last
        if not last.endswith(_ENDS):
            printing.pieces.append(self.xml)


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a drawing."""

    def emit(self, printing: Printing) -> None:
        """Print the next one."""
        printing.drawings += 1
        printing.pieces.append(str(printing.drawings))


def written(value: object, use: FieldUse) -> str:
    """A text or whole number as text. Anything else is a mistake of the paper, not of its data: TypeError."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"the value of {use.written} must be text or a whole number, not {type(value).__name__}")


def joined(ops: Iterable[Op]) -> tuple[Op, ...]:
    """The same ops with neighbouring literals made one, and without cell ends that are known to be paragraphs."""
    found: list[Op] = []
    for op in ops:
        last = found[-1] if found else None
        if isinstance(op, Literal) and isinstance(last, Literal):
            found[-1] = Literal(last.xml + op.xml)
        elif not (isinstance(op, End) and isinstance(last, Literal) and last.xml.endswith(_ENDS)):
            found.append(op)
    return tuple(found)


def gathered(ops: tuple[Op, ...], depth: int) -> tuple[Op, ...]:
    """The ops inside a repetition of `depth`, with what can be printed in one stretch put together."""
    found: list[Op] = []
    for op in ops:
        if not (isinstance(op, Text) and not op.is_prose and op.path.depth == depth and len(op.path.keys) == 1):
            found.append(op)
            continue
        before = found.pop() if found and isinstance(found[-1], Literal) else Literal("")
        pair = (before.xml if isinstance(before, Literal) else "", op.path.keys[0], op)
        if found and isinstance(last := found[-1], Stretch):
            found[-1] = Stretch(depth, (*last.pairs, pair))
        else:
            found.append(Stretch(depth, (pair,)))
    return tuple(found)


def missing_sentences(missing: dict[FieldUse, list[int]]) -> list[str]:
    """What to say of fields without a value."""
    sentences = []
    for use, items in missing.items():
        said = _("{place}: there is no value for {field}").format(place=use.place, field=use.written)
        if items[0]:
            counted = _(" (item {first})") if len(items) == 1 else _(" (item {first} and {more} more)")
            said += counted.format(first=items[0], more=len(items) - 1)
        sentences.append(said)
    return sentences


def _has_rows(op: Op, scopes: list[Mapping[str, Any]]) -> bool:
    """Whether anything of a row will be printed, be it only the word that its list is missing."""
    if not isinstance(op, Repeat):
        return True
    inner = op.ops[0] if len(op.ops) == 1 and isinstance(op.ops[0], Repeat) else None
    items = op.items(scopes)
    if items is None:
        return True
    return bool(items) if inner is None else any(_has_rows(inner, [*scopes, item]) for item in items)
