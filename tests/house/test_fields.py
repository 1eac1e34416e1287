"""The pages on templates list every field there is, and their examples are right."""

import re
from pathlib import Path

import pytest

from meetings_db.models import PaperKind
from tests.documents.papers import docx, p, row, table
from tests.house.fields import PAGES, Page, written
from triparty.documents.kinds import KINDS
from triparty.documents.template import check_fields, compile_template

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file.name)


@pages
def test_the_lists_are_what_the_papers_know(page: Page) -> None:
    assert page.file.read_text(encoding="utf-8") == written(page), "run: python -m tests.house.fields"


@pages
def test_the_examples_are_right(tmp_path: Path, page: Page) -> None:
    above = page.file.read_text(encoding="utf-8").partition("<!--")[0]
    paragraphs = re.findall(r"^> (.+)$", above, re.MULTILINE)
    cells = [line.strip("| ").split(" | ") for line in above.splitlines() if re.match(r"\| (\{\{|【)", line)]
    assert (len(paragraphs), len(cells)) == (8, 1)
    template = docx(tmp_path / "t.docx", "".join(map(p, paragraphs)) + "".join(table(row(*line)) for line in cells))
    assert check_fields(compile_template(template), KINDS[PaperKind.MINUTES].schema) == []


@pages
def test_the_mistakes_are_mistakes(tmp_path: Path, page: Page) -> None:
    above = page.file.read_text(encoding="utf-8").partition("<!--")[0]
    wrong = [found for line in above.splitlines() if (found := re.match(r"\|[^|`]*`([^`]+)`.* \| ", line))]
    assert len(wrong) == 7
    for found in wrong:
        beside = "甲" if found[1].startswith(("{{ if", "【若有")) else ""
        template = compile_template(docx(tmp_path / "t.docx", p(found[1] + beside)))
        assert check_fields(template, KINDS[PaperKind.MINUTES].schema) != [], found[1]


@pages
def test_the_two_pages_say_the_same(page: Page) -> None:
    shape = re.findall(r"^(#+|<!--|\|[-|]+\|)", page.file.read_text(encoding="utf-8"), re.MULTILINE)
    first = re.findall(r"^(#+|<!--|\|[-|]+\|)", PAGES[0].file.read_text(encoding="utf-8"), re.MULTILINE)
    assert shape == first
