"""`triparty demo`: sample data walked along the whole road, its papers written, and the program opened on it."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from triparty.commands.desk import Desk, Json, answer_json
from triparty.commands.opening import in_terminal, open_database, open_program
from triparty.commands.speaking import speak
from triparty.i18n import _, ngettext
from triparty.rules import RuleError
from triparty.settings import Settings


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
    parser.command("demo", help=_("Walk a sample community along the whole road; papers are written into DIR."))(demo)


def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help=_("Where to put it."))] = Path("triparty-demo"),
    json: Json = False,
) -> None:
    """Build the demo in `folder`, or open the one that is there; your own database is never touched."""
    desk: Desk = ctx.obj
    chosen = replace(desk.settings, data=folder.absolute(), papers=folder.absolute(), database="", officer="陈子一")
    done: list[str] = []

    def say(sentence: str) -> None:
        done.append(sentence)
        if not json:
            speak(sentence)

    papers = _build(chosen, say)
    written = [str(path) for path, was_written in papers if was_written]
    kept = [str(path) for path, was_written in papers if not was_written]
    if json:
        answer_json({"database": str(chosen.database_file), "did": done, "papers": written, "kept": kept})
        return
    for path in written:
        speak(path)
    if kept:
        speak(
            ngettext(
                "{count} paper was in {folder} already and stays as it is.",
                "{count} papers were in {folder} already and stay as they are.",
                len(kept),
            ).format(count=len(kept), folder=folder)
        )
    if in_terminal():
        raise typer.Exit(open_program(chosen))
    speak(_("Look at it with: {program} --data {folder}").format(program=sys.argv[0], folder=folder))


def _build(chosen: Settings, say: Callable[[str], None]) -> list[tuple[Path, bool]]:
    """Tell the story into the folder's database where there is none yet, and write the papers that are missing.

    Returns each paper and whether it was written now.
    """
    from meetings_db.engine import Database
    from meetings_db.queries.directory import the_community
    from triparty.demo.story import community_name, tell, write_papers

    file = chosen.database_file
    if not file.exists():
        beside = file.with_suffix(".building")  # renamed when whole: a demo broken off leaves no half database
        beside.unlink(missing_ok=True)
        building = Database.in_file(beside, actor=chosen.officer)
        building.upgrade()
        tell(building, chosen.data, say)
        building.close()
        os.replace(beside, file)
    db = open_database(chosen)
    try:
        community = db.read(the_community)
        if community is None:
            raise RuleError(_("{file} holds no community. Give the demo a folder of its own.").format(file=file))
        if community.name != community_name():
            raise RuleError(
                _("{file} holds {name} and not the sample community. Give the demo a folder of its own.").format(
                    file=file, name=community.name
                )
            )
        return list(write_papers(db, community.id, chosen.papers, chosen.written))
    finally:
        db.close()
