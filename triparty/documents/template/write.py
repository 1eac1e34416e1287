"""A paper from a template and values, in one pass from the strings to the file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from meetings_db.text import clean_line
from triparty.documents.fields import Schema
from triparty.documents.files import Content, write_package
from triparty.documents.numbering import Lists
from triparty.documents.template.bind import Bound, bind
from triparty.documents.template.compile import Template
from triparty.documents.template.gallery import JPEG, Gallery, Pictures
from triparty.documents.template.nodes import FieldUse
from triparty.documents.template.package import CONTENT_TYPES, relations_of
from triparty.documents.template.parts import CORE, core_properties
from triparty.documents.template.render import Printing, missing_sentences
from triparty.rules import RuleError


@dataclass(frozen=True, slots=True)
class PaperProperties:
    """What the file says of itself; `made_at` is aware, and is all that the bytes know of time."""

    title: str
    author: str
    made_at: datetime

    def __post_init__(self) -> None:
        """Refuse with ValueError a time without a zone."""
        if self.made_at.tzinfo is None:
            raise ValueError("made_at needs a time zone")


def check_fields(template: Template, schema: Schema) -> list[str]:
    """Every mistake of a template as a sentence with its place, and the nearest right name where there is one."""
    return [str(problem) for problem in bind(template, schema).problems]


def write(
    template: Template,
    values: Mapping[str, object],
    path: Path,
    *,
    schema: Schema,
    properties: PaperProperties,
    pictures: Pictures | None = None,
) -> None:
    """Write the paper to `path`, whole or not at all; the same values give the same bytes.

    `values` are nested mappings under the English names of `schema`: text or whole numbers, Markdown for prose,
    sequences of mappings for lists; `pictures` gives the bytes of those it names. Raises RuleError when the template
    has mistakes (all are told), a field it prints has no value, or the disk refuses.
    """
    bound = bind(template, schema)
    if bound.problems:
        raise RuleError(*(str(problem) for problem in bound.problems))
    missing: dict[FieldUse, list[int]] = {}
    entries = _entries(template, bound, values, properties, missing, pictures)
    write_package(path, entries, properties.made_at)


def _entries(
    template: Template,
    bound: Bound,
    values: Mapping[str, Any],
    properties: PaperProperties,
    missing: dict[FieldUse, list[int]],
    pictures: Pictures | None,
) -> Iterator[tuple[str, Content]]:
    """The entries of the file in order; the lists and pictures come last, when it is known which there are."""
    shell, gallery = template.shell, Gallery()
    late = {relations_of(part): part for part in sorted(bound.pictured)}
    lists = shell.numbering.start(template.styles)
    core = core_properties(clean_line(properties.title), clean_line(properties.author), properties.made_at)
    types = shell.parts[CONTENT_TYPES]
    yield CONTENT_TYPES, types.replace(b"<Default ", JPEG + b"<Default ", 1) if late else types
    for part in sorted({*shell.parts, *bound.stories, CORE} - {CONTENT_TYPES, *late}):
        if part == CORE:
            yield part, core
        elif part in bound.stories:
            yield part, _story(bound, part, values, lists, missing, gallery)
        else:
            yield part, shell.parts[part]
    yield shell.numbering_part, lists.xml().encode("utf-8")
    for relations, part in late.items():
        yield relations, gallery.relations(part, shell.parts.get(relations))
    if pictures is not None:
        yield from gallery.files(pictures)
    elif gallery.shown:
        raise ValueError("the values name pictures, and nothing gives their bytes")
    if missing:
        raise RuleError(*missing_sentences(missing))


def _story(
    bound: Bound,
    part: str,
    values: Mapping[str, Any],
    lists: Lists,
    missing: dict[FieldUse, list[int]],
    gallery: Gallery,
) -> Callable[[Callable[[bytes], object]], None]:
    """The function that prints one part into its place in the file."""

    def fill(hand_on: Callable[[bytes], object]) -> None:
        printing = Printing([values], lists, hand_on, missing, part, gallery)
        for op in bound.stories[part]:
            op.emit(printing)
        printing.flush()

    return fill
