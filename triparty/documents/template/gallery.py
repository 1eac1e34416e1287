"""The pictures of a paper: where each is shown, and the files it brings along.

A picture is printed as a reference; its bytes are read when the text is done, one after the other, so that a paper
with a hundred photos needs the memory of one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import quoteattr

from meetings_db.text import clean_line
from triparty.documents.template.package import RELATIONS

Pictures = Callable[[str, str], bytes]
"""The JPEG of that SHA-256, which the paper calls by that name."""

JPEG = b'<Default Extension="jpeg" ContentType="image/jpeg"/>'
"""How the package says what its pictures are."""
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
_EMU_OF_A_TWENTIETH = 635
"""English metric units in a twentieth of a point, the measure of Word's pages."""
_EMU_OF_A_PIXEL = 9525
"""At 96 dots an inch: a small picture is not blown up."""


@dataclass
class Gallery:
    """The pictures of one paper, gathered while it is printed: by part, and all of them once."""

    shown: dict[str, dict[str, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def place(self, part: str, sha256: str, name: str) -> str:
        """The id under which a part refers to that picture, which is called `name`."""
        self.names.setdefault(sha256, name)
        known = self.shown.setdefault(part, {})
        return known.setdefault(sha256, f"rIdP{len(known) + 1}")

    def relations(self, part: str, before: bytes | None) -> bytes:
        """The relationships of a part: those of the template (`before`), and its pictures."""
        rows = "".join(
            f'<Relationship Id="{name}" Type="{_IMAGE}" Target="/{_file(sha256)}"/>'
            for sha256, name in self.shown.get(part, {}).items()
        ).encode()
        kept = before or f'<Relationships xmlns="{RELATIONS}"></Relationships>'.encode()
        end = b"</Relationships>"
        if end not in kept:  # written as one empty element
            kept = kept.rstrip().removesuffix(b"/>") + b">" + end
        return kept.replace(end, rows + end)

    def files(self, pictures: Pictures) -> Iterator[tuple[str, bytes]]:
        """Every picture once, by name."""
        for sha256, name in sorted(self.names.items()):
            yield _file(sha256), pictures(sha256, name)


def drawing(relation: str, number: int, picture: Mapping[str, Any], column: int) -> str:
    """A run with a picture that fits into a column of `column` twentieths of a point.

    It is no wider than the column and no higher than the column is wide. `picture` has `width` and `height` in
    pixels and the `name` read out to whoever cannot see it; `number` is no other drawing's of the part.
    """
    width, height = int(picture["width"]), int(picture["height"])
    side = column * _EMU_OF_A_TWENTIETH
    most = min(side, max(width, height) * _EMU_OF_A_PIXEL)
    x, y = (max(1, most * each // max(width, height)) for each in (width, height))
    said = quoteattr(clean_line(str(picture["name"])))
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" '
        f'xmlns:wp="{_DRAWING}wordprocessingDrawing">'
        f'<wp:extent cx="{x}" cy="{y}"/><wp:docPr id="{number}" name="{number}" descr={said}/>'
        f'<a:graphic xmlns:a="{_DRAWING}main"><a:graphicData uri="{_DRAWING}picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}picture">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{number}" descr={said}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{x}" cy="{y}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _file(sha256: str) -> str:
    """Where a picture lies in the package."""
    return f"word/media/{sha256}.jpeg"
