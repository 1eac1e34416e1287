"""The pages of the guide on templates: the list of every field of every paper, behind the explanation.

`python -m tests.house.fields` writes the lists again; what stands above the mark in a page is written by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from triparty.documents.fields import Chain, Kind, Language, bracketed, dotted
from triparty.documents.kinds import KINDS
from triparty.i18n import in_language
from triparty.words import PAPERS

DOCS = Path(__file__).parents[2] / "docs"


@dataclass(frozen=True)
class Page:
    """One page: its file, the language it is in, and its words for the tables."""

    file: Path
    locale: str
    language: Language
    head: str
    kinds: dict[Kind, str]


PAGES = (
    Page(
        DOCS / "templates.md",
        "en",
        "en",
        "| In English | In Chinese | What it is |\n|---|---|---|\n",
        {
            "text": "text",
            "prose": "notes",
            "picture": "picture",
            "flag": "yes or no",
            "list": "list",
            "group": "name of a group",
        },
    ),
    Page(
        DOCS / "templates.zh-CN.md",
        "zh_CN",
        "zh",
        "| 中文写法 | 英文写法 | 类型 |\n|---|---|---|\n",
        {"text": "文字", "prose": "记录", "picture": "图片", "flag": "是否", "list": "列表", "group": "一组字段的总名"},
    ),
)


def written(page: Page) -> str:
    """The page as it must be: what is kept above its mark, and the lists behind it."""
    above, mark, _below = page.file.read_text(encoding="utf-8").partition(" -->\n")
    if not mark:
        raise ValueError(f"{page.file}: the mark behind which the fields are listed is gone")
    return above + mark + "".join(_papers(page))


def _papers(page: Page) -> Iterator[str]:
    say = in_language(page.locale)
    for kind, paper in KINDS.items():
        rows = "".join(_row(chain, page) for chain in paper.schema.chains())
        yield f"\n### {say(PAPERS[kind])} (`{kind.value}.docx`)\n\n{page.head}{rows}"


def _row(chain: Chain, page: Page) -> str:
    """One field as it is written in a template of either language."""
    second: Language = "zh" if page.language == "en" else "en"
    names = [_asked(chain, language) for language in (page.language, second)]
    return f"| {names[0]} | {names[1]} | {page.kinds[chain[-1].kind]} |\n"


def _asked(chain: Chain, language: Language) -> str:
    """How a field is asked for; the name of a group only leads to its fields."""
    name, kind = dotted(chain, language), chain[-1].kind
    if kind == "group":
        return f"{name}."
    word = {"list": ("每个 ", "each "), "flag": ("若有 ", "if ")}.get(kind, ("", ""))[language == "en"]
    return f"`{bracketed(word + name)}`"


def main() -> None:
    """Write both pages."""
    for page in PAGES:
        page.file.write_text(written(page), encoding="utf-8")


if __name__ == "__main__":
    main()
