"""Every example of the CommonMark specification goes through the notes, and no letter of it is lost."""

import json
import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown_it.common.utils import escapeHtml

from tests.documents.papers import docx, p, printed, row, table, texts, valid
from tests.documents.test_prose import word
from triparty.documents.fields import Schema, many, prose
from triparty.documents.prose import parser_of_notes, plain

if TYPE_CHECKING:
    from markdown_it.token import Token

EXAMPLES: list[str] = json.loads((Path(__file__).parent / "commonmark.json").read_text())["examples"]
TABLES = ["| a | b |\n|---|:-:|\n| ~~c~~ | `d|e` |\n| f |\n", "~~a~~ **~~b~~**\n", "|x|\n|-|\n\nafter\n"]


class _Visible(HTMLParser):
    """What a reader sees of a page, as a pattern: paper may add the number of a list's item."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pattern = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A picture is its words; a block of code may say first what stood behind its fence."""
        of = dict(attrs)
        if tag == "img":
            self.handle_data(of.get("alt") or of.get("src") or "")
        elif tag == "li":
            self.pattern += r"(?:\d+\.)?"
        elif tag == "code" and (language := of.get("class")):
            self.pattern += f"(?:{re.escape(language.removeprefix('language-'))}.*?)?"

    def handle_data(self, data: str) -> None:
        """Text."""
        self.pattern += re.escape("".join(data.split()))


def _as_typed(_self: object, tokens: "Sequence[Token]", index: int, *_more: Any) -> str:
    """HTML on paper is shown as it was typed."""
    return escapeHtml(tokens[index].content)


TAGS = {"h": "<h[1-6]>", "li": "<li>", "table": "<table>", "td": "<t[dh][ >]"}
PARSERS = (parser_of_notes(), parser_of_notes().disable("reference"))
"""The second for notes in which an address nobody links to is a line."""
for parser in PARSERS:
    parser.add_render_rule("html_block", _as_typed)
    parser.add_render_rule("html_inline", _as_typed)


def readings(markdown: str) -> Iterable[str]:
    """What a browser would show."""
    for parser in PARSERS:
        page = _Visible()
        page.feed(parser.render(markdown))
        page.close()
        yield page.pattern


def test_every_example_keeps_its_text() -> None:
    assert len(EXAMPLES) == 652
    lost = []
    for number, markdown in enumerate([*EXAMPLES, *TABLES], 1):
        patterns = list(readings(markdown))
        for said in ("\n".join(texts(word(markdown))), plain(markdown)):
            # Paper says behind a link where it leads; no example has such brackets of its own.
            told = re.sub("（[^）]*）", "", "".join(said.split()))
            if not any(re.fullmatch(pattern, told) for pattern in patterns):
                lost.append((number, markdown, said, patterns[0]))
    assert lost == []


def test_every_example_keeps_its_structure() -> None:
    lost = []
    for number, markdown in enumerate([*EXAMPLES, *TABLES], 1):
        xml, pages = word(markdown), [parser.render(markdown) for parser in PARSERS]
        counted = {
            "h": len(re.findall(r'pStyle w:val="H[34]"', xml)),
            # A number too high for Word to count to stays in the text.
            "li": len(re.findall(r'numId w:val="[1-9]', xml)) + ("123456789. ok" in markdown),
            "table": xml.count("<w:tbl>"),
            "td": xml.count("<w:tc>"),
        }
        if not any(counted == {tag: len(re.findall(TAGS[tag], page)) for tag in TAGS} for page in pages):
            lost.append((number, markdown, counted))
    assert lost == []


def test_all_of_them_make_one_paper_that_word_can_open(tmp_path: Path) -> None:
    schema = Schema((many("rows", "行", prose("notes", "说明")),))
    body = table(row("【行.说明】")).replace("<w:tblGrid/>", '<w:tblGrid><w:gridCol w:w="100"/></w:tblGrid>')
    xml = printed(docx(tmp_path / "t.docx", body + p("完")), {"rows": [{"notes": one} for one in EXAMPLES]}, schema)
    assert xml.count("<w:tc>") >= len(EXAMPLES)
    valid(tmp_path / "paper.docx")
