"""What a paper can say: the tree of fields a template may name, each with an English and a Chinese name.

A paper's module builds one `Schema` at import and hands over the values as a plain nested mapping whose keys
are the English names. A template may write either language's name, segment by segment.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from meetings_db.text import fold

Kind = Literal["text", "prose", "picture", "flag", "list", "group"]
Language = Literal["en", "zh"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_NAME = re.compile(r"[^\s.。【】{}｛｝]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One name a template may use.

    `text` is printed as it is, `prose` is Markdown, a `picture` is fitted to its column, a `flag` can only be asked
    for (若有); a `list` holds one mapping per item and a `group` one mapping, both described by `children`. `name_en`
    is also the key of the value; `aliases` are further spellings a template may use.
    """

    name_en: str
    name_zh: str
    kind: Kind = "text"
    children: tuple["Field", ...] = ()
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse with ValueError names no template could spell, and children where none can be."""
        for name in self.spellings():
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} cannot be written in a template")
        if bool(self.children) != (self.kind in ("list", "group")):
            raise ValueError(f"{self.name_en}: lists and groups have children, nothing else has")
        _refuse_doubles(self.children)

    def spellings(self) -> tuple[str, ...]:
        """Every way to write this one segment."""
        return (self.name_en, self.name_zh, *self.aliases)

    def called(self, language: Language) -> str:
        """Its name in one language."""
        return self.name_zh if language == "zh" else self.name_en


Chain = tuple[Field, ...]
"""A field with everything it stands in, outermost first."""


def text(name_en: str, name_zh: str, *aliases: str) -> Field:
    """A field printed as it is."""
    return Field(name_en, name_zh, "text", (), aliases)


def prose(name_en: str, name_zh: str, *aliases: str) -> Field:
    """A field of Markdown."""
    return Field(name_en, name_zh, "prose", (), aliases)


def picture(name_en: str, name_zh: str, *aliases: str) -> Field:
    """A field of one picture: a mapping of its `sha256`, `width` and `height` in pixels, and `name`."""
    return Field(name_en, name_zh, "picture", (), aliases)


def flag(name_en: str, name_zh: str, *aliases: str) -> Field:
    """A field that is true or false and can only be asked for."""
    return Field(name_en, name_zh, "flag", (), aliases)


def group(name_en: str, name_zh: str, *children: Field, aliases: tuple[str, ...] = ()) -> Field:
    """Fields that belong together: one mapping."""
    return Field(name_en, name_zh, "group", children, aliases)


def many(name_en: str, name_zh: str, *children: Field, aliases: tuple[str, ...] = ()) -> Field:
    """A list: one mapping per item."""
    return Field(name_en, name_zh, "list", children, aliases)


@dataclass(frozen=True, eq=False)
class Schema:
    """All fields of one kind of paper; compared by identity, so it can key a cache."""

    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        """Refuse with ValueError two fields of one name."""
        _refuse_doubles(self.fields)

    def resolve(self, name: str, frames: Sequence[Chain] = ()) -> Chain | None:
        """The field called `name`, looked for in the current items (`frames`, innermost last), then from the top."""
        segments = [fold(segment) for segment in _segments(name)]
        for frame in reversed(frames):
            if found := _descend(frame[-1].children, segments):
                return frame + found
        return _descend(self.fields, segments) or None

    def nearest(self, name: str, frames: Sequence[Chain] = ()) -> str | None:
        """The name most like a mistaken one, in the language it was written in; None when nothing is like it."""
        language = language_of(name)
        names = [dotted(chain, language) for chain in self.chains()]
        for frame in frames:
            names += [dotted(chain, language) for chain in _walk(frame[-1].children, ())]
        found = difflib.get_close_matches(".".join(_segments(name)), names, n=1, cutoff=0.5)
        return found[0] if found else None

    def chains(self) -> Iterator[Chain]:
        """Every field with what it stands in, in the order declared."""
        return _walk(self.fields, ())


def dotted(chain: Chain, language: Language) -> str:
    """The full name of a field: 会议.标题 or meeting.title."""
    return ".".join(field.called(language) for field in chain)


def language_of(name: str) -> Language:
    """The language a name was written in."""
    return "zh" if _HAN.search(name) else "en"


def bracketed(name: str) -> str:
    """A name as it is written in a template of its language."""
    return f"【{name}】" if language_of(name) == "zh" else "{{ " + name + " }}"


def _segments(name: str) -> list[str]:
    """A dotted name in segments; the dots a Chinese keyboard types count as dots."""
    return [segment.strip() for segment in unicodedata.normalize("NFKC", name).replace("。", ".").split(".")]


def _descend(fields: tuple[Field, ...], segments: list[str]) -> Chain:
    """The chain of `segments` below `fields`, empty when there is none."""
    for field in fields:
        if segments[0] in map(fold, field.spellings()):
            if len(segments) == 1:
                return (field,)
            rest = _descend(field.children, segments[1:])
            return (field, *rest) if rest else ()
    return ()


def _walk(fields: tuple[Field, ...], above: Chain) -> Iterator[Chain]:
    for field in fields:
        yield (*above, field)
        yield from _walk(field.children, (*above, field))


def _refuse_doubles(fields: tuple[Field, ...]) -> None:
    names = [name for field in fields for name in {fold(spelling) for spelling in field.spellings()}]
    if doubles := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two fields are called {', '.join(sorted(doubles))}")
