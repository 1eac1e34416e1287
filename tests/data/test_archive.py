"""Filing: record numbers are given in a row, once, and stay."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import ArchiveItem, Community, PaperKind
from meetings_db.queries.archive import last_fonds, last_of, sealed_items
from meetings_db.queries.history import last_deed
from triparty.rules import RuleError
from triparty.rules.archive import read_rules
from triparty.services.archive import Draft, fonds_in_force, seal
from triparty.services.papers import record_paper
from triparty.services.undoing import undo

RULES = read_rules()
DRAFT = Draft(
    kind="minutes",
    meeting_id=None,
    subject="1",
    year=2026,
    retention="Y",
    title="第1次会议纪要",
    responsible="晨光社区",
    dated=date(2026, 11, 23),
    language="zh_CN",
    snapshot="[]",
)


def found(session: Session) -> UUID:
    """A community."""
    community = Community(name="晨光社区")
    session.add(community)
    session.flush()
    return community.id


def test_numbers_are_given_in_a_row_once_and_stay(db: Database) -> None:
    community_id = db.run(found)

    def file(*drafts: Draft, fonds: str = "Z109") -> list[ArchiveItem]:
        return db.run(seal, community_id, drafts, RULES, fonds, "陈子一")

    first, second = file(DRAFT, replace(DRAFT, retention="D30", kind="notice"))
    assert (first.number, second.number) == ("Z109-WS·2026-Y-LXH-0001", "Z109-WS·2026-D30-LXH-0001")
    again, other = file(DRAFT, replace(DRAFT, subject="2"))
    assert again.number == first.number, "what was sealed is not sealed again"
    assert other.number == "Z109-WS·2026-Y-LXH-0002"
    (next_year,) = file(replace(DRAFT, subject="3", year=2027), fonds="Z110")
    assert next_year.number == "Z110-WS·2027-Y-LXH-0001", "items are counted anew in each class"
    assert [item.number for item in db.read(sealed_items, community_id, year=2026)] == [
        second.number,
        first.number,
        other.number,
    ]
    assert db.read(last_fonds, community_id) == "Z110"


def test_a_fonds_is_asked_for_once(db: Database) -> None:
    community_id = db.run(found)
    assert db.read(fonds_in_force, community_id, RULES) == ""
    with pytest.raises(RuleError, match="fonds"):
        db.run(seal, community_id, [DRAFT], RULES, "", "")
    assert db.read(sealed_items, community_id) == []
    db.run(seal, community_id, [DRAFT], RULES, db.read(fonds_in_force, community_id, RULES, " Z109 "), "")
    assert db.read(fonds_in_force, community_id, RULES) == "Z109"


def test_what_was_filed_is_not_taken_back(db: Database) -> None:
    community_id = db.run(found)
    db.run(seal, community_id, [DRAFT], RULES, "Z109", "")
    last = db.read(last_deed, "tester")
    assert last is not None
    with pytest.raises(RuleError, match="never given again"):
        db.run(undo, last.seq)


def test_of_what_was_written_the_last_version_within_the_year_is_told(db: Database) -> None:
    community_id = db.run(found)
    start, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)

    def write(session: Session) -> None:
        """Orders of two owners, one of them three times, and a tracker."""
        for kind, subject, at in (
            (PaperKind.ORDER, "赵丁四", start),
            (PaperKind.ORDER, "赵丁四", end - timedelta(days=1)),
            (PaperKind.ORDER, "赵丁四", end),
            (PaperKind.ORDER, "陈子一", start),
            (PaperKind.TRACKER, "", start),
        ):
            record_paper(
                session,
                community_id,
                kind,
                "zh_CN",
                meeting_id=None,
                subject=subject,
                snapshot="{}",
                sha256=f"{at:%Y%m%d}",
                file_name="x.docx",
                made_at=at,
            )

    db.run(write)
    last = db.read(last_of, community_id, [PaperKind.ORDER], "zh_CN", start, end)
    assert sorted((paper.subject, paper.version) for paper in last) == [("赵丁四", 2), ("陈子一", 1)]
    assert db.read(last_of, community_id, [PaperKind.ORDER], "en", start, end) == []
