"""Final minutes on paper afterwards: amendments stand at their end, signatures are typed in, the snapshot stays."""

import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import (
    AgendaItem,
    Amendment,
    ItemStatus,
    Meeting,
    MeetingStatus,
    OriginalBase,
    PaperKind,
    Party,
    SignatureBase,
)
from meetings_db.queries.meetings import meeting_room
from tests.documents.test_archive import AT, keep
from triparty.documents.archive.make import remark_of
from triparty.documents.archive.plan import Plan, Scope, plan
from triparty.documents.kinds import KINDS, Asked, final_values
from triparty.rules.archive import read_rules
from triparty.services.archive import seal
from triparty.services.papers import kept_minutes
from triparty.services.signing import keep_original, note_signature

LATER = datetime(2026, 12, 3, 6, 30, tzinfo=AT.tzinfo)


@pytest.fixture
def blank(tmp_path: Path, blank_file: Path) -> Iterator[Database]:
    """A database with nothing in it."""
    shutil.copyfile(blank_file, tmp_path / "triparty.db")
    database = Database.in_file(tmp_path / "triparty.db", actor="tester")
    yield database
    database.close()


def amended(session: Session, meeting: Meeting) -> list[AgendaItem]:
    """A later meeting that approved an amendment of the second item, and one of the whole."""
    second = Meeting(
        community_id=meeting.community_id,
        ordinal=meeting.ordinal + 1,
        title="第四次会议",
        starts_at=LATER,
        status=MeetingStatus.CLOSED,
        opened_at=LATER,
        closed_at=LATER + timedelta(hours=1),
    )
    session.add(second)
    session.flush()
    items = meeting_room(session, meeting.id).items
    for place, item in enumerate((items[1], None), 1):
        carrier = AgendaItem(meeting_id=second.id, position=place, title="更正", status=ItemStatus.AGREED)
        session.add(carrier)
        session.flush()
        session.add(
            Amendment(
                meeting_id=meeting.id,
                item_id=item.id if item else None,
                carrier_id=carrier.id,
                reason="笔误",
                says_now="四月底",
                shall_say="五月底",
            )
        )
        session.flush()
    return items


def test_papers_end_with_what_was_amended_and_the_snapshot_stays(blank: Database) -> None:
    meeting = blank.run(keep)
    before, _day = blank.read(kept_minutes, meeting.id, "zh_CN")
    items = blank.run(amended, meeting)
    assert blank.read(kept_minutes, meeting.id, "zh_CN")[0] == before
    values, _day = blank.read(final_values, meeting.id, "zh_CN")
    first, whole = values["amendments"]
    assert (first["number"], first["approved"]) == ("更正第1号", "2026年12月3日；第四次会议")
    assert (first["item"], whole["item"], whole["shall_say"]) == ("2", "全文", "五月底")
    assert {**values, "amendments": []} == json.loads(before)
    for number, expected in ((0, []), (1, ["更正第1号"])):
        asked = Asked(
            PaperKind.EXCERPT, "zh_CN", meeting.community_id, AT.date(), meeting.id, subject=items[number].id.hex
        )
        said = blank.read(KINDS[PaperKind.EXCERPT].said, asked)
        assert [each["number"] for each in said["amendments"]] == expected


def test_the_sheet_and_the_record_say_who_signed(blank: Database) -> None:
    meeting = blank.run(keep)
    day = meeting.starts_at.astimezone().date()
    served = SignatureBase(name="赵丁四", signed_on=day, reservation="不同意", served_to="赵丁四", served_on=day)
    blank.run(note_signature, meeting.id, Party.PROPERTY, served, "zh_CN", today=date(2027, 1, 1))
    for kind in (PaperKind.SIGN_OFF, PaperKind.RECORD):
        asked = Asked(kind, "zh_CN", meeting.community_id, AT.date(), meeting.id)
        community, company, _residents = blank.read(KINDS[kind].said, asked)["signatures"]
        assert (community["name"], company["name"]) == ("", "赵丁四")
        assert company["remarks"].splitlines()[0] == "不同意"
        assert company["remarks"].endswith("送达赵丁四")


def test_minutes_amended_after_they_were_sealed_are_filed_beside_them(blank: Database) -> None:
    meeting = blank.run(keep)
    scope, rules = Scope(meeting.community_id, "zh_CN", meeting_id=meeting.id), read_rules()

    def planned(session: Session) -> Plan:
        return plan(session, scope, rules, AT.date())

    drafts = blank.read(planned).drafts
    (sealed, *_others) = blank.run(seal, meeting.community_id, drafts, rules, "Z109", "陈子一", AT)
    assert blank.read(planned).drafts == []
    blank.run(amended, meeting)
    blank.run(keep_original, meeting.id, OriginalBase(place="3号盒第12页", holder="吴记录"))
    again = blank.read(planned)
    (draft,) = again.drafts
    assert (draft.subject, draft.kind) == ("amendment-2", sealed.kind)
    assert draft.title == f"{sealed.title}（更正后）"
    (minutes,) = (item for item in again.sealed if item.reference)
    assert remark_of(again, minutes, "zh_CN") == "签字原件：3号盒第12页，吴记录保管"
    blank.run(seal, meeting.community_id, [draft], rules, "Z109", "陈子一", AT)
    assert blank.read(planned).drafts == []
