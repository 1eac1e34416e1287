"""`triparty notice|agenda|signin|minutes|tracker`: the papers of a meeting, and the follow-up tracker."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty.commands.desk import Desk, Json, answer, desk_of
from triparty.commands.finding import item_called, room_called
from triparty.commands.meeting_views import Ordinal
from triparty.commands.plain import plain
from triparty.commands.progress import progress_of
from triparty.commands.speaking import speak
from triparty.commands.words import LanguageWord, PaperWord, said
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.words import PAPERS

if TYPE_CHECKING:
    from meetings_db.models import Paper
    from triparty.documents.kinds.publication import Publication

Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help=_("Where to write it; in the folder of papers unless told.")),
]
Language = Annotated[
    LanguageWord | None, typer.Option(help=_("The paper's language; that of the settings unless told."))
]
OfMeeting = Annotated[str, typer.Option("--meeting", metavar="MEETING", help=_("Only the actions of one meeting."))]
StillOpen = Annotated[bool, typer.Option("--open", help=_("Only those not finished."))]
Pdf = Annotated[bool, typer.Option("--pdf", help=_("Also as PDF beside it, where LibreOffice is installed."))]
Overwrite = Annotated[
    bool | None,
    typer.Option(
        "--overwrite/--beside",
        help=_("Over a file that was changed by hand, or beside it under a name of its own; refused unless told."),
        show_default=False,
    ),
]


def add_to(parser: typer.Typer) -> None:
    """Add the commands to the parser."""
    parser.command("notice", help=_("Write the notice of a meeting."))(of_meeting("notice"))
    parser.command("agenda", help=_("Write the agenda of a meeting."))(of_meeting("agenda"))
    parser.command("signin", help=_("Write the sign-in sheet of a meeting."))(of_meeting("sign_in"))
    parser.command("minutes", help=_("Write the minutes of a meeting: a draft until they are made final."))(minutes)
    parser.command("tracker", help=_("Write the follow-up tracker, for Word or Excel."))(of_actions("tracker"))


def of_meeting(kind: PaperWord) -> Callable[..., None]:
    """The command that writes a paper of a whole meeting."""

    def command(
        ctx: typer.Context,
        meeting: Ordinal,
        output: Output = None,
        language: Language = None,
        pdf: Pdf = False,
        overwrite: Overwrite = None,
        json: Json = False,
    ) -> None:
        write(desk_of(ctx), kind, meeting, output, language, pdf=pdf, overwrite=overwrite, json=json)

    return command


def of_actions(kind: PaperWord) -> Callable[..., None]:
    """The command that writes a paper of the actions of a meeting, or of all."""

    def command(
        ctx: typer.Context,
        output: Output = None,
        meeting: OfMeeting = "",
        still_open: StillOpen = False,
        language: Language = None,
        pdf: Pdf = False,
        overwrite: Overwrite = None,
        json: Json = False,
    ) -> None:
        desk = desk_of(ctx)
        write(desk, kind, meeting, output, language, still_open=still_open, pdf=pdf, overwrite=overwrite, json=json)

    return command


def minutes(
    ctx: typer.Context,
    meeting: Ordinal,
    output: Output = None,
    language: Language = None,
    draft: Annotated[bool, typer.Option("--draft", help=_("A draft on purpose, of minutes that are final."))] = False,
    pdf: Pdf = False,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """Write the minutes: a draft that says so until `triparty meeting finalise`, from then on the final ones."""
    write(desk_of(ctx), "minutes", meeting, output, language, draft=draft, pdf=pdf, overwrite=overwrite, json=json)


def write(
    desk: Desk,
    kind: PaperWord,
    meeting: str,
    output: Path | None,
    language: str | None,
    *,
    json: bool = False,
    **more: Any,
) -> None:
    """Write one paper and say where it is; `more` as `made` takes it."""
    facts, sentence = made(desk, kind, meeting, output, language, **more)
    answer(facts, sentence, json=json)


def made(
    desk: Desk,
    kind: PaperWord,
    meeting: str,
    output: Path | None,
    language: str | None,
    *,
    draft: bool = False,
    still_open: bool = False,
    item: str = "",
    about: tuple[str, str] = ("", ""),
    publication: "Publication | None" = None,
    pdf: bool = False,
    overwrite: bool | None = None,
) -> tuple[dict[str, Any], str]:
    """Write one paper; returns it with its place, and a sentence that says where it is.

    `item` is the number of the item it is about; of what is no item, `about` is the subject and its name in a file's.
    With `pdf` also as PDF beside it; that LibreOffice is not there is said, and is no failure.
    """
    from meetings_db.models import MeetingStatus, PaperKind
    from triparty.documents.papers import write_paper
    from triparty.services.hand_edits import edited_by_hand

    room = room_called(desk, meeting) if meeting else None
    spoken = language or desk.settings.written
    ordinal = room.meeting.ordinal if room else None
    is_final = room is not None and room.meeting.status is MeetingStatus.FINAL
    if room and item:
        found = item_called(room, item)
        about = found.id.hex, str(found.position)
    path = _place(desk, kind, (str(ordinal or ""), about[1]), spoken, output)
    if pdf and path.suffix.lower() == ".xlsx":
        raise RuleError(_("Only Word files are printed to PDF. Give {file} the ending .docx.").format(file=path))
    edited = desk.db.read(edited_by_hand, desk.community.id, path)
    if edited and overwrite is None:
        raise RuleError(_edited(path, kind))
    paper = write_paper(
        desk.db,
        PaperKind(kind),
        path,
        meeting_id=room.meeting.id if room else None,
        community_id=desk.community.id,
        language=spoken,
        templates=desk.settings.templates,
        final=kind == "minutes" and is_final and not draft,
        open_only=still_open,
        subject=about[0],
        publication=publication,
        beside=edited and overwrite is False,
    )
    path = path.with_name(paper.file_name)
    sentence = _("{paper} written: {file}").format(paper=said(PAPERS, kind), file=path)
    printed = _printed(desk, paper, path) if pdf else None
    place = str(path.with_suffix(".pdf")) if printed else None
    if place:
        sentence += " " + _("As PDF: {file}").format(file=place)
    facts = {name: value for name, value in plain(printed or paper).items() if name != "snapshot"}
    return {**facts, "file": str(path), "meeting": ordinal, **({"pdf": place} if pdf else {})}, sentence


def _printed(desk: Desk, paper: "Paper", word: Path) -> "Paper | None":
    """The paper with its PDF beside it; None, and that is said, where there is no LibreOffice."""
    from triparty.documents.pdf import absent, libreoffice, pdf_beside

    if libreoffice() is None:
        speak(absent(), wrong=True)
        return None
    with progress_of(_("Printing {file}").format(file=word.name)):
        return pdf_beside(desk.db, paper.id, word)


def _place(desk: Desk, kind: str, about: tuple[str, ...], language: str, output: Path | None) -> Path:
    """Where a paper goes, named after what it is about; a folder gets the usual name."""
    from triparty.services.files import safe_name

    usual = "-".join(filter(None, (kind, *map(safe_name, about)))) + f".{language}.docx"
    if output is None:
        desk.settings.papers.mkdir(parents=True, exist_ok=True)
        return desk.settings.papers / usual
    if output.is_dir():
        return output / usual
    if output.suffix.lower() not in (".docx", ".xlsx"):
        raise RuleError(_("{file}: give it the ending .docx, or .xlsx for a tracker.").format(file=output))
    return output


def _edited(path: Path, kind: PaperWord) -> str:
    """That a file was changed by hand, and the ways to go on."""
    told = _(
        "{file} is there already, and not as this program wrote it. It was kept. "
        "--beside writes the new one beside it, --overwrite over it."
    ).format(file=path)
    if kind in ("minutes", "tracker"):
        told += " " + _("“triparty import {file} --as {kind}” shows what was changed by hand, to take it over.").format(
            file=path, kind=kind
        )
    return told
