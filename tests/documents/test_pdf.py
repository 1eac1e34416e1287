"""PDF beside Word: whole or not at all, never over a scan, and said where LibreOffice is not there."""

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import CommunityBase, Paper, PaperKind
from triparty.documents import pdf
from triparty.rules import RuleError
from triparty.services.directory import found_community
from triparty.services.hand_edits import FileState, edited_by_hand, state_of
from triparty.services.papers import record_paper

_PRINTS = """#!/bin/sh
while [ $# -gt 0 ]; do
  case "$1" in
    -env:*) echo "$1" >> "$0.profiles";;
    --outdir) folder=$2; shift;;
    *.docx) [ -s "$1" ] && printf "%%%%PDF $$ <</Type/Page/A>> <</Type/Pages>> <</Type /Page>>" \\
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
    path = tmp_path / "papers" / "会议纪要.docx"
    path.parent.mkdir()
    path.write_bytes(b"PK")
    return path


@pytest.fixture
def db(tmp_path: Path, blank_file: Path) -> Iterator[Database]:
    """A database with nothing in it."""
    shutil.copyfile(blank_file, tmp_path / "triparty.db")
    database = Database.in_file(tmp_path / "triparty.db", actor="tester")
    yield database
    database.close()


@pytest.fixture
def paper(db: Database, word: Path) -> Paper:
    """The Word file on record."""

    def record(session: Session) -> Paper:
        community = found_community(session, CommunityBase(name="湖畔社区"))
        sha256 = hashlib.sha256(word.read_bytes()).hexdigest()
        about = partial(record_paper, session, community.id, PaperKind.MINUTES, "zh_CN", meeting_id=None)
        return about(snapshot="{}", sha256=sha256, file_name=word.name)

    return db.run(record)


def test_a_pdf_is_beside_the_word_file_and_made_anew(program: Path, word: Path, db: Database, paper: Paper) -> None:
    made = word.with_suffix(".pdf")
    first = pdf.pdf_beside(db, paper.id, word)
    assert first.pdf_sha256 == hashlib.sha256(made.read_bytes()).hexdigest()
    assert pdf.page_count(made.read_bytes()) == 2
    again = pdf.pdf_beside(db, paper.id, word)
    assert again.pdf_sha256 == hashlib.sha256(made.read_bytes()).hexdigest() != first.pdf_sha256
    assert sorted(path.name for path in word.parent.iterdir()) == ["会议纪要.docx", "会议纪要.pdf"]
    profiles = program.with_name("soffice.profiles").read_text().split()
    assert len(set(profiles)) == 2, "each run has a profile of its own"


def test_a_scan_and_a_pdf_somebody_changed_are_not_written_over(
    program: Path, word: Path, db: Database, paper: Paper
) -> None:
    place = word.with_suffix(".pdf")
    place.write_bytes(b"%PDF scanned")
    with pytest.raises(RuleError, match="Move it away"):
        pdf.pdf_beside(db, paper.id, word)
    assert place.read_bytes() == b"%PDF scanned"
    place.unlink()
    sha256 = pdf.pdf_beside(db, paper.id, word).pdf_sha256 or ""
    assert db.read(state_of, paper.community_id, place, sha256) is FileState.AS_WRITTEN
    assert db.read(state_of, paper.community_id, place, paper.sha256) is FileState.ANOTHER
    noted = place.read_bytes() + b"a note"
    place.write_bytes(noted)
    assert db.read(state_of, paper.community_id, place, sha256) is FileState.CHANGED
    with pytest.raises(RuleError, match="Move it away"):
        pdf.pdf_beside(db, paper.id, word)
    assert place.read_bytes() == noted
    place.write_bytes(b"")
    assert not db.read(edited_by_hand, paper.community_id, place), "nobody's work is in it"


def test_what_cannot_be_printed_is_named(program: Path, word: Path, db: Database, paper: Paper) -> None:
    word.write_bytes(b"")
    with pytest.raises(RuleError, match="made no PDF"):
        pdf.pdf_beside(db, paper.id, word)
    assert not word.with_suffix(".pdf").exists()
    with pytest.raises(RuleError, match="no file"):
        pdf.pdf_beside(db, paper.id, word.with_name("gone.docx"))


def test_a_program_that_hangs_is_ended_with_all_it_started(
    program: Path, word: Path, db: Database, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = word.with_name("line")
    os.mkfifo(line)
    heard = os.open(line, os.O_RDONLY | os.O_NONBLOCK)
    program.write_text(f"#!/bin/sh\nexec 3> {line}\nsleep 600 &\nwait\n")
    monkeypatch.setattr(pdf, "PATIENCE", 0.2)
    monkeypatch.setattr(pdf, "PATIENCE_EACH", 0)
    with pytest.raises(RuleError, match="in time"):
        pdf.pdf_beside(db, paper.id, word)
    os.set_blocking(heard, True)
    assert os.read(heard, 1) == b"", "ends when nobody holds the other end any more"
    os.close(heard)


def test_its_absence_is_said(word: Path, db: Database, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(word.parent))
    assert pdf.libreoffice() is None
    with pytest.raises(RuleError, match="no LibreOffice"):
        pdf.pdf_beside(db, paper.id, word)
