"""What a template is made of once it is compiled: literal XML and the few places that change."""

from dataclasses import dataclass, field
from typing import Any, Literal

from triparty.documents.styles import Look
from triparty.i18n import _

Story = Literal["body", "header", "footer", "note", "drawing"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the template: the part, and the paragraph counted from 1 as a reader would.

    A paragraph in a text box has the number of the paragraph the box is anchored in.
    """

    part: str
    story: Story
    paragraph: int
    box: bool = False

    def __str__(self) -> str:
        """The place in words."""
        said = {
            "body": _("body, paragraph {number}"),
            "header": _("page header ({part}), paragraph {number}"),
            "footer": _("page footer ({part}), paragraph {number}"),
            "note": _("notes ({part}), paragraph {number}"),
            "drawing": _("drawing ({part}), text {number}"),
        }[self.story]
        where = said.format(part=self.part.rpartition("/")[2], number=self.paragraph)
        return _("{place}, in a text box").format(place=where) if self.box else where


@dataclass(frozen=True, slots=True)
class FieldUse:
    """A name a template uses: as resolved (`name`), as it stands there with its brackets (`written`), and where."""

    name: str
    written: str
    place: Place


@dataclass(frozen=True)
class Problem:
    """A mistake in a template, kept untranslated so that it can be told in whatever language is spoken later."""

    place: Place
    reason: str
    details: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The mistake with its place, as a sentence."""
        return _("{place}: {reason}").format(place=self.place, reason=_(self.reason).format(**self.details))


@dataclass(frozen=True, slots=True)
class Slot:
    """One value, inside a `w:t`."""

    use: FieldUse


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a picture would stand: the `w:pPr` of its paragraph, and how wide it may be.

    `column` is in twentieths of a point; None is as wide as the text of the page.
    """

    look: str
    column: int | None


@dataclass(frozen=True, slots=True)
class Alone:
    """A paragraph that is only one field: `nodes` when it is text, blocks of prose when it is Markdown.

    When it is a picture, that stands in `frame`.
    """

    use: FieldUse
    look: Look
    frame: Frame
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A table row with fields in it."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table all of whose rows have fields: it must vanish when no row is left."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between 每个 or 若有 and 结束."""

    word: Literal["each", "if"]
    use: FieldUse
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class LastParagraph:
    """The end of a cell or header: an empty paragraph (`xml`) goes here when none came before."""

    xml: str


@dataclass(frozen=True, slots=True)
class Unique:
    """A number no other drawing of the paper has."""


Node = str | Slot | Alone | Row | Table | Block | LastParagraph | Unique
