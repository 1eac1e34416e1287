"""PDF beside Word: whole or not at all, never over a scan, and said where LibreOffice is not there."""

import os
import stat
from pathlib import Path

import pytest

from triparty.documents import pdf
from triparty.rules import RuleError

_PRINTS = """#!/bin/sh
while [ $# -gt 0 ]; do
  case "$1" in
    -env:*) echo "$1" >> "$0.profiles";;
    --outdir) folder=$2; shift;;
    *.docx) [ -s "$1" ] && printf '%%PDF <pdf:Producer>LibreOffice <</Type/Page/A>> <</Type/Pages>> <</Type /Page>>' \\
        > "$folder/$(basename "$1" .docx).pdf";;
  esac
  shift
done
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that stands in for LibreOffice: it prints what is not empty."""
    path = tmp_path / "bin" / "soffice"
    path.parent.mkdir()
    path.write_text(_PRINTS)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{path.parent}:/usr/bin:/bin")
    return path


@pytest.fixture
def word(tmp_path: Path) -> Path:
    """A Word file."""
    path = tmp_path / "会议纪要.docx"
    path.write_bytes(b"PK")
    return path


def test_a_pdf_is_beside_the_word_file_and_made_anew(program: Path, word: Path) -> None:
    first = pdf.pdf_beside(word)
    assert first == word.with_suffix(".pdf")
    assert pdf.page_count(first.read_bytes()) == 2
    assert pdf.pdf_beside(word) == first
    assert sorted(path.name for path in word.parent.iterdir()) == ["bin", "会议纪要.docx", "会议纪要.pdf"]
    profiles = program.with_name("soffice.profiles").read_text().split()
    assert len(set(profiles)) == 2, "each run has a profile of its own"


def test_a_scan_of_the_signed_paper_is_not_written_over(program: Path, word: Path) -> None:
    scan = word.with_suffix(".pdf")
    scan.write_bytes(b"%PDF scanned")
    with pytest.raises(RuleError, match="Move it away"):
        pdf.pdf_beside(word)
    assert scan.read_bytes() == b"%PDF scanned"


def test_what_cannot_be_printed_is_named(program: Path, word: Path) -> None:
    word.write_bytes(b"")
    with pytest.raises(RuleError, match="made no PDF"):
        pdf.pdf_beside(word)
    assert not word.with_suffix(".pdf").exists()
    with pytest.raises(RuleError, match="no file"):
        pdf.pdf_beside(word.with_name("gone.docx"))


def test_a_program_that_hangs_is_ended_with_all_it_started(
    program: Path, word: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = word.with_name("line")
    os.mkfifo(line)
    heard = os.open(line, os.O_RDONLY | os.O_NONBLOCK)
    program.write_text(f"#!/bin/sh\nexec 3> {line}\nsleep 600 &\nwait\n")
    monkeypatch.setattr(pdf, "PATIENCE", 0.2)
    monkeypatch.setattr(pdf, "PATIENCE_EACH", 0)
    with pytest.raises(RuleError, match="in time"):
        pdf.pdf_beside(word)
    os.set_blocking(heard, True)
    assert os.read(heard, 1) == b"", "ends when nobody holds the other end any more"
    os.close(heard)


def test_its_absence_is_said(word: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(word.parent))
    assert pdf.libreoffice() is None
    with pytest.raises(RuleError, match="no LibreOffice"):
        pdf.pdf_beside(word)
