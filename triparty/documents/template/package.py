"""A Word file opened with distrust: nothing in it may run, fetch, embed or blow up.

The checks are made on every template before anything of it is used; each refusal says what to do.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from triparty.i18n import _
from triparty.rules import RuleError
from triparty.services.files import reading

if TYPE_CHECKING:
    from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"

FILE_LIMIT = 20 * 2**20
PART_LIMIT = 32 * 2**20
TOTAL_LIMIT = 120 * 2**20
ENTRY_LIMIT = 2_000
# Word's own XML shrinks ten- to thirtyfold; a part over a megabyte that shrinks a hundredfold was made to.
RATIO_LIMIT = 100

_EMBEDDED = re.compile(r"(^|/)(embeddings|activex)/|oleobject", re.IGNORECASE)
_MACROS = re.compile(r"vba(project|data)|(^|/)macros?/|customui", re.IGNORECASE)
_FOREIGN = re.compile(r"/(oleobject|control|package|aFChunk|subDocument|frame)$", re.IGNORECASE)
_WEB = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
# Fields of Word that only count, number, date or point within the document.
_HARMLESS = re.compile(
    r"PAGE|NUMPAGES|SECTION|SECTIONPAGES|PAGEREF|REF|NOTEREF|STYLEREF|SEQ|TOC|TC|DATE|TIME|CREATEDATE|SAVEDATE|"
    r"PRINTDATE|HYPERLINK|SYMBOL|EQ|=.*|IF|ADVANCE|TITLE|AUTHOR|SUBJECT|NUMCHARS|NUMWORDS|DOCPROPERTY|FILENAME|"
    r"FORMTEXT|FORMCHECKBOX|FORMDROPDOWN",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class OpenPackage:
    """The parts of a checked Word file, those that are XML also parsed, and the content type of each."""

    parts: dict[str, bytes]
    trees: dict[str, "etree._Element"]
    types: dict[str, str]


def open_package(name: str, data: bytes) -> OpenPackage:
    """Check a Word file given as bytes and take it apart; `name` is told in refusals. Raises RuleError."""
    parts = _unzip(name, data)
    if CONTENT_TYPES not in parts:
        raise RuleError(_("{file} is not a Word document (.docx).").format(file=name))
    trees = {part: parse(name, part, content) for part, content in parts.items() if _is_xml(part)}
    types = _types(trees[CONTENT_TYPES], parts)
    _refuse_programs(name, parts, types)
    for part, tree in trees.items():
        if part.endswith(".rels"):
            _refuse_links(name, part, tree)
        else:
            _refuse_codes(name, tree)
    return OpenPackage(parts, trees, types)


def parse(name: str, part: str, data: bytes) -> "etree._Element":
    """The XML of one part; no entity is read, no network touched. Raises RuleError."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RuleError(
            _("{file}: the part {part} is damaged ({why}). Open it in Word or WPS and save it again.").format(
                file=name, part=part, why=error.msg
            )
        ) from error
    document = root.getroottree().docinfo
    if document.internalDTD is not None:
        raise RuleError(
            _("{file}: the part {part} declares its own entities, which no Word file does.").format(
                file=name, part=part
            )
        )
    return root


def relations_of(part: str) -> str:
    """The name of the part that holds the relationships of `part`."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", base + ".rels")


def target_of(relations: str, target: str) -> str:
    """The part a relationship in `relations` points to."""
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(posixpath.dirname(relations)), target))


def _is_xml(part: str) -> bool:
    return part == CONTENT_TYPES or part.lower().endswith((".xml", ".rels", ".vml"))


def _unzip(name: str, data: bytes) -> dict[str, bytes]:
    """Every entry by name, after the directory of the zip has been found reasonable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            _refuse_bombs(name, entries)
            return {entry.filename: package.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise RuleError(
            _("{file} cannot be read as a Word document (.docx). Save it in Word or WPS as .docx.").format(file=name)
        ) from error


def _refuse_bombs(name: str, entries: list[zipfile.ZipInfo]) -> None:
    """Too many, too large, too well packed, named twice or outside the package, or under a password."""
    swollen = any(
        entry.file_size > PART_LIMIT
        or (entry.file_size > 2**20 and entry.file_size > RATIO_LIMIT * max(entry.compress_size, 1))
        for entry in entries
    )
    if swollen or len(entries) > ENTRY_LIMIT or sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
        raise RuleError(_("{file} unpacks to far more than a paper can need; it is not used.").format(file=name))
    names = [entry.filename for entry in entries]
    outside = any(part.startswith("/") or ".." in part.split("/") or "\\" in part for part in names)
    if outside or len({part.lower() for part in names}) != len(names):
        raise RuleError(_("{file} names its parts in a way no Word file does; it is not used.").format(file=name))
    if any(entry.flag_bits & 1 for entry in entries):
        raise RuleError(_("{file} is protected by a password. Save it without one.").format(file=name))


def _types(tree: "etree._Element", parts: dict[str, bytes]) -> dict[str, str]:
    """The content type of each part that has one."""
    defaults = {
        str(entry.get("Extension", "")).lower(): str(entry.get("ContentType", ""))
        for entry in tree.iter(f"{{{TYPES}}}Default")
    }
    types = {part: defaults[end] for part in parts if (end := part.rpartition(".")[2].lower()) in defaults}
    for entry in tree.iter(f"{{{TYPES}}}Override"):
        part = str(entry.get("PartName", "")).lstrip("/")
        if part in parts:
            types[part] = str(entry.get("ContentType", ""))
    return types


def _refuse_programs(name: str, parts: dict[str, bytes], types: dict[str, str]) -> None:
    """Macros, and objects of other programs."""
    if any(_MACROS.search(part) for part in parts) or any(
        "macroenabled" in kind.lower() or "vba" in kind.lower() for kind in types.values()
    ):
        raise RuleError(_("{file} holds macros. Save it as a document without macros (.docx).").format(file=name))
    if any(_EMBEDDED.search(part) for part in parts) or any(
        "oleobject" in kind.lower() or "activex" in kind.lower() for kind in types.values()
    ):
        raise RuleError(
            _("{file} holds an object of another program. Replace it by a picture or a table.").format(file=name)
        )


def _refuse_links(name: str, part: str, tree: "etree._Element") -> None:
    """Anything fetched from elsewhere; a hyperlink to the web or to a mailbox fetches nothing and may stay."""
    for relation in tree.iter(f"{{{RELATIONS}}}Relationship"):
        kind, target = str(relation.get("Type", "")), str(relation.get("Target", ""))
        if relation.get("TargetMode") == "External" and not (kind.endswith("/hyperlink") and _WEB.match(target)):
            raise RuleError(
                _(
                    "{file} is linked to something outside itself: {target}. "
                    "Break the link (a linked picture is inserted instead, a linked template taken off)."
                ).format(file=name, target=target)
            )
        if _FOREIGN.search(kind):
            raise RuleError(
                _("{file} holds an object of another program. Replace it by a picture or a table.").format(file=name)
            )


def _refuse_codes(name: str, tree: "etree._Element") -> None:
    """Word's own fields that fetch, embed or start something (DDE, INCLUDETEXT, LINK, MACROBUTTON …)."""
    for code in _field_codes(tree):
        word = code.split(maxsplit=1)[0] if code.strip() else ""
        if word and not _HARMLESS.fullmatch(word):
            raise RuleError(
                _("{file} has the Word field {code}, which may fetch or start something. Take it out.").format(
                    file=name, code=word[:40]
                )
            )


def _field_codes(tree: "etree._Element") -> Iterator[str]:
    """The code of every Word field, put together from the runs it was split over."""
    open_codes: list[list[str]] = []
    for element in tree.iter(f"{{{W}}}fldSimple", f"{{{W}}}fldChar", f"{{{W}}}instrText"):
        if element.tag == f"{{{W}}}fldSimple":
            yield str(element.get(f"{{{W}}}instr", ""))
        elif element.tag == f"{{{W}}}instrText":
            if open_codes:
                open_codes[-1].append(element.text or "")
            else:
                yield element.text or ""
        elif element.get(f"{{{W}}}fldCharType") == "begin":
            open_codes.append([])
        elif element.get(f"{{{W}}}fldCharType") == "end" and open_codes:
            yield "".join(open_codes.pop())
    for code in open_codes:
        yield "".join(code)


def read(path: Path) -> bytes:
    """The bytes of a template file. Raises RuleError when it is missing, unreadable or too large."""
    with reading(path), path.open("rb") as file:
        data = file.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise RuleError(
            _("{file} is larger than {limit} MB. Make its pictures smaller.").format(
                file=path, limit=FILE_LIMIT // 2**20
            )
        )
    return data
