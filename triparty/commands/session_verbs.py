"""The verbs of `triparty meeting` while it is held: items, notes, votes, closing, final minutes."""

from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.agenda_verbs import Item
from triparty.commands.desk import Json, answer, answer_json, desk_of, typed_text
from triparty.commands.finding import item_called, room_called
from triparty.commands.meeting_views import Ordinal, ballot_facts, tell_ballot
from triparty.commands.speaking import speak
from triparty.commands.times import At, day_of, moment_or_now, now
from triparty.commands.words import OutcomeWord, said
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.words import ITEM_STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meetings_db.models import Party
    from triparty.services.weighing import Votes

_CASTING = {"yes": True, "no": False}

Counts = Annotated[
    str, typer.Option(metavar="YES,NO,ABSTAIN", help=_("Votes of this party; then, if any, invalid and recused."))
]


def add_to(noun: typer.Typer) -> None:
    """Add the verbs to their noun."""
    noun.command("open", help=_("Open the meeting."))(begin)
    noun.command("goto", help=_("Take up an item; the one before it stops its clock."))(goto)
    noun.command("note", help=_("Add to the notes of an item, in Markdown; - reads standard input."))(note)
    noun.command("settle", help=_("Settle an item, with what was agreed."))(settle)
    noun.command("vote", help=_("Hold a ballot on an item: counted, decided and settled in one."))(vote)
    noun.command("finalise", help=_("Make the minutes final: they get their number."))(finalise)


def begin(
    ctx: typer.Context,
    meeting: Ordinal,
    at: At = "",
    yes: Annotated[bool, typer.Option("--yes", help=_("Also on another day than it was called for."))] = False,
    json: Json = False,
) -> None:
    """Open a meeting whose agenda is frozen; on another day than it was called for only when that is meant."""
    from triparty.rules.presence import on_its_day
    from triparty.services.meetings import open_meeting

    desk = desk_of(ctx)
    row = room_called(desk, meeting).meeting
    when = moment_or_now(at, on=day_of(row)) or now()
    if not yes and not on_its_day(row.starts_at, when):
        told = _(
            "This meeting was called for {time}. To open it on another day, say --yes: it can be taken back only until "
            "something is done in it."
        )
        raise RuleError(told.format(time=f"{row.starts_at.astimezone():%Y-%m-%d %H:%M}"))
    opened = desk.db.run(open_meeting, row.id, when)
    answer(opened, _("Meeting {ordinal} is open.").format(ordinal=opened.ordinal), json=json)


def goto(ctx: typer.Context, meeting: Ordinal, number: Item, at: At = "", json: Json = False) -> None:
    """Take up an item."""
    from triparty.services.meetings import go_to_item

    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    when = moment_or_now(at, on=day_of(room.meeting))
    row = desk.db.run(go_to_item, item_called(room, number).id, when)
    answer(row, _("Item {number}: {title}").format(number=row.position, title=row.title), json=json)


def note(
    ctx: typer.Context,
    meeting: Ordinal,
    number: Item,
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help=_("What was said. Put -- before what looks like an option, as in -- -x.")),
    ],
    replace: Annotated[bool, typer.Option("--replace", help=_("Instead of the notes there are."))] = False,
    json: Json = False,
) -> None:
    """Add to the notes of an item as a paragraph of their own, or replace them."""
    from triparty.services.meetings import write_notes

    desk = desk_of(ctx)
    row = item_called(room_called(desk, meeting), number)
    said_now = typed_text(text).rstrip()
    notes = said_now if replace or not row.notes.strip() else f"{row.notes.rstrip()}\n\n{said_now}"
    written = desk.db.run(write_notes, row.id, row.version, notes)
    answer(written, _("Item {number} has its notes.").format(number=written.position), json=json)


def settle(
    ctx: typer.Context,
    meeting: Ordinal,
    number: Item,
    outcome: Annotated[OutcomeWord, typer.Argument(metavar="OUTCOME", help="agreed | not_agreed | noted | deferred")],
    conclusion: Annotated[str, typer.Option(help=_("What was agreed, in a sentence; - reads standard input."))] = "",
    at: At = "",
    json: Json = False,
) -> None:
    """Settle an item."""
    from meetings_db.models import ItemStatus
    from triparty.services.meetings import settle_item

    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    row = item_called(room, number)
    when = moment_or_now(at, on=day_of(room.meeting))
    settled = desk.db.run(settle_item, row.id, ItemStatus(outcome), typed_text(conclusion), when)
    sentence = _("Item {number}: {outcome}").format(
        number=settled.position, outcome=said(ITEM_STATUSES, settled.status)
    )
    answer(settled, sentence, json=json)


def vote(
    ctx: typer.Context,
    meeting: Ordinal,
    number: Item,
    rule: Annotated[str, typer.Option(metavar="NAME", help=_("A rule's name, or a rule file."))],
    motion: Annotated[str, typer.Option(help=_("What is voted on; the item's title unless told."))] = "",
    unanimous: Annotated[bool, typer.Option("--unanimous", help=_("Everybody present with a vote says yes."))] = False,
    community: Counts = "",
    property_: Annotated[str, typer.Option("--property", metavar="YES,NO,ABSTAIN")] = "",
    residents: Annotated[str, typer.Option(metavar="YES,NO,ABSTAIN")] = "",
    reservations: Annotated[str, typer.Option(help=_("Reservations to record."))] = "",
    casting_vote: Annotated[
        str,
        typer.Option(
            "--casting-vote", metavar="yes|no", help=_("The chair's vote in a tie, where the rule gives one.")
        ),
    ] = "",
    at: At = "",
    json: Json = False,
) -> None:
    """Hold a ballot on an item: the rule frozen, the votes counted, the item settled by the result."""
    from meetings_db.models import BallotMethod
    from triparty.rules.ballot_presets import load_rule
    from triparty.services.ballots import hold_ballot
    from triparty.services.ballots import unanimous as all_say_yes

    if casting_vote not in ("", *_CASTING):
        raise typer.BadParameter(_("--casting-vote is yes or no."))
    given = {"community": community, "property": property_, "residents": residents}
    if unanimous == any(given.values()):
        raise typer.BadParameter(
            _("Say --unanimous, or how each party voted: --community 3,0,0 --property 2,0,1 --residents 4,0,0.")
        )
    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    when = moment_or_now(at, on=day_of(room.meeting)) or now()
    item = item_called(room, number)
    votes = all_say_yes(room, when, item.id) if unanimous else _votes(given)
    sheet = desk.db.run(
        hold_ballot,
        item.id,
        load_rule(rule, desk.settings.rules),
        motion,
        votes,
        when,
        reservations=reservations,
        casting_vote=_CASTING[casting_vote] if casting_vote else None,
        method=BallotMethod.UNANIMOUS if unanimous else BallotMethod.HANDS,
    )
    if json:
        answer_json(ballot_facts(sheet))
    else:
        speak(_("Item {number}: {motion}").format(number=item.position, motion=sheet.ballot.motion))
        tell_ballot(sheet)


def finalise(ctx: typer.Context, meeting: Ordinal, at: At = "", json: Json = False) -> None:
    """Make the minutes of a closed meeting final, and say what is missing in them while they can be reopened."""
    from triparty.documents import papers
    from triparty.services.final import missing_in

    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    row = desk.db.run(papers.finalise, room.meeting.id, moment_or_now(at))
    answer(row, _("The minutes are final: {reference}").format(reference=row.reference), json=json)
    if not json:
        for missing in missing_in(room):
            speak(f"! {missing}")


def _votes(given: "Mapping[str, str]") -> "dict[Party, Votes]":
    """Each party's votes, from `yes,no,abstain` and perhaps invalid and recused; a party not named did not vote."""
    from meetings_db.models import Party
    from triparty.services.weighing import Votes

    votes = {}
    for party, typed in given.items():
        numbers = [part.strip() for part in typed.replace("，", ",").split(",")] if typed else ["0"]
        if len(numbers) > 5 or not all(number.isdecimal() and len(number) < 10 for number in numbers):
            raise typer.BadParameter(
                _("--{party} {typed}: write whole numbers like 3,0,1 (yes, no, abstain).").format(
                    party=party, typed=typed
                )
            )
        votes[Party(party)] = Votes(*(int(number) for number in numbers))
    return votes
