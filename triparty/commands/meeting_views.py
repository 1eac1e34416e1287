"""The lists of `triparty meeting`: every meeting, and everything about one."""

from datetime import datetime
from json import loads
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty.commands.desk import Json, answer_facts, answer_json, answer_rows, desk_of
from triparty.commands.finding import room_called
from triparty.commands.plain import plain
from triparty.commands.speaking import speak
from triparty.commands.times import now, shown
from triparty.commands.words import said
from triparty.i18n import _, language
from triparty.words import (
    ACTION_STATUSES,
    AUTHORITIES,
    ITEM_STATUSES,
    KINDS,
    MEETING_STATUSES,
    PARTIES_IN_FULL,
    PRESENCES,
    STANDINGS,
)

if TYPE_CHECKING:
    from meetings_db.models import AgendaItem, Participant
    from meetings_db.queries.meetings import BallotSheet, MeetingRoom

Ordinal = Annotated[str, typer.Argument(metavar="MEETING", help=_("A meeting's number, or next, or last."))]


def add_to(noun: typer.Typer) -> None:
    """Add the verbs to their noun."""
    noun.command("list", help=_("List the meetings."))(list_meetings)
    noun.command("show", help=_("Show a meeting: people, agenda, ballots, actions."))(show)


def list_meetings(ctx: typer.Context, json: Json = False) -> None:
    """List the meetings, newest first."""
    from meetings_db.queries.meetings import meeting_lines

    desk = desk_of(ctx)
    rows = desk.db.read(meeting_lines, desk.community.id)
    if json:
        answer_json(rows)
        return
    lines = [
        (
            row.ordinal,
            row.title,
            shown(row.starts_at),
            row.place,
            said(MEETING_STATUSES, row.status),
            f"{row.settled}/{row.items}",
        )
        for row in rows
    ]
    headings = (_("No."), _("Meeting"), _("When"), _("Place"), _("Status"), _("Items settled"))
    answer_rows(headings, lines, empty=_("No meeting yet: `triparty meeting call TITLE --at TIME` calls one."))


def show(ctx: typer.Context, meeting: Ordinal, json: Json = False) -> None:
    """Show a meeting with its people, agenda, ballots and actions."""
    room = room_called(desk_of(ctx), meeting)
    if json:
        answer_json(whole(room))
        return
    row = room.meeting
    answer_facts(
        {
            _("No."): row.ordinal,
            _("Meeting"): row.title,
            _("When"): shown(row.starts_at),
            _("Place"): row.place,
            _("Chair"): row.chair,
            _("Recorder"): row.recorder,
            _("Status"): said(MEETING_STATUSES, row.status),
            _("Reference"): row.reference,
        }
    )
    _tell_people(room)
    _tell_items(room)
    _tell_ballots(room)
    _tell_actions(room)


def whole(room: "MeetingRoom") -> dict[str, Any]:
    """A meeting with everything in it, for JSON."""
    actions = [action for own in room.actions.values() for action in own]
    at = moment_of(room)
    return {
        **plain(room.meeting),
        "quorum": quorum_facts(room, at),
        "participants": [
            {**plain(who), "presence": _stands(room, who), "events": plain(room.presence.get(who.id, []))}
            for who in room.participants
        ],
        "items": [
            {
                **plain(item),
                "issue": room.issues[item.issue_id].number if item.issue_id else None,
                "ballots": [ballot_facts(sheet) for sheet in room.ballots.get(item.id, [])],
                "actions": plain(room.actions.get(item.id, [])),
            }
            for item in room.items
        ],
        "actions": plain(sorted(actions, key=lambda action: action.number)),
    }


def moment_of(room: "MeetingRoom") -> datetime:
    """When the meeting's presence is looked at: its end once it has one, else now."""
    return room.meeting.closed_at or now()


def quorum_facts(room: "MeetingRoom", at: datetime) -> dict[str, dict[str, int]]:
    """Who with a vote is expected and here, for each party."""
    from triparty.services.ballots import present_by_party

    counted = present_by_party(room, at)
    return {party.value: {"entitled": own.expected, "present": own.present} for party, own in counted.items()}


def ballot_facts(sheet: "BallotSheet") -> dict[str, Any]:
    """One round of voting with its counts, its rule and its result as objects."""
    from triparty.services.ballots import decided, stamp_of

    ballot = sheet.ballot
    return {
        **plain(ballot),
        "rule_snapshot": loads(ballot.rule_snapshot),
        "quorum": {party: own._asdict() for party, own in stamp_of(sheet).items()},
        "result": {**loads(ballot.result or "{}"), "reasons": decided(sheet).reasons},
        "counts": plain(sheet.counts),
        "votes": plain(sheet.votes),
    }


def tell_ballot(sheet: "BallotSheet") -> None:
    """Print one round of voting."""
    from triparty.services.ballots import decided

    ballot = sheet.ballot
    outcome = _("carried") if ballot.passed else _("not carried")
    if ballot.passed is None:
        outcome = _("not brought to an end") if ballot.annulled_reason else _("open")
    annulled = _(" (annulled)") if ballot.annulled_reason else ""
    speak(
        _("Round {round}, {rule}: {outcome}").format(round=ballot.round, rule=ballot.rule, outcome=outcome) + annulled
    )
    headings = (_("Party"), _("Present"), _("Yes"), _("No"), _("Abstained"), _("Invalid"), _("Recused"))
    lines = [
        (
            said(PARTIES_IN_FULL, count.group) if count.group in PARTIES_IN_FULL else _("All together"),
            f"{count.present}/{count.entitled}",
            count.yes,
            count.no,
            count.abstain,
            count.invalid,
            count.recused,
        )
        for count in sheet.counts
    ]
    answer_rows(headings, lines, empty="")
    for reason in decided(sheet).reasons:
        speak(f"- {reason}")


def _stands(room: "MeetingRoom", who: "Participant") -> str | None:
    """The word of somebody's last entry."""
    events = room.presence.get(who.id)
    return events[-1].kind.value if events else None


def _tell_people(room: "MeetingRoom") -> None:
    """Print who is invited and how they stand."""
    speak()
    lines = [
        (
            said(PARTIES_IN_FULL, who.party),
            who.name,
            who.organisation,
            who.title,
            said(STANDINGS, who.standing),
            said(PRESENCES, stands) if (stands := _stands(room, who)) else "",
        )
        for who in room.participants
    ]
    headings = (_("Party"), _("Name"), _("Organisation"), _("Post"), _("Standing"), _("Presence"))
    answer_rows(headings, lines, empty=_("Nobody is invited."))


def _tell_items(room: "MeetingRoom") -> None:
    """Print the agenda."""
    from triparty.rules.authority import outcome

    speak()
    lines = [
        (
            item.position,
            item.title,
            said(KINDS, item.kind),
            _(", ").join(filter(None, (*_guard(item), item.guard_reason))),
            item.presenter,
            item.minutes,
            said(ITEM_STATUSES, item.status),
            outcome(item.status, item.authority, item.conclusion, _),
        )
        for item in room.items
    ]
    headings = (_("Item"), _("Title"), _("Kind"), _("Decided by"), _("Presenter"), _("Minutes allotted"), _("Status"))
    answer_rows(
        (*headings, _("Conclusion")),
        lines,
        empty=_("The agenda is empty: `triparty meeting put MEETING ISSUE` fills it."),
    )


def _guard(item: "AgendaItem") -> tuple[str, str]:
    """Who may decide an item, and on what ground of law."""
    from triparty.rules.authority_presets import basis_said

    return said(AUTHORITIES, item.authority), basis_said(item.legal_basis, language())


def _tell_ballots(room: "MeetingRoom") -> None:
    """Print every round of voting."""
    for item in room.items:
        for sheet in room.ballots.get(item.id, []):
            speak()
            speak(_("Item {number}: {motion}").format(number=item.position, motion=sheet.ballot.motion))
            tell_ballot(sheet)


def _tell_actions(room: "MeetingRoom") -> None:
    """Print what was promised."""
    actions = sorted((action for own in room.actions.values() for action in own), key=lambda action: action.number)
    if not actions:
        return
    speak()
    lines = [
        (action.number, action.what, action.owner, action.due_on, said(ACTION_STATUSES, action.status))
        for action in actions
    ]
    answer_rows((_("Number"), _("What"), _("Owner"), _("Due"), _("Status")), lines, empty="")
