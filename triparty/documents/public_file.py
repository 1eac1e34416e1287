"""A Word file before it is made public: nothing in it that its page does not show.

Author, comments and the template's own properties never get into a paper; here go tracked changes, hidden text, other
programs' data, and what cameras write into pictures. What is left is read once more for numbers that must not be there.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from triparty.documents.files import write_package
from triparty.documents.public import refuse_remaining
from triparty.documents.template.package import CONTENT_TYPES, RELATIONS, TYPES, W, parse, target_of

if TYPE_CHECKING:
    from lxml import etree

_STRUCK = ("del", "moveFrom", "delInstrText", "delText")
_ADDED = ("ins", "moveTo")
_TRACES = (
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "tblGridChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "tblPrExChange",
    "numberingChange",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "rsids",
    "trackRevisions",
    "docVars",
    "attachedTemplate",
)
_PICTURES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
_FOREIGN = "customXml/"


def leave_nothing_hidden(path: Path, made_at: datetime) -> None:
    """Write the file again without what its page does not show.

    Raises RuleError where an identity, card or mobile number is left, in the template's own words too.
    """
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if not name.startswith(_FOREIGN)}
    trees = {name: parse(path.name, name, parts[name]) for name in parts if name.endswith((".xml", ".rels"))}
    for name, tree in trees.items():
        if name.endswith(".rels") or name == CONTENT_TYPES:
            _unlink(name, tree)
        elif name.startswith("word/"):
            _strip(tree)
    refuse_remaining(said for name, tree in trees.items() if name.startswith("word/") for said in _paragraphs(tree))
    write_package(path, ((name, _content(name, parts[name], trees.get(name))) for name in parts), made_at)


def _strip(tree: "etree._Element") -> None:
    """Struck text goes, added text stays as if it had always been there, hidden text goes."""
    for element in list(tree.iter(*(f"{{{W}}}{name}" for name in (*_STRUCK, *_TRACES)))):
        _remove(element)
    for element in list(tree.iter(*(f"{{{W}}}{name}" for name in _ADDED))):
        parent = element.getparent()
        if parent is None:
            continue
        for child in list(element):
            element.addprevious(child)
        _remove(element)
    for run in list(tree.iter(f"{{{W}}}r")):
        mark = run.find(f"{{{W}}}rPr/{{{W}}}vanish")
        if mark is not None and mark.get(f"{{{W}}}val", "1") not in ("0", "false", "off"):
            _remove(run)
    for element in tree.iter():
        for name in [name for name in element.attrib if str(name).startswith(f"{{{W}}}rsid")]:
            del element.attrib[name]


def _remove(element: "etree._Element") -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unlink(name: str, tree: "etree._Element") -> None:
    """Take out what leads to other programs' data."""
    for relation in list(tree.iter(f"{{{RELATIONS}}}Relationship")):
        if relation.get("TargetMode") != "External" and target_of(name, str(relation.get("Target", ""))).startswith(
            _FOREIGN
        ):
            _remove(relation)
    for entry in list(tree.iter(f"{{{TYPES}}}Override")):
        if str(entry.get("PartName", "")).startswith("/" + _FOREIGN):
            _remove(entry)


def _paragraphs(tree: "etree._Element") -> Iterator[str]:
    """The text of each paragraph, put together from its runs."""
    for paragraph in tree.iter(f"{{{W}}}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{{{W}}}t"))


def _content(name: str, data: bytes, tree: "etree._Element | None") -> bytes:
    """A part as it is written: XML anew, a picture without what the camera says."""
    if tree is not None:
        from lxml import etree

        return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
    kind = _PICTURES.get(Path(name).suffix.lower())
    return _bare(data, kind) if kind else data


def _bare(data: bytes, kind: str) -> bytes:
    """A picture with its own pixels and nothing else; a JPEG keeps its quality."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        profile = picture.info.get("icc_profile")
        made = io.BytesIO()
        if kind == "JPEG":
            picture.save(made, kind, quality="keep", comment=b"", icc_profile=profile)
        else:
            picture.save(made, kind, icc_profile=profile)
    return made.getvalue()
