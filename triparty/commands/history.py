"""`triparty history`: what was done, what it changed, and taking it back."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty.commands.desk import Json, answer_json, answer_rows, desk_of
from triparty.commands.finding import action_called, issue_called, visit_called
from triparty.commands.opening import in_terminal
from triparty.commands.plain import plain
from triparty.commands.speaking import speak
from triparty.commands.times import shown
from triparty.i18n import _, ngettext

if TYPE_CHECKING:
    from uuid import UUID

    from meetings_db.queries.history import DeedLine
    from triparty.commands.desk import Desk
    from triparty.services.telling import Told
    from triparty.services.undoing import Undoing

Turn = Annotated[int, typer.Argument(metavar="TURN", help=_("The deed, by the number in the list."))]


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("What was done, what it changed, and taking it back."), no_args_is_help=True)
    noun.command("list", help=_("List the deeds, newest first."))(list_deeds)
    noun.command("show", help=_("Show what a deed changed."))(show)
    noun.command("undo", help=_("Take a deed back; shows what changes, and asks."))(undo)
    parser.add_typer(noun, name="history")


def list_deeds(
    ctx: typer.Context,
    of: Annotated[
        str, typer.Option(metavar="NUMBER", help=_("Of one issue, visit (V…) or action (A…), by its number."))
    ] = "",
    limit: Annotated[int, typer.Option(min=1, help=_("At most so many."))] = 50,
    json: Json = False,
) -> None:
    """List the deeds of one thing or of everything."""
    from meetings_db.queries.history import deeds
    from meetings_db.queries.paging import page_beyond
    from triparty.services.telling import about

    desk = desk_of(ctx)
    thing = _thing(desk, of) if of else None
    lines = desk.db.read(
        lambda session: [
            (line, about(session, line)) for line in page_beyond(session, deeds(session, thing), None, limit).lines
        ]
    )
    if json:
        answer_json([{**_facts(line), "about": said} for line, said in lines])
        return
    rows = [
        (line.seq, shown(line.at), _called(line), said, line.actor, _("taken back") * line.taken_back)
        for line, said in lines
    ]
    heads = (_("Turn"), _("When"), _("What was done"), _("About"), _("Who"), "")
    answer_rows(heads, rows, empty=_("Nothing has been done yet."))


def show(ctx: typer.Context, turn: Turn, json: Json = False) -> None:
    """Show what a deed changed, before and after."""
    from meetings_db.queries.history import changes, deed
    from triparty.rules import RuleError
    from triparty.services.telling import tell_changes

    desk = desk_of(ctx)
    line = desk.db.read(deed, turn)
    if line is None:
        raise RuleError(_("The history has no deed {number}.").format(number=turn))
    told, more = desk.db.read(lambda session: tell_changes(session, changes(session, turn)))
    if json:
        answer_json({**_facts(line), "changes": told, "more": more})
        return
    _tell(line, told, more)


def undo(
    ctx: typer.Context,
    turn: Turn,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do it, without asking."))] = False,
    json: Json = False,
) -> None:
    """Show what taking a deed back changes; do it with --yes, or when a person at the terminal says so."""
    from triparty.rules import RuleError
    from triparty.services import undoing

    desk = desk_of(ctx)
    seen = desk.db.read(undoing.weigh, turn)
    if seen.reasons:
        raise RuleError(*seen.reasons)
    if not json:
        _tell(seen.deed, seen.differences, seen.more)
    sure = yes or (not json and in_terminal() and typer.confirm(_("Take it back?")))
    if sure:
        desk.db.run(undoing.undo, turn)
    if json:
        answer_json(_undone(seen, sure))
    elif sure:
        speak(_("Taken back: {deed}").format(deed=_called(seen.deed)))
    else:
        speak(_("Nothing was changed. Add --yes to take it back."))


def _undone(seen: "Undoing", done: bool) -> dict[str, Any]:
    """A deed taken back, or shown only, as JSON has it."""
    return {**_facts(seen.deed), "differences": seen.differences, "more": seen.more, "done": done}


def _thing(desk: "Desk", called: str) -> "tuple[str, UUID]":
    """What a number means: `V…` a visit, `A…` an action, anything else an issue."""
    match called.strip().upper()[:1]:
        case "V":
            return "visit", visit_called(desk, called).id
        case "A":
            return "action", action_called(desk, called).id
    return "issue", issue_called(desk, called).id


def _called(line: "DeedLine") -> str:
    """What was done, in words."""
    from triparty.history_words import deed_called

    return deed_called(line.deed, line.of, line.first)


def _facts(line: "DeedLine") -> dict[str, Any]:
    """A deed as JSON has it."""
    facts = plain(line)
    return {
        "turn": line.seq,
        "said": _called(line),
        **{name: facts[name] for name in ("at", "actor", "deed", "undoes", "taken_back")},
    }


def _tell(line: "DeedLine", told: "list[Told]", more: int) -> None:
    """A deed and what it changes, in lines."""
    speak(" · ".join(filter(None, (str(line.seq), _called(line), shown(line.at), line.actor))))
    thing = None
    for each in told:
        if each.thing != thing:
            thing = each.thing
            speak(thing)
        if each.field:
            speak(f"  {each.field}: {each.before or '—'} → {each.after or '—'}")
        else:
            speak(f"  + {each.after}" if each.after else f"  − {each.before}")
    if more:
        speak(ngettext("… and {count} more", "… and {count} more", more).format(count=more))
    if not told:
        speak(_("Nothing that people would see."))
    sys.stdout.flush()  # before the question, which goes another way
