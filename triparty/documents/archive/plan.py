"""What goes into a package: what was sealed before as it was sealed, and what can be sealed now."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import FINISHED, LINE, ArchiveItem, Community, Meeting, MeetingStatus, PaperKind
from meetings_db.queries.archive import last_written, meetings_between, sealed_items
from meetings_db.queries.meetings import meeting_room
from meetings_db.text import clean_line
from triparty.documents.kinds import Asked
from triparty.documents.papers import said
from triparty.i18n import _, in_language, ngettext
from triparty.rules import RuleError
from triparty.rules.archive import ArchiveRules, ItemRule
from triparty.services.archive import Draft
from triparty.services.clock import local_year
from triparty.services.kept import find
from triparty.words import PAPERS

_AS_RECORDED = frozenset((PaperKind.MINUTES, PaperKind.SIGN_IN, PaperKind.CALCULATION, PaperKind.TRACKER))
"""Papers that say what the record says; any other is filed as it was last written, where it was."""


@dataclass(frozen=True)
class Scope:
    """What a package is of: a year, or one meeting."""

    community_id: UUID
    language: str
    year: int | None = None
    meeting_id: UUID | None = None


@dataclass(frozen=True)
class Plan:
    """The items there are, those to be sealed, and what stays out, each with the reason."""

    community: Community
    meeting: Meeting | None
    sealed: list[ArchiveItem] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def plan(session: Session, scope: Scope, rules: ArchiveRules, on: date) -> Plan:
    """What a package of that scope would hold on a day. Raises RuleError for a meeting that is not final."""
    community = find(session, Community, scope.community_id)
    meeting = find(session, Meeting, scope.meeting_id) if scope.meeting_id else None
    if meeting is not None and meeting.status is not MeetingStatus.FINAL:
        raise RuleError(
            _("Meeting no. {ordinal} cannot be filed: its minutes are not final yet.").format(ordinal=meeting.ordinal)
        )
    sealed = sealed_items(session, community.id, year=scope.year, meeting_id=scope.meeting_id)
    made = Plan(community, meeting, sealed)
    there = {(item.kind, item.meeting_id) for item in sealed}
    for each in [meeting] if meeting else _of_year(session, community.id, scope.year or on.year):
        if each.status is not MeetingStatus.FINAL:
            reason = _("Meeting no. {ordinal}: its minutes are not final yet.")
            made.left_out.append(reason.format(ordinal=each.ordinal))
            continue
        for name, rule in rules.item.items():
            if (name, each.id) not in there:
                _draft(session, made, name, rule, each, scope.language, on)
    return made


def _of_year(session: Session, community_id: UUID, year: int) -> list[Meeting]:
    """The meetings of a year of the office's own calendar."""
    start, end = datetime(year, 1, 1).astimezone(), datetime(year + 1, 1, 1).astimezone()
    return meetings_between(session, community_id, start, end)


def _draft(session: Session, made: Plan, name: str, rule: ItemRule, meeting: Meeting, language: str, on: date) -> None:
    """Add an item of a final meeting to the plan, or the reason why it stays out."""
    if PaperKind.TRACKER in rule.kinds and not _followed_up(session, made, meeting):
        return
    papers = [paper for kind in rule.kinds for paper in _papers(session, meeting, kind, language, on)]
    if not papers:
        return
    made.drafts.append(
        Draft(
            kind=name,
            meeting_id=meeting.id,
            year=local_year(meeting.starts_at),
            retention=rule.retention,
            title=_title(meeting, PaperKind(papers[0]["kind"]), language),
            responsible=made.community.office or made.community.name,
            dated=date.fromisoformat(papers[0]["on"]),
            language=language,
            snapshot=json.dumps(papers, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
            reference=(meeting.reference or "") if rule.kinds[0] is PaperKind.MINUTES else "",
        )
    )


def _title(meeting: Meeting, kind: PaperKind, language: str) -> str:
    """What a paper of a meeting is called in the directory: 第1次三方联席会议纪要, with no 会议 said twice."""
    say = in_language(language)
    name, paper = clean_line(meeting.title), say(PAPERS[kind])
    if paper.startswith("会议"):
        name = name.removesuffix("会议")
    return say("{meeting}: {paper}").format(meeting=name, paper=paper)[:LINE]


def _followed_up(session: Session, made: Plan, meeting: Meeting) -> bool:
    """Whether everything the meeting decided is finished; where it is not, that is said."""
    actions = [action for some in meeting_room(session, meeting.id).actions.values() for action in some]
    still = sum(action.status not in FINISHED for action in actions)
    if still:
        told = ngettext(
            "Meeting no. {ordinal}: its tracker, because {count} action is not finished.",
            "Meeting no. {ordinal}: its tracker, because {count} actions are not finished.",
            still,
        )
        made.left_out.append(told.format(ordinal=meeting.ordinal, count=still))
    return bool(actions) and not still


def _papers(session: Session, meeting: Meeting, kind: PaperKind, language: str, on: date) -> list[dict[str, Any]]:
    """The papers of a kind: what fills each, and its day; none where the meeting has none."""
    if kind not in _AS_RECORDED and (written := last_written(session, meeting.id, kind, language)):
        return [_paper(kind, paper.snapshot, paper.made_at.astimezone().date()) for paper in written]
    asked = Asked(kind, language, meeting.community_id, on, meeting.id, final=kind is PaperKind.MINUTES)
    try:
        return [_paper(kind, *said(session, asked))]
    except RuleError:
        if kind is PaperKind.MINUTES:
            raise
        return []  # there is nothing of this kind to be said of the meeting, no ballot for example


def _paper(kind: PaperKind, snapshot: str, day: date) -> dict[str, Any]:
    """A paper as an item keeps it."""
    return {"kind": kind.value, "on": day.isoformat(), "values": json.loads(snapshot)}
