"""`triparty photo`: what was seen, of a visit, an issue or an action."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from triparty.commands.desk import Desk, Json, answer, answer_json, answer_rows, desk_of
from triparty.commands.finding import PHOTO_DIGITS, action_called, issue_called, photo_called, visit_called
from triparty.commands.plain import plain
from triparty.commands.progress import progress_of
from triparty.commands.speaking import speak
from triparty.commands.times import shown
from triparty.commands.words import PhaseWord, ThingWord, said
from triparty.i18n import _
from triparty.words import PHASES

if TYPE_CHECKING:
    from meetings_db.models import Photo
    from meetings_db.queries.photos import Pictured

Thing = Annotated[ThingWord, typer.Argument(metavar="THING", help="visit | issue | action")]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help=_("Its number, or the end of it: 147."))]
_MEANT = _(
    "Its place in `triparty photo list`, its whole file name, or at least 4 characters of the sign listed there."
)
Called = Annotated[str, typer.Argument(metavar="PHOTO", help=_MEANT)]
Caption = Annotated[str | None, typer.Option(help=_("What is to be seen."))]
Phase = Annotated[PhaseWord | None, typer.Option(help=_("How it was before something was done, or after."))]


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("Photos of visits, issues and actions."), no_args_is_help=True)
    noun.command("list", help=_("List the photos of a visit, an issue or an action."))(list_photos)
    noun.command("add", help=_("Attach photos; without the place they were taken at, turned upright, downscaled."))(add)
    noun.command("edit", help=_("Change what is said of a photo."))(edit)
    noun.command("export", help=_("Write photos as JPEG files."))(export)
    noun.command("remove", help=_("Take a photo off."))(remove)
    parser.add_typer(noun, name="photo")


def list_photos(ctx: typer.Context, thing: Thing, number: Number, json: Json = False) -> None:
    """List the photos of one thing in the order they were attached."""
    desk = desk_of(ctx)
    photos = _photos(desk, *_called(desk, thing, number)[:2])
    if json:
        answer_json(photos)
        return
    lines = [
        (
            place,
            photo.sha256[:PHOTO_DIGITS],
            said(PHASES, photo.phase) if photo.phase != "none" else "",
            photo.caption,
            photo.file_name,
            f"{photo.width}×{photo.height}",
            shown(photo.taken_at) if photo.taken_at else "",
        )
        for place, photo in enumerate(photos, 1)
    ]
    headings = (_("No."), _("Photo"), _("Phase"), _("Caption"), _("File"), _("Size"), _("Taken"))
    answer_rows(headings, lines, empty=_("No photo yet: `triparty photo add THING NUMBER FILE` attaches one."))


def add(
    ctx: typer.Context,
    thing: Thing,
    number: Number,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help=_("Pictures, or folders of them."))],
    caption: Caption = None,
    phase: Phase = None,
    json: Json = False,
) -> None:
    """Attach photos, each by itself: one that is refused is told and stops no other. Answers with a list in JSON."""
    from meetings_db.models import PhotoPhase
    from triparty.intake.photo import attach_files, pictures_in

    desk = desk_of(ctx)
    kind, key, title = _called(desk, thing, number)
    shows = PhotoPhase(phase or "none")
    with progress_of(_("Attaching photos to {number}").format(number=title)) as progress:
        found = pictures_in(files)
        taken = attach_files(desk.db, kind, key, found, caption=caption or "", phase=shows, progress=progress)
    for each in taken:
        if each.photo is None:
            speak(each.problem, wrong=True)
        elif not json:
            speak(_("Photo {name} is attached to {number}.").format(name=each.photo.file_name, number=title))
    if json:
        answer_json([each.photo or {"file": str(each.file), "error": each.problem} for each in taken])
    if not all(each.photo for each in taken):
        raise typer.Exit(1)


def edit(
    ctx: typer.Context,
    thing: Thing,
    number: Number,
    photo: Called,
    caption: Caption = None,
    phase: Phase = None,
    json: Json = False,
) -> None:
    """Change what is said of a photo; what is not named stays."""
    from meetings_db.models import PhotoBase
    from triparty.services.photos import edit_photo

    desk = desk_of(ctx)
    row = photo_called(_photos(desk, *_called(desk, thing, number)[:2]), photo)
    given = {name: value for name, value in (("caption", caption), ("phase", phase)) if value is not None}
    before = {name: getattr(row, name) for name in PhotoBase.model_fields}
    changed = desk.db.run(edit_photo, row.id, row.version, PhotoBase.model_validate({**before, **given}))
    answer(changed, _("Photo {name} is changed.").format(name=changed.file_name), json=json)


def export(
    ctx: typer.Context,
    thing: Thing,
    number: Number,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help=_("The folder they are written to."))],
    photo: Annotated[
        list[str] | None,
        typer.Argument(metavar="PHOTO", help=_("Which photos; all of them unless told.") + " " + _MEANT),
    ] = None,
    json: Json = False,
) -> None:
    """Write photos into a folder; a file that is there and is another picture stays."""
    from triparty.documents.photos import export_photos

    desk = desk_of(ctx)
    kind, key, title = _called(desk, thing, number)
    there = _photos(desk, kind, key)
    wanted = [photo_called(there, each) for each in photo] if photo else there
    with progress_of(_("Writing photos of {number}").format(number=title)) as progress:
        paths = export_photos(desk.db, wanted, output, title, progress=progress)
    if json:
        answer_json([{**plain(each), "file": str(path)} for each, path in zip(wanted, paths, strict=True)])
        return
    answer_rows(
        (_("Photo"), _("File")),
        [(each.file_name, path) for each, path in zip(wanted, paths, strict=True)],
        empty=_("{number} has no photo.").format(number=title),
    )


def remove(ctx: typer.Context, thing: Thing, number: Number, photo: Called, json: Json = False) -> None:
    """Take a photo off; its picture stays in the database, so that this can be taken back."""
    from triparty.services.photos import remove_photo

    desk = desk_of(ctx)
    kind, key, title = _called(desk, thing, number)
    row = photo_called(_photos(desk, kind, key), photo)
    removed = desk.db.run(remove_photo, row.id, row.version)
    sentence = _("Photo {name} is taken off {number}.").format(name=removed.file_name, number=title)
    answer(removed, sentence, json=json)


def _called(desk: Desk, thing: ThingWord, number: str) -> "tuple[Pictured, UUID, str]":
    """The kind, key and number of the thing that is meant."""
    from meetings_db.models import Action, Issue, Visit

    if thing == "visit":
        visit = visit_called(desk, number)
        return Visit, visit.id, visit.number
    if thing == "issue":
        issue = issue_called(desk, number)
        return Issue, issue.id, issue.number
    action = action_called(desk, number)
    return Action, action.id, action.number


def _photos(desk: Desk, kind: "Pictured", key: UUID) -> "Sequence[Photo]":
    """The photos of a thing."""
    from meetings_db.queries.photos import photos_of

    return desk.db.read(photos_of, kind, key)
