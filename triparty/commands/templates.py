"""`triparty templates`: the Word templates papers are written from, checked and copied out to be edited."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty import settings
from triparty.commands.desk import Desk, Json, answer_json, answer_rows, desk_of
from triparty.commands.speaking import speak
from triparty.commands.words import PaperWord, said
from triparty.i18n import LANGUAGES, _
from triparty.rules import RuleError
from triparty.words import PAPERS

if TYPE_CHECKING:
    from meetings_db.models import PaperKind


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("The Word templates papers are written from."), no_args_is_help=True)
    noun.command("list", help=_("List the template of each paper, and whose it is."))(list_templates)
    noun.command("check", help=_("Check templates: every mistake with its place."))(check)
    noun.command("export", help=_("Copy the templates into DIR, to be edited in Word or WPS."))(export)
    parser.add_typer(noun, name="templates")


def list_templates(ctx: typer.Context, json: Json = False) -> None:
    """List which template each paper is written from."""
    rows = _in_use(desk_of(ctx))
    if json:
        answer_json(rows)
        return
    lines = [
        (said(PAPERS, row["kind"]), row["language"], _("your own") if row["own"] else _("shipped"), row["file"])
        for row in rows
    ]
    answer_rows((_("Paper"), _("Language"), _("Template"), _("File")), lines, empty="")


def check(
    ctx: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE|DIR]")] = None,
    kind: Annotated[
        PaperWord | None, typer.Option(help=_("The paper FILE is for, where its name does not say."))
    ] = None,
    json: Json = False,
) -> None:
    """Check these templates, those in a folder, or all in use; exit 1 when one has a mistake."""
    if files:
        wanted = [each for path in files for each in (_in_folder(path, kind) if path.is_dir() else [_one(path, kind)])]
    else:
        wanted = [(Path(row["file"]), row["kind"]) for row in _in_use(desk_of(ctx))]
    found = [{"file": str(path), "kind": word, "problems": _problems(path, word)} for path, word in wanted]
    if json:
        answer_json(found)
    else:
        for each in found:
            speak(f"{each['file']}: " + (_("has mistakes") if each["problems"] else _("in order")))
            for problem in each["problems"]:
                speak(f"- {problem}")
    if any(each["problems"] for each in found):
        raise typer.Exit(1)


def export(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help=_("Also over templates that are there."))] = False,
    use: Annotated[bool, typer.Option("--use", help=_("Write papers from these from now on."))] = False,
    json: Json = False,
) -> None:
    """Copy the shipped templates into a folder; what is there already stays as it is."""
    from triparty.documents.papers import template_path
    from triparty.documents.shipped import BUILDERS, file_name
    from triparty.services.files import written_beside

    written, kept = [], []
    for language in LANGUAGES:
        (folder / language).mkdir(parents=True, exist_ok=True)
        for kind in BUILDERS:
            path = folder / language / file_name(kind)
            if path.exists() and not overwrite:
                kept.append(str(path))
                continue
            with written_beside(path) as beside:
                beside.write_bytes(template_path(kind, language).read_bytes())
            written.append(str(path))
    desk = desk_of(ctx)
    if use:
        desk.settings = settings.save(desk.settings, templates=folder.absolute())
    if json:
        answer_json({"written": written, "kept": kept, "in_use": use})
        return
    for name in written:
        speak(name)
    for name in kept:
        speak(_("{file} was there and stays as it is; --overwrite replaces it.").format(file=name))
    if not use:
        speak(_("Papers are written from these once you say --use, or set templates in the settings."))


def _in_use(desk: Desk) -> list[dict[str, Any]]:
    """The template of each paper in each language."""
    from triparty.documents.papers import template_path
    from triparty.documents.shipped import BUILDERS

    own = desk.settings.templates
    rows = []
    for language in LANGUAGES:
        for kind in BUILDERS:
            path = template_path(kind, language, own)
            mine = own is not None and path.is_relative_to(own)
            rows.append({"kind": kind.value, "language": language, "own": mine, "file": str(path)})
    return rows


def _in_folder(folder: Path, kind: PaperWord | None) -> "list[tuple[Path, PaperKind]]":
    """The templates in a folder, or in its folders of the languages; `kind` is for what no paper is called."""
    from meetings_db.models import PaperKind

    there = sorted(path for path in (*folder.glob("*.docx"), *folder.glob("*/*.docx")) if path.name[0] not in "~.")
    if not there:
        raise RuleError(_("{folder}: there is no template in it.").format(folder=folder))
    return [(path, PaperKind(path.stem)) if path.stem in PAPERS else _one(path, kind) for path in there]


def _one(path: Path, kind: PaperWord | None) -> "tuple[Path, PaperKind]":
    """A template and the paper it is for."""
    from meetings_db.models import PaperKind

    if not path.exists():
        raise RuleError(_("There is no file {file}; check the name.").format(file=path))
    return path, PaperKind(kind) if kind else _kind_of(path)


def _kind_of(path: Path) -> "PaperKind":
    """The paper a template is for, by its file's name."""
    from meetings_db.models import PaperKind

    try:
        return PaperKind(path.stem)
    except ValueError:
        raise RuleError(
            _("{file}: its name is none of {names}. Say with --kind which paper it is for.").format(
                file=path, names=", ".join(f"{word}.docx" for word in PAPERS)
            )
        ) from None


def _problems(path: Path, kind: str) -> list[str]:
    """Every mistake of a template as a sentence."""
    from meetings_db.models import PaperKind
    from triparty.documents.kinds import KINDS
    from triparty.documents.template import check_fields, compile_template

    try:
        return check_fields(compile_template(path), KINDS[PaperKind(kind)].schema)
    except RuleError as problem:
        return list(problem.reasons)
