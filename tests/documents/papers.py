"""Small Word files made from XML for the tests of templates, and a look into what was written."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from triparty.documents.fields import Schema
from triparty.documents.template import PaperProperties, compile_template, write

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MADE = PaperProperties("会议纪要", "测试社区", datetime(2026, 3, 5, 9, 30, tzinfo=UTC))
STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
    for kind, key, name in (
        ("paragraph", "a", "Normal"),
        ("paragraph", "3", "heading 3"),
        ("paragraph", "4", "heading 4"),
        ("paragraph", "LB", "List Bullet"),
        ("paragraph", "LN", "List Number"),
        ("paragraph", "Q", "Quote"),
        ("paragraph", "C", "Code"),
        ("table", "TG", "Table Grid"),
    )
)


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of one run per text."""
    inside = "".join(f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p>{properties}{inside}</w:p>"


def row(*cells: str) -> str:
    """A table row; a cell is text, or XML when it starts with an element."""
    return "<w:tr>" + "".join(f"<w:tc>{cell if cell[:1] == '<' else p(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def table(*rows: str) -> str:
    """A table of rows made by `row`."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def docx(
    path: Path,
    body: str,
    *,
    stories: Mapping[str, str] | None = None,
    parts: Mapping[str, bytes] | None = None,
    types: str = "",
    links: str = "",
    document: str | None = None,
    styles: str = STYLES,
) -> Path:
    """Write a Word file: a body, headers and footers by name (`header1`), further parts, types and relationships."""
    stories = stories or {}
    relations = f'<Relationship Id="s" Type="{OFFICE}styles" Target="styles.xml"/>{links}'
    entries: dict[str, bytes] = {"word/styles.xml": f"{HEAD}<w:styles {NAMES}>{styles}</w:styles>".encode()}
    sections = ""
    for name, inside in stories.items():
        kind, tag = name.rstrip("0123456789"), "hdr" if name.startswith("header") else "ftr"
        entries[f"word/{name}.xml"] = f"{HEAD}<w:{tag} {NAMES}>{inside}</w:{tag}>".encode()
        types += f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}{kind}+xml"/>'
        relations += f'<Relationship Id="{name}" Type="{OFFICE}{kind}" Target="{name}.xml"/>'
        sections += f'<w:{kind}Reference w:type="default" r:id="{name}"/>'
    section = f'<w:sectPr>{sections}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    entries["word/document.xml"] = (
        document or f"{HEAD}<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>"
    ).encode()
    entries["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{MAIN}styles+xml"/>{types}</Types>'
    ).encode()
    entries["_rels/.rels"] = _relations(
        f'<Relationship Id="d" Type="{OFFICE}officeDocument" Target="word/document.xml"/>'
    )
    entries["word/_rels/document.xml.rels"] = _relations(relations)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**entries, **(parts or {})}.items():
            package.writestr(name, content)
    return path


def _relations(inside: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inside}</Relationships>'.encode()


def printed(template: Path, values: Mapping[str, object], schema: Schema, *, part: str = "word/document.xml") -> str:
    """Fill the template and give one part of the paper as XML."""
    paper = template.with_name("paper.docx")
    write(compile_template(template), values, paper, schema=schema, properties=MADE, pictures=a_picture)
    return entry(paper, part)


@cache
def a_picture(sha256: str, _name: str = "") -> bytes:
    """The same picture for the same SHA-256: a wall with a darker patch."""
    from PIL import Image

    wall = Image.new("RGB", (400, 300), (205, 200, 190))
    wall.paste((120, 130, 150), (90, 70, 90 + 20 * int(sha256[0], 16), 230))
    into = BytesIO()
    wall.save(into, "JPEG")
    return into.getvalue()


def entry(paper: Path, part: str) -> str:
    """One part of a paper as text."""
    with zipfile.ZipFile(paper) as package:
        return package.read(part).decode()


def texts(xml: str) -> list[str]:
    """The text of every paragraph that has any."""
    from lxml import etree

    root = etree.fromstring(xml.encode())
    found = []
    for paragraph in root.iter(f"{{{W}}}p"):
        pieces = [
            {"t": piece.text or "", "br": "\n", "tab": "\t"}.get(str(piece.tag).rpartition("}")[2], "")
            for piece in paragraph.iter(f"{{{W}}}t", f"{{{W}}}br", f"{{{W}}}tab")
        ]
        found.append("".join(pieces))
    return [text for text in found if text]


def valid(*papers: Path) -> None:
    """Fail when a paper breaks the schemas of Word; skip where the checker is not installed."""
    root = Path(__file__).parents[2]
    tools = Path(os.environ.get("TRIPARTY_TOOLS", root.parent / "shared" / "tools"))
    checker = tools / "validate_docx.py"
    if not checker.exists():
        pytest.skip("the checker of Word files is not installed (TRIPARTY_TOOLS)")
    said = subprocess.run([sys.executable, checker, *papers], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def rows_of(xml: str) -> int:
    """How many table rows there are."""
    return len(re.findall(r"<w:tr[ >]", xml))
