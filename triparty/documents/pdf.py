"""PDF beside Word, printed by LibreOffice where it is installed: PDF/A-2b with its fonts inside, for archives."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import Paper
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.services.files import reading, written_beside
from triparty.services.hand_edits import edited_by_hand
from triparty.services.kept import find
from triparty.services.papers import record_print

PATIENCE = 120
"""Seconds in which LibreOffice must have begun."""

PATIENCE_EACH = 60
"""Seconds it may take for one paper: hundreds of table rows take a dozen."""

_AT_ONCE = 10
"""Papers printed by one start of LibreOffice: a start takes as long as several papers."""

_FILTER = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")

Told = Callable[[int, int], object]
"""Told how many papers of how many are printed."""


def libreoffice() -> str | None:
    """The program that prints, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def absent() -> str:
    """What is said where there is no LibreOffice."""
    return _("There is no LibreOffice on this computer, so no PDF was made. The Word file is there all the same.")


def pdf_beside(db: Database, paper_id: UUID, word: Path) -> Paper:
    """Print the Word file of a paper, as it is now, to a PDF of the same name beside it, and record that.

    A PDF is written over only where it is as it was printed: a scan of the signed paper, or one with notes in it,
    refuses it. Raises RuleError for that too, for want of LibreOffice, and for what LibreOffice cannot print.
    """
    with reading(word):
        content = word.read_bytes()
    place = word.with_suffix(".pdf")
    community_id = db.read(find, Paper, paper_id).community_id
    if db.read(edited_by_hand, community_id, place):
        raise RuleError(
            _("{file} is there already, and not as it was printed here. Move it away first.").format(file=place)
        )
    with TemporaryDirectory(prefix="triparty-") as folder:
        copy = Path(folder) / "paper.docx"
        copy.write_bytes(content)
        (made,) = print_all([copy], Path(folder))
        return db.run(_keep_print, paper_id, made, place)


def print_all(files: Sequence[Path], folder: Path, told: Told | None = None) -> list[Path]:
    """Print Word files of different names into `folder`, and return the PDFs in their order.

    LibreOffice works in a profile of its own, so that neither an open window nor another run is in its way. Raises
    RuleError where it is not installed, does not answer in time, or leaves a paper out.
    """
    program = libreoffice()
    if program is None:
        raise RuleError(absent())
    made: list[Path] = []
    with TemporaryDirectory(prefix="triparty-office-", ignore_cleanup_errors=True) as profile:
        for start in range(0, len(files), _AT_ONCE):
            part = files[start : start + _AT_ONCE]
            _run(program, Path(profile), part, folder)
            made += [_made(file, folder) for file in part]
            if told is not None:
                told(len(made), len(files))
    return made


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of LibreOffice has; 0 where another program hid them in packed objects."""
    return len(_PAGE.findall(pdf))


def _keep_print(session: Session, paper_id: UUID, made: Path, place: Path) -> Paper:
    """Record the PDF of a paper, and put it in its place last: what the database refuses replaces no file."""
    paper = record_print(session, paper_id, hashlib.sha256(made.read_bytes()).hexdigest())
    with written_beside(place) as beside:
        shutil.copyfile(made, beside)
    return paper


def _run(program: str, profile: Path, files: Sequence[Path], folder: Path) -> None:
    """One start of LibreOffice, ended with everything it started when it takes too long."""
    settled = [f"-env:UserInstallation={profile.absolute().as_uri()}", "--headless", "--norestore"]
    command = [program, *settled, "--convert-to", _FILTER, "--outdir", str(folder), *map(str, files)]
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True) as process:
        try:
            process.wait(PATIENCE + PATIENCE_EACH * len(files))
        except subprocess.TimeoutExpired as error:
            raise RuleError(
                _("LibreOffice did not finish in time, so no PDF was made. Close its windows and try again.")
            ) from error
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Leave nothing running: the program that was started only starts another."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()


def _made(file: Path, folder: Path) -> Path:
    """The PDF of a Word file."""
    pdf = folder / f"{file.stem}.pdf"
    if not pdf.is_file():
        raise RuleError(_("LibreOffice made no PDF of {file}. Open it there to see why.").format(file=file.name))
    return pdf
