"""A clean Word document to start from: nothing in it but what the shipped templates need.

python-docx's own default document fails the schema of Word (`w:zoom` without a percentage) and brings four
hundred kilobytes of styles nobody asked for.
"""

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from triparty.documents.shipped.styles import W
from triparty.documents.shipped.styles_en import english_styles
from triparty.documents.shipped.styles_zh import chinese_styles

if TYPE_CHECKING:
    from docx.document import Document

MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)
"""The one time the templates know, so that building them twice gives the same bytes."""
AUTHOR = "triparty"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "document": "document.main",
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    "numbering": "numbering",
}

# Each face as the standard names it, then the names it may have on the reader's machine.
_FONTS = (
    ("仿宋_GB2312", "仿宋,FangSong,FangSong_GB2312,STFangsong,FandolFang", "86", "modern", "fixed"),
    ("楷体_GB2312", "楷体,KaiTi,KaiTi_GB2312,STKaiti,FandolKai", "86", "modern", "fixed"),
    ("黑体", "SimHei,STHeiti,Noto Sans CJK SC,FandolHei", "86", "modern", "fixed"),
    ("宋体", "SimSun,STSong,Noto Serif CJK SC,FandolSong", "86", "auto", "variable"),
    ("方正小标宋简体", "方正小标宋_GBK,FZXiaoBiaoSong-B05S,FZXiaoBiaoSong-B05,宋体,SimSun", "86", "auto", "variable"),
    ("Times New Roman", "Liberation Serif,Tinos", "00", "roman", "variable"),
    ("Courier New", "Liberation Mono,Cousine", "00", "modern", "fixed"),
)


def clean_document(*, chinese: bool) -> "Document":
    """An empty document in the styles of one language, opened by python-docx."""
    import docx

    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as parts:
        for name, content in _entries(chinese):
            parts.writestr(name, content)
    package.seek(0)
    return docx.Document(package)


def _entries(chinese: bool) -> list[tuple[str, bytes]]:
    styles = chinese_styles() if chinese else english_styles()
    made = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships([("rId1", f"{_OFFICE}/officeDocument", "word/document.xml")]),
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{_OFFICE}"><w:body><w:sectPr/></w:body></w:document>',
        "word/_rels/document.xml.rels": _relationships(
            [(f"rId{number}", f"{_OFFICE}/{part}", f"{part}.xml") for number, part in enumerate(list(_PARTS)[1:], 1)]
        ),
        "word/styles.xml": styles.removeprefix(_HEAD),
        "word/settings.xml": _settings(chinese),
        "word/fontTable.xml": _fonts(),
        "word/numbering.xml": _numbering(chinese),
    }
    return [(name, (_HEAD + xml).encode()) for name, xml in made.items()]


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{kind}+xml"/>' for part, kind in _PARTS.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(entries: list[tuple[str, str, str]]) -> str:
    inside = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{to}"/>' for key, kind, to in entries)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _settings(chinese: bool) -> str:
    """Odd and even pages differ; Chinese punctuation is never squeezed, or 28 characters would not stand in a line."""
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="{420 if chinese else 720}"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        f"{'<w:useFELayout/>' if chinese else ''}"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )


def _fonts() -> str:
    inside = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="{charset}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, others, charset, family, pitch in _FONTS
    )
    return f'<w:fonts xmlns:w="{W}">{inside}</w:fonts>'


def _numbering(chinese: bool) -> str:
    """The two lists of notes, nine levels each: bullets, and numbers that are counted afresh by each list."""
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{_levels(shape, chinese)}</w:abstractNum>"
        for number, shape in ((1, "bullet"), (2, "decimal"))
    )
    lists = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in (1, 2))
    return f'<w:numbering xmlns:w="{W}">{kinds}{lists}</w:numbering>'


def _levels(shape: str, chinese: bool) -> str:
    """Each level further in by a character and a half; Chinese lists begin two characters in, as paragraphs do."""
    start, step = (640, 480) if chinese else (0, 360)
    made = []
    for level in range(9):
        sign = "•–"[level % 2] if shape == "bullet" else f"%{level + 1}."
        made.append(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{sign}"/>'
            f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{start + step * (level + 1)}" w:firstLineChars="0" '
            f'w:hanging="{step}"/></w:pPr></w:lvl>'
        )
    return "".join(made)
