"""The papers as LibreOffice prints them: within the margins, 22 lines of 28 characters, every page numbered."""

import os
import shutil
import subprocess
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from meetings_db.models import PaperKind
from tests.documents.papers import MADE, a_picture
from tests.documents.rooms import make_room
from tests.documents.samples import values_of
from triparty.documents.kinds import KINDS
from triparty.documents.papers import template_path
from triparty.documents.shipped import BUILDERS
from triparty.documents.shipped.styles import EN_PAGE, GB_PAGE, WIDE_PAGE, Page
from triparty.documents.template import compile_template, write
from triparty.i18n import LANGUAGES

_WIDE = (
    PaperKind.SIGN_IN,
    PaperKind.TRACKER,
    PaperKind.CALCULATION,
    PaperKind.TASKS,
    PaperKind.OWNERS_RESULT,
    PaperKind.ARCHIVE_DIRECTORY,
    PaperKind.HANDOVER,
)
every = pytest.mark.parametrize(("language", "kind"), [(language, kind) for language in LANGUAGES for kind in BUILDERS])


def _needed(program: str) -> None:
    if shutil.which(program) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is missing, and this run must not skip it")
        pytest.skip(f"{program} is not installed, and renders the papers")


@lru_cache
def _standing_in_for(font: str) -> str:
    """The font that prints where the standard's is named."""
    return subprocess.run(["fc-match", font], capture_output=True, text=True, check=True).stdout


def values(kind: PaperKind, language: str, notes: str | None = None) -> dict[str, Any]:
    """The sample's values; `notes` replace those of the first item."""
    room = make_room(language)
    if notes is not None:
        room.items[0].notes = notes
    return values_of(kind, room, language)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every paper in both languages as PDF, and minutes full of text: one start of LibreOffice."""
    _needed("soffice")
    folder = tmp_path_factory.mktemp("printed")
    wanted = [(f"{kind.value}-{language}", kind, language, None) for language in LANGUAGES for kind in BUILDERS]
    full = "会议听取了物业项目部关于近期情况的说明居民代表反映夜间车辆停放最为集中社区微型消防站出警受阻" * 40
    for name, kind, language, notes in [*wanted, ("full", PaperKind.MINUTES, "zh_CN", full)]:
        write(
            compile_template(template_path(kind, language)),
            values(kind, language, notes),
            folder / f"{name}.docx",
            schema=KINDS[kind].schema,
            properties=MADE,
            pictures=a_picture,
        )
    profile = tmp_path_factory.mktemp("profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        + [str(path) for path in sorted(folder.glob("*.docx"))],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder


def page_of(kind: PaperKind, language: str) -> Page:
    """The page a paper is printed on."""
    return WIDE_PAGE if kind in _WIDE else GB_PAGE if language == "zh_CN" else EN_PAGE


@every
def test_nothing_stands_beyond_the_margins(printed: Path, language: str, kind: PaperKind) -> None:
    page = page_of(kind, language)
    left, right = page.left / 20, (page.width - page.right) / 20
    # Punctuation may hang over the edge by one character (GB/T 15834, and every word processor for Chinese).
    hanging = 17
    with pdfplumber.open(printed / f"{kind.value}-{language}.pdf") as paper:
        for sheet in paper.pages:
            assert (round(sheet.width), round(sheet.height)) == (round(page.width / 20), round(page.height / 20))
            letters = [char for char in sheet.chars if char["text"].strip()]
            assert min(char["x0"] for char in letters) >= left - 1
            assert max(char["x1"] for char in letters) <= right + hanging
            rules = [*sheet.lines, *sheet.rects]
            assert all(left - 6 <= rule["x0"] and rule["x1"] <= right + 6 for rule in rules)
            assert max(char["bottom"] for char in letters) <= sheet.height - 18


@every
def test_every_page_has_its_number_and_a_draft_says_so(printed: Path, language: str, kind: PaperKind) -> None:
    covers = kind is PaperKind.ARCHIVE_DIRECTORY
    with pdfplumber.open(printed / f"{kind.value}-{language}.pdf") as paper:
        assert not covers or not paper.pages[0].extract_text().endswith("1")
        for number, sheet in enumerate(paper.pages[covers:], 1):
            text = sheet.extract_text()
            assert text.splitlines()[-1] in (f"— {number} —", str(number))
            if kind is PaperKind.MINUTES:
                assert text.splitlines()[0].replace("\u3000", " ") in ("草 稿", "草稿", "DRAFT")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_of_an_owners_vote_stands_on_one_page(printed: Path, language: str) -> None:
    with pdfplumber.open(printed / f"owners_result-{language}.pdf") as paper:
        assert len(paper.pages) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_directory_has_its_cover_and_its_heading_on_every_page(printed: Path, language: str) -> None:
    with pdfplumber.open(printed / f"archive_directory-{language}.pdf") as paper:
        cover, *pages = [page.extract_text() for page in paper.pages]
    assert all(said in cover for said in ("Z109", "2026", "永久", "三方联席会议"))
    assert len(pages) > 1
    assert all(("档号" if language == "zh_CN" else "Record number") in page for page in pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_is_left_alone_at_the_foot_of_a_page(printed: Path, language: str) -> None:
    titles = {item["title"] for item in values(PaperKind.MINUTES, language)["items"]}
    with pdfplumber.open(printed / f"minutes-{language}.pdf") as paper:
        for sheet in paper.pages:
            last = sheet.extract_text().splitlines()[-2]
            assert not any(last.endswith(title) and last[0] in "一二三四五六七八九十123456789" for title in titles)
            assert last not in ("（一）讨论情况", "（二）会议结论", "Discussion", "Outcome")


def test_a_full_page_has_22_lines_of_28_characters(printed: Path) -> None:
    if "FangSong" not in _standing_in_for("仿宋_GB2312") and "FandolFang" not in _standing_in_for("仿宋_GB2312"):
        pytest.skip("no 仿宋 font is installed (FandolFang with an alias), and the grid is measured with it")
    with pdfplumber.open(printed / "full.pdf") as paper:
        body = [char for char in paper.pages[1].chars if char["size"] > 15.5 and char["text"].strip()]
    lines = Counter(round(char["top"]) for char in body)
    assert len(lines) == 22
    assert set(lines.values()) == {28}
    assert min(char["x0"] for char in body) == pytest.approx(28 / 25.4 * 72, abs=1)
    assert max(char["x1"] for char in body) == pytest.approx(184 / 25.4 * 72, abs=3)
