"""Our side: the tracker and the minutes through the program's own templates."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from meetings_db.models import PaperKind
from triparty.documents import excel
from triparty.documents.kinds import KINDS
from triparty.documents.papers import template_path
from triparty.documents.template import PaperProperties, compile_template, write

AT = datetime(2026, 3, 20, 6, tzinfo=UTC)
_PROPERTIES = PaperProperties(title="督办台账", author="", made_at=AT)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def word_file(
    values: dict[str, Any],
    path: Path,
    template: Path | None = None,
    pictures: Callable[[str, str], bytes] | None = None,
) -> None:
    """A tracker, or the minutes when their template is given, as Word."""
    kind = PaperKind.TRACKER if template is None else PaperKind.MINUTES
    compiled = compile_template(template or template_path(kind, "zh_CN"))
    write(compiled, values, path, schema=KINDS[kind].schema, properties=_PROPERTIES, pictures=pictures)


def excel_file(values: dict[str, Any], path: Path) -> None:
    """The tracker as Excel."""
    path.write_bytes(excel.workbook_bytes(values, "zh_CN", made_at=AT))


def photo_template(path: Path) -> Path:
    """The shipped minutes with the photos of each item behind its conclusion, as an office would add them."""
    from docx import Document

    document = Document(str(template_path(PaperKind.MINUTES, "zh_CN")))
    paragraphs = document.paragraphs
    following = paragraphs[[each.text for each in paragraphs].index("【议题.结论】") + 1]
    for line in ("【每个 议题.照片】", "【议题.照片.图】", "【结束】"):
        following.insert_paragraph_before(line)
    document.save(str(path))
    return path


def bracket_template(path: Path, columns: int) -> Path:
    """A table of one row in the grammar of docxtemplater."""
    cells = [f"{{c{at}}}" for at in range(columns)]
    cells[0], cells[-1] = "{#rows}" + cells[0], cells[-1] + "{/rows}"
    return _table(path, [cells])


def jinja_template(path: Path, columns: int) -> Path:
    """The same in the grammar of docxtpl: the rows between two that say so."""
    cells = [f"{{{{ row[{at}] }}}}" for at in range(columns)]
    return _table(path, [["{%tr for row in rows %}"], cells, ["{%tr endfor %}"]])


def _table(path: Path, rows: list[list[str]]) -> Path:
    """The least that is a Word file with a table."""
    grid = f"<w:tblGrid>{'<w:gridCol/>' * max(map(len, rows))}</w:tblGrid>"
    table = grid + "".join(f"<w:tr>{_cells(row)}</w:tr>" for row in rows)
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_TYPES}content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_TYPES}relationships">'
            f'<Relationship Id="d" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        )
        file.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_W}"><w:body><w:tbl>{table}</w:tbl><w:p/></w:body></w:document>',
        )
    return path


def _cells(texts: list[str]) -> str:
    """Cells of these texts."""
    return "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in texts)
