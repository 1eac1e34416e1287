"""The templates that come with the program, built from the page's numbers; `templates/` holds what this makes.

`python -m triparty.documents.shipped` writes them again. An office edits its own copies in Word or WPS.
"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from meetings_db.models import PaperKind
from triparty.documents.files import write_package
from triparty.documents.shipped.agenda import agenda
from triparty.documents.shipped.archive_directory import archive_directory
from triparty.documents.shipped.ballot_slip import ballot_slip
from triparty.documents.shipped.base import MADE_AT
from triparty.documents.shipped.bulletin import bulletin
from triparty.documents.shipped.calculation import calculation
from triparty.documents.shipped.callback import callback
from triparty.documents.shipped.excerpt import excerpt
from triparty.documents.shipped.handover import handover
from triparty.documents.shipped.minutes import minutes
from triparty.documents.shipped.notice import notice
from triparty.documents.shipped.order import order
from triparty.documents.shipped.owners_result import owners_result
from triparty.documents.shipped.owners_slip import owners_slip
from triparty.documents.shipped.publication import publication
from triparty.documents.shipped.record import record
from triparty.documents.shipped.sign_in import sign_in
from triparty.documents.shipped.sign_off import sign_off
from triparty.documents.shipped.tasks import tasks
from triparty.documents.shipped.tracker import tracker
from triparty.documents.shipped.visit import visit_form, visit_record
from triparty.i18n import LANGUAGES

BUILDERS: dict[PaperKind, Callable[[str], bytes]] = {
    PaperKind.NOTICE: notice,
    PaperKind.AGENDA: agenda,
    PaperKind.SIGN_IN: sign_in,
    PaperKind.MINUTES: minutes,
    PaperKind.TRACKER: tracker,
    PaperKind.CALCULATION: calculation,
    PaperKind.RECORD: record,
    PaperKind.EXCERPT: excerpt,
    PaperKind.SIGN_OFF: sign_off,
    PaperKind.TASKS: tasks,
    PaperKind.BALLOT_SLIP: ballot_slip,
    PaperKind.ORDER: order,
    PaperKind.VISIT_RECORD: visit_record,
    PaperKind.VISIT_FORM: visit_form,
    PaperKind.PUBLICATION: publication,
    PaperKind.CALLBACK: callback,
    PaperKind.BULLETIN: bulletin,
    PaperKind.OWNERS_RESULT: owners_result,
    PaperKind.OWNERS_SLIP: owners_slip,
    PaperKind.ARCHIVE_DIRECTORY: archive_directory,
    PaperKind.HANDOVER: handover,
}


def parts(language: str, kind: PaperKind) -> dict[str, bytes]:
    """The parts of one template by name, `[Content_Types].xml` first."""
    with zipfile.ZipFile(io.BytesIO(BUILDERS[kind](language))) as package:
        names = sorted(package.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return {name: package.read(name) for name in names}


def file_name(kind: PaperKind) -> str:
    """What the template of a kind is called in the folder of its language."""
    return f"{kind.value}.docx"


def write_all(folder: Path) -> list[Path]:
    """Write every template below `folder`, one folder per language; returns the files."""
    written = []
    for language in LANGUAGES:
        (folder / language).mkdir(parents=True, exist_ok=True)
        for kind in BUILDERS:
            path = folder / language / file_name(kind)
            write_package(path, parts(language, kind).items(), MADE_AT)
            written.append(path)
    return written
