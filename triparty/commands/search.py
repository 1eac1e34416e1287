"""`triparty search`: everything that was ever written, found as on the screen."""

from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.desk import Json, answer, answer_json, answer_rows, desk_of
from triparty.commands.progress import progress_of
from triparty.commands.times import now, shown
from triparty.commands.words import FoundWord, said
from triparty.i18n import _, ngettext
from triparty.rules import RuleError
from triparty.words import ACTION_STATUSES, FOUND, ISSUE_STATUSES, ITEM_STATUSES, MEETING_STATUSES

if TYPE_CHECKING:
    from meetings_db.search import Hit
    from triparty.commands.desk import Desk

_STATES = {
    "issue": ISSUE_STATUSES,
    "action": ACTION_STATUSES,
    "meeting": MEETING_STATUSES,
    "item": ITEM_STATUSES,
}


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
    parser.command("search", help=_("Search everything: words, pinyin, and keys like is:open estate:NAME due:<3d."))(
        search
    )


def search(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help=_("All of it must be there."))] = None,
    kind: Annotated[FoundWord | None, typer.Option(help=_("Only such things."))] = None,
    limit: Annotated[int, typer.Option(min=1, help=_("At most so many, the latest entered first."))] = 50,
    rebuild: Annotated[bool, typer.Option("--rebuild", help=_("Make the index anew from what is kept."))] = False,
    json: Json = False,
) -> None:
    """Search, or make what is searched anew."""
    desk = desk_of(ctx)
    typed = " ".join([*(text or ()), *([f"kind:{kind}"] if kind else [])]).strip()
    if rebuild:
        _rebuild(desk, json=json)
        if not typed:
            return
    from meetings_db.search import find, parse

    asked = parse(typed, now().date())
    if not asked:
        raise RuleError(_("Say what to look for: triparty search 电梯, or triparty search dianti is:open."))
    hits = desk.db.read(find, desk.community.id, asked, limit=limit)
    if json:
        answer_json(hits)
        return
    headings = (_("Kind"), _("Number"), _("What"), _("Estate"), _("When"), _("Status"), _("What became of it"))
    answer_rows(headings, [_line(hit) for hit in hits], empty=_("Nothing has all of this."))


def _line(hit: "Hit") -> tuple[str, ...]:
    """A hit in a table."""
    states = _STATES.get(hit.kind)
    when = shown(hit.when) if hit.when is not None else ""
    state = said(states, hit.state) if states else ""
    return said(FOUND, hit.kind), hit.number, hit.title, hit.estate, when, state, hit.outcome


def _rebuild(desk: "Desk", *, json: bool) -> None:
    """Make the index anew, telling how far it is."""
    from meetings_db.search import rebuild

    with progress_of(_("Indexing")) as progress:
        count = desk.db.run(rebuild, progress)
    told = ngettext("{count} entry is indexed.", "{count} entries are indexed.", count).format(count=count)
    answer({"entries": count}, told, json=json)
