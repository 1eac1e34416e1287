"""All of a paper that does not change from one printing to the next, and the few parts that tell of its making."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from triparty.documents.numbering import EMPTY, Numbering, numbering_of
from triparty.documents.template.nodes import Story
from triparty.documents.template.package import (
    CONTENT_TYPES,
    RELATIONS,
    TYPES,
    OpenPackage,
    W,
    parse,
    relations_of,
    target_of,
)
from triparty.i18n import _
from triparty.rules import RuleError

if TYPE_CHECKING:
    from lxml import etree

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_DOCUMENT = _WORD + "document.main+xml"
_NUMBERING = _WORD + "numbering+xml"
_STORIES: dict[str, Story] = {
    _DOCUMENT: "body",
    _WORD + "header+xml": "header",
    _WORD + "footer+xml": "footer",
    _WORD + "footnotes+xml": "note",
    _WORD + "endnotes+xml": "note",
}
# What would carry the template's own history into every paper: names, comments, a picture of its first page.
_LEFT_OUT = (
    "/core-properties",
    "/extended-properties",
    "/custom-properties",
    "/thumbnail",
    "/comments",
    "/commentsExtended",
    "/commentsIds",
    "/commentsExtensible",
    "/people",
    "/printerSettings",
)
CORE = "docProps/core.xml"
_APPLICATION = "docProps/app.xml"
_APPLICATION_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>triparty</Application></Properties>"
)


@dataclass(frozen=True)
class Shell:
    """The parts printed as they are, and the numbering part with its name."""

    parts: dict[str, bytes]
    numbering_part: str
    numbering: Numbering


def shell_of(name: str, package: OpenPackage) -> tuple[Shell, dict[str, Story]]:
    """What stays the same, and which parts change, of an opened template. Raises RuleError."""
    types = {part: kind.replace("template.main+xml", "document.main+xml") for part, kind in package.types.items()}
    document = next((part for part, kind in types.items() if kind == _DOCUMENT), None)
    if document is None or document not in package.trees:
        raise RuleError(_("{file} is not a Word document (.docx).").format(file=name))
    dropped = _dropped(package)
    package.types.update(types)
    for part, tree in package.trees.items():
        for relation in list(tree) if part.endswith(".rels") else ():
            if str(relation.get("Type", "")).endswith(_LEFT_OUT) or _points_at(part, relation, dropped):
                tree.remove(relation)
    kept = {part: kind for part, kind in types.items() if part not in dropped and not part.endswith(".rels")}
    kept.pop(CONTENT_TYPES, None)
    numbering_part = _numbering_part(name, package, kept, document)
    numbering = numbering_of(package.trees[numbering_part])
    kept[CORE] = "application/vnd.openxmlformats-package.core-properties+xml"
    kept[_APPLICATION] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    _relate(package.trees["_rels/.rels"], _PACKAGE + "core-properties", "/" + CORE)
    _relate(package.trees["_rels/.rels"], _OFFICE + "extended-properties", "/" + _APPLICATION)
    found = {part: _STORIES[kind] for part, kind in sorted(kept.items()) if kind in _STORIES}
    # The order a reader's eye takes: the text first, then what runs around it.
    stories = dict(sorted(found.items(), key=lambda story: story[1] != "body"))
    for part in (*stories, numbering_part):
        _refuse_strange(name, package.trees[part])
    parts = {
        part: package.parts[part]
        for part in kept
        if part in package.parts and part not in stories and part != numbering_part
    }
    for part, tree in package.trees.items():
        if part.endswith(".rels") and _owner(part) not in dropped:
            parts[part] = _bytes(tree)
    parts[CONTENT_TYPES] = _content_types(kept)
    parts[_APPLICATION] = _APPLICATION_XML.encode()
    return Shell(parts, numbering_part, numbering), stories


def _refuse_strange(name: str, tree: "etree._Element") -> None:
    """Word's other dialect (Strict), and XML no word processor writes."""
    if tree.nsmap.get("w") != W:
        raise RuleError(
            _("{file} is not an ordinary Word document. Save it in Word or WPS as .docx (not Strict).").format(
                file=name
            )
        )


def core_properties(title: str, author: str, made_at: datetime) -> bytes:
    """The properties of a paper; `title` and `author` are clean text, `made_at` is aware."""
    moment = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<cp:lastModifiedBy>{escape(author)}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    ).encode()


def _dropped(package: OpenPackage) -> set[str]:
    """The parts that are left out, with those only they lead to."""
    found: set[str] = set()
    for part, tree in package.trees.items():
        if part.endswith(".rels"):
            for relation in tree:
                if str(relation.get("Type", "")).endswith(_LEFT_OUT) and relation.get("TargetMode") != "External":
                    found.add(target_of(part, str(relation.get("Target", ""))))
    return found | {CORE, _APPLICATION}


def _points_at(part: str, relation: "etree._Element", dropped: set[str]) -> bool:
    return relation.get("TargetMode") != "External" and target_of(part, str(relation.get("Target", ""))) in dropped


def _owner(relations: str) -> str:
    """The part whose relationships these are."""
    folder, _slash, base = relations.rpartition("_rels/")
    return folder + base.removesuffix(".rels")


def _numbering_part(name: str, package: OpenPackage, kept: dict[str, str], document: str) -> str:
    """The part of lists, made when the template has none."""
    for part, kind in kept.items():
        if kind == _NUMBERING:
            return part
    folder = document.rpartition("/")[0]
    part = f"{folder}/numbering.xml" if folder else "numbering.xml"
    package.trees[part] = parse(name, part, EMPTY.encode())
    kept[part] = _NUMBERING
    relations = relations_of(document)
    if relations not in package.trees:
        package.trees[relations] = parse(name, relations, f'<Relationships xmlns="{RELATIONS}"/>'.encode())
    _relate(package.trees[relations], _OFFICE + "numbering", "/" + part)
    return part


def _relate(tree: "etree._Element", kind: str, target: str) -> None:
    """Add a relationship under an id not yet taken."""
    from lxml import etree

    taken = {relation.get("Id") for relation in tree}
    number = next(number for number in range(1, len(taken) + 2) if f"rIdT{number}" not in taken)
    etree.SubElement(tree, f"{{{RELATIONS}}}Relationship", Id=f"rIdT{number}", Type=kind, Target=target)


def _content_types(kept: dict[str, str]) -> bytes:
    """Every part with its content type, by name."""
    rows = "".join(
        f"<Override PartName={quoteattr('/' + part)} ContentType={quoteattr(kind)}/>"
        for part, kind in sorted(kept.items())
    )
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="{TYPES}">{relations}{rows}</Types>'
    ).encode()


def _bytes(tree: "etree._Element") -> bytes:
    from lxml import etree

    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
