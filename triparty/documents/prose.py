"""Markdown notes → Word: headings, lists, tables and emphasis in the template's own named styles.

A read-only mapping from the kind of node to a small function that returns XML. The parser is the same as the
preview's. What has no function of its own falls back to its text, so nothing a person wrote is lost.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from meetings_db.text import clean
from triparty.documents import styles
from triparty.documents.letters import plain_text
from triparty.documents.numbering import HIGHEST, Lists
from triparty.documents.prose_letters import Letters, lines_of, runs_of, text_of
from triparty.documents.styles import Look, Style

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

# A note stands under the paper's own headings of the first two levels.
_ABOVE = 2
_FLUSH = '<w:ind w:left="0" w:firstLine="0" w:firstLineChars="0"/>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True)
class _Here:
    """Where in the notes the writer is: look of the place, lists of the paper, and what surrounds it."""

    look: Look
    lists: Lists
    depth: int = 0
    properties: str | None = None
    letters: Letters = field(default_factory=Letters)

    @property
    def paragraph(self) -> str:
        """The properties of an ordinary paragraph here."""
        return self.look.paragraph if self.properties is None else self.properties


def parser_of_notes() -> "MarkdownIt":
    """A new parser of the Markdown of notes: CommonMark with tables and strikethrough, for every preview too."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


_parser = lru_cache(parser_of_notes)


def blocks(markdown: str, look: Look, lists: Lists) -> str:
    """The notes as paragraphs and tables of Word; empty for empty notes."""
    return _all(_tree(markdown).children, _Here(look, lists, letters=Letters(look.runs, _code(lists))))


def plain(markdown: str) -> str:
    """The notes as text without marks, one line per paragraph."""
    return "\n".join(text for node in _tree(markdown).children if (text := text_of(node).strip("\n")))


def _tree(markdown: str) -> "SyntaxTreeNode":
    """The notes as a tree, read more simply where Markdown itself would drop words."""
    from markdown_it.tree import SyntaxTreeNode

    text = clean(markdown)
    env: dict[str, Any] = {}
    tokens = _parser().parse(text, env)
    if _too_deep(tokens):
        return SyntaxTreeNode(_literal().parse(text))
    if _unused(env, tokens):
        return SyntaxTreeNode(_without_references().parse(text))
    return SyntaxTreeNode(tokens)


@lru_cache
def _without_references() -> "MarkdownIt":
    """Notes in which a line such as “[物业]: 已到场” is a line, not the address of a link nobody makes."""
    return parser_of_notes().disable("reference")


@lru_cache
def _literal() -> "MarkdownIt":
    """Notes without any structure but paragraphs: each line as it was typed."""
    from markdown_it import MarkdownIt

    return MarkdownIt("zero", {"breaks": True})


def _too_deep(tokens: "list[Token]") -> bool:
    """Whether lists or quotes stand one in another deeper than the parser reads: it drops what is below."""
    return max((token.level for token in tokens), default=0) >= int(_parser().options["maxNesting"]) - 1


def _unused(env: dict[str, Any], tokens: "list[Token]") -> bool:
    """Whether a line was taken for a link's address and no link leads there."""
    if "duplicate_refs" in env:
        return True
    used = {token.attrs.get("href", token.attrs.get("src")) for token in _with_children(tokens)}
    return any(reference["href"] not in used for reference in env.get("references", {}).values())


def _with_children(tokens: "Sequence[Token]") -> "Iterator[Token]":
    for token in tokens:
        yield token
        yield from _with_children(token.children or ())


def _all(nodes: "Sequence[SyntaxTreeNode]", here: _Here) -> str:
    return "".join(_WRITERS.get(node.type, _unknown)(node, here) for node in nodes)


def _unknown(node: "SyntaxTreeNode", here: _Here) -> str:
    """What the parser may learn to read one day, as its text."""
    return _all(node.children, here) if node.children else _lines(node, here)


def _paragraph(node: "SyntaxTreeNode", here: _Here) -> str:
    return f"<w:p>{here.paragraph}{runs_of(node.children, here.letters)}</w:p>"


def _heading(node: "SyntaxTreeNode", here: _Here) -> str:
    """A heading in the template's style, or in bold where it has none."""
    style = here.lists.styles.heading(int(node.tag[1]) + _ABOVE)
    if style is None:
        return f"<w:p>{here.paragraph}{runs_of(node.children, here.letters.with_mark('b'))}</w:p>"
    return f"<w:p>{_styled(style)}{runs_of(node.children, replace(here.letters, base=()))}</w:p>"


def _list(node: "SyntaxTreeNode", here: _Here) -> str:
    """A list of either kind; a number Word cannot count to stays in the text."""
    first = int(node.attrs.get("start", 1))
    ordered = node.type == "ordered_list"
    if ordered and first + len(node.children) > HIGHEST:
        return "".join(_counted(item, f"{first + index}. ", here) for index, item in enumerate(node.children))
    list_id, level = here.lists.numbers(here.depth, first) if ordered else here.lists.bullets(here.depth)
    style = here.lists.styles.paragraph(styles.NUMBERS if ordered else styles.BULLETS)
    named = f'<w:pStyle w:val="{plain_text(style.id)}"/>' if style else ""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    indent = f'<w:ind w:left="{here.lists.indent(here.depth)}" w:firstLine="0" w:firstLineChars="0"/>'
    unnumbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    item_properties = f"<w:pPr>{named}{numbered}</w:pPr>"
    below = replace(here, depth=here.depth + 1, properties=f"<w:pPr>{named}{unnumbered}{indent}</w:pPr>")
    if style:
        below = replace(below, letters=replace(here.letters, base=()))
    return "".join(_item(item, item_properties, below) for item in node.children)


def _item(node: "SyntaxTreeNode", properties: str, below: _Here) -> str:
    """One item: its first paragraph carries the number, what follows is set in under it."""
    children = node.children
    if children and children[0].type == "paragraph":
        first = f"<w:p>{properties}{runs_of(children[0].children, below.letters)}</w:p>"
        return first + _all(children[1:], below)
    return f"<w:p>{properties}</w:p>" + _all(children, below)


def _counted(node: "SyntaxTreeNode", number: str, here: _Here) -> str:
    children = node.children
    first = children[0].children if children and children[0].type == "paragraph" else []
    rest = children[1:] if first else children
    return f"<w:p>{here.paragraph}{here.letters.run(number)}{runs_of(first, here.letters)}</w:p>" + _all(rest, here)


def _quote(node: "SyntaxTreeNode", here: _Here) -> str:
    style = here.lists.styles.paragraph(styles.QUOTE)
    if style is None:
        return _all(node.children, here)
    inside = replace(here, properties=_styled(style), letters=replace(here.letters, base=()))
    return _all(node.children, inside)


def _lines(node: "SyntaxTreeNode", here: _Here) -> str:
    """A block whose lines stay as they are: code, or HTML shown as it was typed."""
    text = lines_of(node)
    style = here.lists.styles.paragraph(styles.CODE) if node.type in ("fence", "code_block") else None
    if style:
        return f"<w:p>{_styled(style)}{Letters().run(text)}</w:p>"
    return f"<w:p>{here.paragraph}{here.letters.run(text)}</w:p>"


def _rule(node: "SyntaxTreeNode", here: _Here) -> str:
    border = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'
    return f"<w:p><w:pPr>{border}</w:pPr></w:p>"


def _table(node: "SyntaxTreeNode", here: _Here) -> str:
    """A table as wide as the text, its heading repeated on every page and its rows not split."""
    rows = [row for part in node.children for row in part.children]
    columns = max(len(row.children) for row in rows)
    style = here.lists.styles.table(styles.TABLE)
    looks = f'<w:tblStyle w:val="{plain_text(style.id)}"/>' if style else ""
    borders = "" if style else f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
    width = here.lists.styles.text_width // columns
    head = (
        f'<w:tbl><w:tblPr>{looks}<w:tblW w:w="5000" w:type="pct"/>{borders}<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="04A0"/></w:tblPr><w:tblGrid>{f"""<w:gridCol w:w="{width}"/>""" * columns}</w:tblGrid>'
    )
    # Word joins two tables that touch, so a paragraph of least height follows each, off the page's grid of lines.
    off_grid = '<w:snapToGrid w:val="0"/>'
    after = f'<w:p><w:pPr>{off_grid}<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    return head + "".join(_row(row, columns, here) for row in rows) + "</w:tbl>" + after


def _row(node: "SyntaxTreeNode", columns: int, here: _Here) -> str:
    heading = any(cell.type == "th" for cell in node.children)
    properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heading else ''}</w:trPr>"
    cells = "".join(_cell(cell, columns, here) for cell in node.children)
    return f"<w:tr>{properties}{cells}</w:tr>"


def _cell(node: "SyntaxTreeNode", columns: int, here: _Here) -> str:
    style = here.lists.styles.paragraph(styles.TABLE_TEXT)
    aligned = str(node.attrs.get("style", "")).removeprefix("text-align:")
    side = f'<w:jc w:val="{aligned}"/>' if aligned in ("left", "center", "right") else ""
    named = f'<w:pStyle w:val="{plain_text(style.id)}"/>' if style else _FLUSH
    letters = replace(here.letters, base=()) if style else here.letters
    if node.type == "th":
        letters = letters.with_mark("b")
    width = f'<w:tcPr><w:tcW w:w="{5000 // columns}" w:type="pct"/></w:tcPr>'
    return f"<w:tc>{width}<w:p><w:pPr>{named}{side}</w:pPr>{runs_of(node.children, letters)}</w:p></w:tc>"


def _styled(style: Style) -> str:
    return f'<w:pPr><w:pStyle w:val="{plain_text(style.id)}"/></w:pPr>'


def _code(lists: Lists) -> str:
    """How code within a line looks."""
    style = lists.styles.character(styles.CODE_LETTERS)
    return style.id if style else ""


_WRITERS: dict[str, Callable[["SyntaxTreeNode", _Here], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": _quote,
    "fence": _lines,
    "code_block": _lines,
    "html_block": _lines,
    "hr": _rule,
    "table": _table,
}
