"""Everything a new officer must know on the first day, read in one go."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import ArchiveItem, Community
from meetings_db.queries.actions import TrackerLine, tracker
from meetings_db.queries.archive import sealed_items
from meetings_db.queries.directory import Seat, register
from meetings_db.queries.journal import Head, journal_head
from meetings_db.queries.meetings import MeetingLine, meeting_lines
from meetings_db.queries.paging import counts_of, page_beyond
from meetings_db.queries.papers import PaperLine, paper_list
from meetings_db.queries.today import EstateVisit, today
from meetings_db.queries.visits import IssueFilter, IssueLine, issue_list

PAPERS = 200
"""So many papers are told: the newest."""

ISSUES = 10_000
"""So many open issues are told: the oldest."""


@dataclass(frozen=True)
class Handover:
    """What is open, who is who, where papers are; `visits` tells of each estate when it was last visited.

    `open_issues` and `written` are how many issues and papers there are, of which `issues` and `papers` may be a part.
    """

    community: Community
    issues: list[IssueLine]
    actions: list[TrackerLine]
    meetings: list[MeetingLine]
    visits: list[EstateVisit]
    contacts: list[Seat]
    papers: list[PaperLine]
    filed: list[ArchiveItem]
    head: Head
    open_issues: int
    written: int


def handover(session: Session, community_id: UUID, on: date) -> Handover:
    """What is handed over on a day: of meetings those that are coming and those whose minutes are a draft."""
    standings, papers = ("coming", "draft"), paper_list(community_id)
    issues = issue_list(community_id, IssueFilter(), "oldest")
    return Handover(
        session.get_one(Community, community_id),
        list(page_beyond(session, issues, None, ISSUES).lines),
        tracker(session, community_id, open_only=True),
        [line for standing in standings for line in meeting_lines(session, community_id, standing)],
        today(session, community_id, on).visits,
        register(session, community_id, on=on),
        list(page_beyond(session, papers, None, PAPERS).lines),
        sealed_items(session, community_id),
        journal_head(session),
        sum(counts_of(session, issues)),
        sum(counts_of(session, papers)),
    )
