"""`triparty action`: what was promised, and every step until it is closed."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty.commands.desk import Json, answer, answer_facts, answer_json, answer_rows, desk_of, typed_text
from triparty.commands.finding import action_called, item_called, room_called
from triparty.commands.plain import plain
from triparty.commands.speaking import speak
from triparty.commands.times import moment_or_now, now, read_day, shown
from triparty.commands.words import PartyWord, StepWord, said
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.words import ACTION_STATUSES, PARTIES_IN_FULL, STEPS

if TYPE_CHECKING:
    from meetings_db.models import ActionBase
    from meetings_db.queries.actions import TrackerLine
    from triparty.commands.desk import Desk

Number = Annotated[str, typer.Argument(metavar="NUMBER", help=_("An action's number, or the end of it: 31."))]
At = Annotated[str, typer.Option(metavar="TIME", help=_("When; now unless told."))]


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("What was promised: who, what, until when, and every step since."), no_args_is_help=True)
    noun.command("list", help=_("List the actions."))(list_actions)
    noun.command("show", help=_("Show an action with every step."))(show)
    noun.command("add", help=_("Assign an action in one line: '@赵丁四 修好东门路灯 下周五'."))(add)
    noun.command("step", help=_("Take a step with an action."))(step)
    parser.add_typer(noun, name="action")


def list_actions(
    ctx: typer.Context,
    still_open: Annotated[bool, typer.Option("--open", help=_("Only those not finished."))] = False,
    meeting: Annotated[str, typer.Option(metavar="MEETING", help=_("Only those of one meeting."))] = "",
    json: Json = False,
) -> None:
    """List the actions by number, of one meeting or of all."""
    from meetings_db.queries.actions import tracker

    desk = desk_of(ctx)
    meeting_id = room_called(desk, meeting).meeting.id if meeting else None
    rows = desk.db.read(tracker, desk.community.id, meeting_id=meeting_id, open_only=still_open)
    if json:
        answer_json([_facts(row) for row in rows])
        return
    lines = [
        (
            row.action.number,
            row.action.what,
            row.action.owner,
            said(PARTIES_IN_FULL, row.action.party),
            row.action.due_on,
            said(ACTION_STATUSES, row.action.status),
            _late(row),
        )
        for row in rows
    ]
    headings = (_("Number"), _("What"), _("Owner"), _("Party"), _("Due"), _("Status"), _("Days overdue"))
    answer_rows(headings, lines, empty=_("No action here: `triparty action add '@who what when'` assigns one."))


def show(ctx: typer.Context, number: Number, json: Json = False) -> None:
    """Show an action with every step, oldest first."""
    from meetings_db.models import Action
    from meetings_db.queries.actions import tracker
    from meetings_db.queries.photos import photos_of

    desk = desk_of(ctx)
    wanted = action_called(desk, number).id
    line = next(row for row in desk.db.read(tracker, desk.community.id) if row.action.id == wanted)
    photos = desk.db.read(photos_of, Action, wanted)
    if json:
        answer_json({**_facts(line), "photos": photos})
        return
    action = line.action
    answer_facts(
        {
            _("Number"): action.number,
            _("What"): action.what,
            _("Owner"): action.owner,
            _("Party"): said(PARTIES_IN_FULL, action.party),
            _("Due"): action.due_on,
            _("Done means"): action.done_means,
            _("Budget"): _yuan(action.budget),
            _("Funding"): action.funding,
            _("Status"): said(ACTION_STATUSES, action.status),
            _("Meeting"): f"{line.meeting.ordinal} {line.meeting.title}" if line.meeting else "",
            _("Item"): f"{line.item.position} {line.item.title}" if line.item else "",
            _("Photos"): len(photos),
        }
    )
    speak()
    lines = [
        (shown(each.at), said(STEPS, each.kind), each.before, each.after, each.note, each.actor)
        for each in line.updates
    ]
    answer_rows((_("When"), _("Step"), _("Before"), _("After"), _("Note"), _("Who")), lines, empty="")


def add(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("Who, what, until when, in one line."))],
    meeting: Annotated[str, typer.Option(metavar="MEETING", help=_("The meeting it was promised in."))] = "",
    item: Annotated[str, typer.Option(metavar="ITEM", help=_("The item of that meeting."))] = "",
    owner: Annotated[str | None, typer.Option(help=_("Who does it, in free text."))] = None,
    party: Annotated[PartyWord | None, typer.Option(help=_("The party that answers for it."))] = None,
    due: Annotated[str, typer.Option(metavar="DAY", help=_("Until when."))] = "",
    at: At = "",
    json: Json = False,
) -> None:
    """Assign an action; options go before what the line says."""
    from triparty.services.actions import assign_action

    if bool(meeting) != bool(item):
        raise typer.BadParameter(_("--meeting and --item belong together."))
    desk = desk_of(ctx)
    when = moment_or_now(at)
    today = (when or now()).astimezone().date()
    given = {"owner": owner, "party": party, "due_on": read_day(due, today) if due else None}
    told = {name: word for name, word in given.items() if word is not None}
    typed, doubts = _read(desk, typed_text(text), today, told)
    item_id = item_called(room_called(desk, meeting), item).id if meeting else None
    action = desk.db.run(assign_action, desk.community.id, typed, item_id=item_id, at=when)
    sentence = _("Action {number}: {owner} · {what} · {due}").format(
        number=action.number, owner=action.owner or "—", what=action.what, due=action.due_on or "—"
    )
    answer({**plain(action), "not_understood": doubts}, sentence, json=json)
    for doubt in () if json else doubts:
        speak(f"! {doubt}", wrong=True)


def step(
    ctx: typer.Context,
    number: Number,
    kind: Annotated[
        StepWord, typer.Argument(metavar="STEP", help=" | ".join(word for word in STEPS if word != "assigned"))
    ],
    note: Annotated[str, typer.Option(help=_("What was said, or why; - reads it from standard input."))] = "",
    due: Annotated[str, typer.Option(metavar="DAY", help=_("The new due date of an extension."))] = "",
    owner: Annotated[str, typer.Option(help=_("Who takes it on."))] = "",
    party: Annotated[PartyWord | None, typer.Option(help=_("The party that takes it on."))] = None,
    at: At = "",
    json: Json = False,
) -> None:
    """Take a step with an action."""
    from meetings_db.models import Party, UpdateKind
    from triparty.services.actions import take_step

    desk = desk_of(ctx)
    row = action_called(desk, number)
    action = desk.db.run(
        take_step,
        row.id,
        row.version,
        UpdateKind(kind),
        typed_text(note),
        due_on=read_day(due) if due else None,
        owner=owner,
        party=Party(party) if party else None,
        at=moment_or_now(at),
    )
    sentence = _("Action {number}: {status}").format(number=action.number, status=said(ACTION_STATUSES, action.status))
    answer(action, sentence, json=json)


def _read(desk: "Desk", line: str, today: Any, given: dict[str, Any]) -> "tuple[ActionBase, list[str]]":
    """The action a line tells, with what the options say instead; and what neither of them says."""
    from meetings_db.models import ActionBase
    from meetings_db.queries.directory import register
    from triparty.intake.action_line import read_action

    understood = read_action(line, desk.db.read(register, desk.community.id, on=today), today)
    if understood.action is None:
        raise RuleError(understood.problem or _("Say what is to be done."))
    said_otherwise = {"due" if name == "due_on" else name for name in given}
    doubts = [doubt.text for doubt in understood.doubts if doubt.kind not in said_otherwise]
    return ActionBase.model_validate({**understood.action.model_dump(), **given}), doubts


def _facts(line: "TrackerLine") -> dict[str, Any]:
    """An action with where it was decided and its steps, for JSON."""
    return {
        **plain(line.action),
        "days_overdue": int(_late(line) or 0),
        "meeting": line.meeting.ordinal if line.meeting else None,
        "item": line.item.position if line.item else None,
        "updates": plain(line.updates),
    }


def _late(line: "TrackerLine") -> str:
    """How many days it is overdue, empty when it is not."""
    from triparty.rules.actions import overdue

    days = overdue(line.action.status, line.action.due_on, now().date())
    return str(days) if days else ""


def _yuan(fen: int | None) -> str:
    """An amount as yuan."""
    return "" if fen is None else f"{fen // 100:,}.{fen % 100:02d}"
