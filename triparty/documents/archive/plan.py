"""What goes into a package: what was sealed before as it was sealed, and what can be sealed now."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import (
    FINISHED,
    LINE,
    ArchiveItem,
    Community,
    Meeting,
    MeetingStatus,
    Original,
    Paper,
    PaperKind,
    Posting,
)
from meetings_db.queries.archive import last_of, last_written, meetings_between, sealed_items, visits_between
from meetings_db.queries.meetings import meeting_room
from meetings_db.queries.papers import notices, postings
from meetings_db.queries.signing import in_force, originals
from meetings_db.text import clean_line
from triparty.documents.kinds import Asked
from triparty.documents.papers import said
from triparty.i18n import _, in_language, ngettext
from triparty.rules import RuleError
from triparty.rules.archive import ArchiveRules, ItemRule
from triparty.services.archive import Draft
from triparty.services.clock import local_year
from triparty.services.kept import find
from triparty.words import PAPERS, PARTIES_IN_FULL

_AS_RECORDED = frozenset((PaperKind.MINUTES, PaperKind.SIGN_IN, PaperKind.CALCULATION, PaperKind.TRACKER))
"""Papers that say what the record says; any other is filed as it was last written, where it was."""

_KEY = re.compile(r"[0-9a-f]{32}")
"""What a paper is about, where that has no name but the key of a row."""


@dataclass(frozen=True)
class Scope:
    """What a package is of: a year, or one meeting."""

    community_id: UUID
    language: str
    year: int | None = None
    meeting_id: UUID | None = None


@dataclass(frozen=True)
class Plan:
    """The items there are, those to be sealed, and what stays out, each with the reason; the meetings by their keys,
    where the signed originals of their minutes are; where the notices of a meeting were put up, by what they are of."""

    community: Community
    meeting: Meeting | None
    sealed: list[ArchiveItem] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    meetings: dict[UUID | None, Meeting] = field(default_factory=dict)
    originals: dict[UUID, Original] = field(default_factory=dict)
    postings: dict[str, list[Posting]] = field(default_factory=dict)
    """Where each public notice was put up, in the order of time, by its `wording`."""


def plan(session: Session, scope: Scope, rules: ArchiveRules, on: date) -> Plan:
    """What a package of that scope would hold on a day. Raises RuleError for a meeting that is not final."""
    community = find(session, Community, scope.community_id)
    meeting = find(session, Meeting, scope.meeting_id) if scope.meeting_id else None
    if meeting is not None and meeting.status is not MeetingStatus.FINAL:
        raise RuleError(
            _("Meeting no. {ordinal} cannot be filed: its minutes are not final yet.").format(ordinal=meeting.ordinal)
        )
    sealed = sealed_items(session, community.id, year=scope.year, meeting_id=scope.meeting_id)
    making = _Making(session, Plan(community, meeting, sealed), rules, scope.language, on)
    if meeting is not None:
        making.take_meeting(meeting)
    else:
        making.take_year(scope.year or on.year)
    made = making.plan
    for key in {*(item.meeting_id for item in made.sealed), *(draft.meeting_id for draft in made.drafts)} - {None}:
        made.meetings[key] = session.get_one(Meeting, key)
    made.originals.update(originals(session))
    written = [notice for key in made.meetings if key for notice in notices(session, key)]
    wordings = {
        notice.id: wording(notice.meeting_id, notice.language, json.loads(notice.snapshot)) for notice in written
    }
    for posting in postings(session, list(wordings)):
        made.postings.setdefault(wordings[posting.paper_id], []).append(posting)
    return made


def wording(meeting_id: UUID | None, language: str, values: Mapping[str, Any]) -> str:
    """What a public notice of a meeting says, whichever version said it: only that wording was put up."""
    return json.dumps([str(meeting_id), language, values], sort_keys=True)


class _Making:
    """A plan as it is made, as of the day `on`."""

    def __init__(self, session: Session, plan: Plan, rules: ArchiveRules, language: str, on: date) -> None:
        self.session, self.plan, self.rules, self.language, self.on = session, plan, rules, language, on
        self._there = {(item.kind, item.meeting_id, item.subject) for item in plan.sealed}

    def take_year(self, year: int) -> None:
        """Every final meeting of a year; once the year is over also what may change until then."""
        span = datetime(year, 1, 1).astimezone(), datetime(year + 1, 1, 1).astimezone()
        for meeting in meetings_between(self.session, self.plan.community.id, *span):
            if meeting.status is MeetingStatus.FINAL:
                self.take_meeting(meeting)
            else:
                reason = _("Meeting no. {ordinal}: its minutes are not final yet.")
                self.plan.left_out.append(reason.format(ordinal=meeting.ordinal))
        later = {name: rule for name, rule in self.rules.item.items() if rule.of != "meeting"}
        if later and year >= self.on.year:
            titles = _(", ").join(rule.title_in(self.language) for rule in later.values())
            self.plan.left_out.append(_("{titles}: filed when the year is over.").format(titles=titles))
            return
        for name, rule in later.items():
            take = self._take_visits if rule.of == "visit" else self._take_written
            take(name, rule, year, span)

    def take_meeting(self, meeting: Meeting) -> None:
        """The items of a final meeting, or the reason why one stays out."""
        for name, rule in self.rules.item.items():
            if rule.of == "meeting" and PaperKind.MINUTES in rule.kinds and (name, meeting.id, "") in self._there:
                self._take_amended(name, rule, meeting)
            if rule.of != "meeting" or (name, meeting.id, "") in self._there:
                continue
            if PaperKind.TRACKER in rule.kinds and not self._followed_up(meeting):
                continue
            papers = [paper for kind in rule.kinds for paper in self._of_meeting(meeting, kind)]
            if papers:
                title = _title(meeting, PaperKind(papers[0]["kind"]), self.language)
                reference = (meeting.reference or "") if rule.kinds[0] is PaperKind.MINUTES else ""
                year = local_year(meeting.starts_at)
                self._add(name, rule, year, title, papers, meeting_id=meeting.id, reference=reference)

    def _take_amended(self, name: str, rule: ItemRule, meeting: Meeting) -> None:
        """Minutes amended since they were sealed, as an item of their own: they end with every amendment in force."""
        count = len(in_force(self.session, meeting.id))
        sealed = [item for item in self.plan.sealed if (item.kind, item.meeting_id) == (name, meeting.id)]
        if count > max((_amended(item) for item in sealed), default=0):
            paper, say = self._now(PaperKind.MINUTES, meeting_id=meeting.id), in_language(self.language)
            title = say("{title}, amended").format(title=_title(meeting, PaperKind.MINUTES, self.language))
            subject, year, reference = f"amendment-{count}", local_year(meeting.starts_at), meeting.reference or ""
            self._add(name, rule, year, title, [paper], meeting_id=meeting.id, subject=subject, reference=reference)

    def _take_visits(self, name: str, rule: ItemRule, year: int, span: tuple[datetime, datetime]) -> None:
        """An item of each visit of a year."""
        for visit in visits_between(self.session, self.plan.community.id, *span):
            if (name, None, visit.id.hex) not in self._there:
                papers = [self._now(kind, subject=visit.id.hex) for kind in rule.kinds]
                title = f"{papers[0]['values']['title']} {visit.number}"
                self._add(name, rule, year, title, papers, subject=visit.id.hex)

    def _take_written(self, name: str, rule: ItemRule, year: int, span: tuple[datetime, datetime]) -> None:
        """An item of each paper that was written in a year, in its last version."""
        for paper in last_of(self.session, self.plan.community.id, rule.kinds, self.language, *span):
            subject = f"{year}:{paper.kind.value}:{paper.subject}"[:LINE]
            if (name, paper.meeting_id, subject) not in self._there:
                kept = _kept(paper)
                title = self._called(paper, kept["values"])
                self._add(name, rule, year, title, [kept], meeting_id=paper.meeting_id, subject=subject)

    def _called(self, paper: Paper, values: dict[str, Any]) -> str:
        """What a paper is called in the directory, with whom or what it is about where that has a name."""
        say = in_language(self.language)
        title = str(values.get("title") or say(PAPERS[paper.kind])).replace("\n", "")
        about = say(PARTIES_IN_FULL[paper.subject]) if paper.subject in PARTIES_IN_FULL else paper.subject
        return title if _KEY.fullmatch(about) else f"{title} {about}"

    def _add(
        self,
        name: str,
        rule: ItemRule,
        year: int,
        title: str,
        papers: list[dict[str, Any]],
        *,
        meeting_id: UUID | None = None,
        subject: str = "",
        reference: str = "",
    ) -> None:
        """Add an item to be sealed, dated by its first paper."""
        self.plan.drafts.append(
            Draft(
                kind=name,
                meeting_id=meeting_id,
                year=year,
                retention=rule.retention,
                title=clean_line(title).strip()[:LINE],
                responsible=self.plan.community.office or self.plan.community.name,
                dated=date.fromisoformat(papers[0]["on"]),
                language=self.language,
                snapshot=json.dumps(papers, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
                reference=reference,
                subject=subject,
            )
        )

    def _followed_up(self, meeting: Meeting) -> bool:
        """Whether everything the meeting decided is finished; where it is not, that is said."""
        actions = [action for some in meeting_room(self.session, meeting.id).actions.values() for action in some]
        still = sum(action.status not in FINISHED for action in actions)
        if still:
            told = ngettext(
                "Meeting no. {ordinal}: its tracker, because {count} action is not finished.",
                "Meeting no. {ordinal}: its tracker, because {count} actions are not finished.",
                still,
            )
            self.plan.left_out.append(told.format(ordinal=meeting.ordinal, count=still))
        return bool(actions) and not still

    def _of_meeting(self, meeting: Meeting, kind: PaperKind) -> list[dict[str, Any]]:
        """The papers of a kind that a meeting has."""
        written = last_written(self.session, meeting.id, kind, self.language)
        if written and kind not in _AS_RECORDED:
            return [_kept(paper) for paper in written]
        try:
            return [self._now(kind, meeting_id=meeting.id)]
        except RuleError:
            if kind is PaperKind.MINUTES:
                raise
            return []  # there is nothing of this kind to be said of the meeting, no ballot for example

    def _now(self, kind: PaperKind, *, meeting_id: UUID | None = None, subject: str = "") -> dict[str, Any]:
        """A paper as the record has it now; minutes as they became final."""
        final = kind is PaperKind.MINUTES
        asked = Asked(kind, self.language, self.plan.community.id, self.on, meeting_id, subject, final)
        return _paper(kind, *said(self.session, asked))


def _amended(item: ArchiveItem) -> int:
    """How many amendments sealed minutes end with."""
    return max(len(paper["values"].get("amendments", ())) for paper in json.loads(item.snapshot))


def _title(meeting: Meeting, kind: PaperKind, language: str) -> str:
    """What a paper of a meeting is called in the directory: 第1次三方联席会议纪要, with no 会议 said twice."""
    say = in_language(language)
    name, paper = clean_line(meeting.title), say(PAPERS[kind])
    if paper.startswith("会议"):
        name = name.removesuffix("会议")
    return say("{meeting}: {paper}").format(meeting=name, paper=paper)


def _kept(paper: Paper) -> dict[str, Any]:
    """A paper as it was written."""
    return _paper(paper.kind, paper.snapshot, paper.made_at.astimezone().date())


def _paper(kind: PaperKind, snapshot: str, day: date) -> dict[str, Any]:
    """A paper as an item keeps it."""
    return {"kind": kind.value, "on": day.isoformat(), "values": json.loads(snapshot)}
