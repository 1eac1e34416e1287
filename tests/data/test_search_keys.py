"""What each key of a search finds, and what a hit shows, on both databases."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from meetings_db import bulk, search
from meetings_db.engine import Database
from meetings_db.models import (
    ActionBase,
    Community,
    EntryKind,
    Estate,
    EstateBase,
    Issue,
    ItemStatus,
    OrganisationBase,
    PaperKind,
    Party,
    PersonBase,
    PostBase,
    Route,
    UpdateKind,
    VisitBase,
    new_id,
)
from tests.data.builders import START, Place, a_community, a_meeting, a_meeting_in_session, an_issue, typed_issue
from triparty.services.actions import assign_action, take_step
from triparty.services.directory import add_estate, edit_organisation, enrol
from triparty.services.issues import close_issue, edit_issue, merge_issues, raise_issue
from triparty.services.meetings import settle_item
from triparty.services.papers import record_paper
from triparty.services.photos import Picture, attach_photo
from triparty.services.visits import record_visit

TODAY = START.date()


@pytest.fixture
def place(db: Database) -> Place:
    """A community with an estate and people."""
    return a_community(db)


def hits(db: Database, place: Place, typed: str, **more: Any) -> list[search.Hit]:
    """What a search finds."""
    return db.read(search.find, place.id, search.parse(typed, TODAY), **more)


def titles(db: Database, place: Place, typed: str) -> set[str]:
    """The titles of what a search finds."""
    return {hit.title for hit in hits(db, place, typed)}


def an_action(db: Database, place: Place, what: str, due: int | None = None, **more: Any) -> Any:
    """An action that falls due so many days from today."""
    on = None if due is None else TODAY + timedelta(days=due)
    links = {name: more.pop(name) for name in ("issue_id", "item_id") if name in more}
    return db.run(assign_action, place.id, ActionBase(what=what, due_on=on, **more), **links)


def test_how_issues_stand(db: Database, place: Place) -> None:
    fresh = an_issue(db, place, "车棚漏雨", Route.NONE)
    closed = an_issue(db, place, "东门路灯不亮", Route.SOLVE_NOW)
    other = an_issue(db, place, "路灯坏了", Route.SOLVE_NOW)
    an_issue(db, place, "停车秩序")
    db.run(close_issue, closed.id, "换了灯泡")
    db.run(merge_issues, fresh.id, other.id)
    assert titles(db, place, "is:open is:issue") == {"车棚漏雨", "停车秩序"}
    assert titles(db, place, "is:closed is:issue") == {"东门路灯不亮", "路灯坏了"}
    assert titles(db, place, "is:merged") == {"路灯坏了"}
    assert titles(db, place, "状态:待分流") == {"车棚漏雨"}
    assert titles(db, place, "is:issue -is:open -is:merged") == {"东门路灯不亮"}
    assert titles(db, place, "lude") == {"东门路灯不亮", "路灯坏了"}


def test_the_last_time_is_told_with_what_became_of_it(db: Database, place: Place) -> None:
    issue = an_issue(db, place, "电梯停运", Route.SOLVE_NOW)
    db.run(close_issue, issue.id, "更换门机板后恢复")
    (hit,) = hits(db, place, "dtty")
    assert (hit.number, hit.title, hit.title_marks, hit.outcome) == (
        issue.number,
        "电梯停运",
        ((0, 4),),
        "更换门机板后恢复",
    )
    (hit,) = hits(db, place, "门机板")
    assert hit.snippet == "更换门机板后恢复"
    assert [hit.snippet[begin:end] for begin, end in hit.marks] == ["门机板"]
    done = an_issue(db, place, "路灯不亮")
    room = a_meeting_in_session(db, place, issues=(done,))
    db.run(settle_item, room.items[0].id, ItemStatus.AGREED, "在东门装太阳能灯")
    (hit,) = hits(db, place, "路灯 is:issue")
    assert hit.outcome == "在东门装太阳能灯"
    action = an_action(db, place, "装上新灯", item_id=room.items[0].id)
    for step in (UpdateKind.STARTED, UpdateKind.SUBMITTED, UpdateKind.CLOSED):
        action = db.run(take_step, action.id, action.version, step, "")
    (hit,) = hits(db, place, "路灯 is:issue")
    assert hit.outcome == "装上新灯"


def test_what_falls_due_and_who_owes_it(db: Database, place: Place) -> None:
    issue = an_issue(db, place, "门禁失灵")
    an_action(db, place, "修门禁", 2, owner="赵丁四", party=Party.PROPERTY, issue_id=issue.id)
    an_action(db, place, "清沟", -1, owner="物业公司", party=Party.OTHER)
    an_action(db, place, "公示", 9, owner="居委会", party=Party.COMMUNITY)
    done = an_action(db, place, "已办妥", -5)
    an_action(db, place, "没有期限")
    for step in (UpdateKind.STARTED, UpdateKind.SUBMITTED, UpdateKind.CLOSED):
        done = db.run(take_step, done.id, done.version, step, "")
    assert titles(db, place, "due:<3d") == {"修门禁", "清沟"}
    assert titles(db, place, "due:<2d") == {"清沟"}
    assert titles(db, place, "due:overdue") == titles(db, place, "is:overdue") == {"清沟"}
    assert titles(db, place, "期限:无") == {"没有期限"}
    assert titles(db, place, "due:>3d") == {"公示"}
    assert titles(db, place, "due:<0d is:closed") == {"已办妥"}
    assert titles(db, place, "owner:物业") == {"修门禁", "门禁失灵"}
    assert titles(db, place, "owner:物业公司 -is:issue") == {"修门禁"}
    assert titles(db, place, "负责人:赵") == {"修门禁", "门禁失灵"}
    assert titles(db, place, "-owner:赵 is:action is:open") == {"清沟", "公示", "没有期限"}
    assert titles(db, place, "estate:云杉 is:action") == {"修门禁"}


def test_estates_by_a_part_of_their_name_and_by_a_word_beside_others(db: Database, place: Place) -> None:
    home = db.run(add_estate, place.id, EstateBase(name="丰乐小区"))
    there = db.run(raise_issue, place.id, home.id, typed_issue("电梯停运"))
    an_issue(db, place, "电梯困人")
    assert titles(db, place, "小区：丰乐 is:issue") == {"电梯停运"}
    assert titles(db, place, "estate:fengl is:issue") == {"电梯停运"}
    assert titles(db, place, "丰乐 电梯") == titles(db, place, "dt fenglexiaoqu") == {"电梯停运"}
    assert titles(db, place, "丰乐") == {"丰乐小区"}
    assert titles(db, place, "estate:没有") == set()
    assert titles(db, place, "-estate:丰乐 电梯") == {"电梯困人"}
    db.run(edit_issue, there.id, there.version, typed_issue("电梯停运"), place.estate.id)
    assert titles(db, place, "丰乐 电梯") == set()
    db.run(rename_estate, home, "长乐小区")
    assert titles(db, place, "changle") == {"长乐小区"}
    assert titles(db, place, "丰乐") == set()


def test_the_list_of_what_was_found_has_those_issues_and_no_others(db: Database, place: Place) -> None:
    an_issue(db, place, title=f"{place.estate.name}: gate")
    an_issue(db, place, title="Something in that estate which does not say so")
    for typed in (place.estate.name.split()[0], f"{place.estate.name} gate", "gate is:open", "gate -is:visit"):
        found = [hit.id for hit in hits(db, place, typed) if hit.kind is EntryKind.ISSUE]
        asked = search.parse(typed, TODAY)
        assert db.read(search.find_issues, place.id, asked, limit=99) == found != [], typed
    for typed in ("gate is:visit", "gate -is:issue"):
        assert db.read(search.find_issues, place.id, search.parse(typed, TODAY), limit=99) == []


def test_a_hit_says_nothing_twice_and_reads_as_prose(db: Database, place: Place) -> None:
    notes = "| What | Who |\n| --- | --- |\n| Ramp at the gate | Zhao |"
    typed = VisitBase(visited_at=START, officer="Chen Wu", notes=notes)
    db.run(record_visit, place.id, place.estate.id, typed)
    by_name, by_notes = hits(db, place, "Chen is:visit"), hits(db, place, "ramp is:visit")
    assert [(hit.title, hit.snippet) for hit in by_name] == [("Chen Wu", "")]
    assert [(hit.title, hit.snippet) for hit in by_notes] == [("Chen Wu", "Ramp at the gate · Zhao")]


def rename_estate(session: Session, estate: Estate, name: str) -> None:
    """Another name for an estate."""
    session.add(estate)
    estate.name = name


def test_people_by_their_posts_which_follow_their_organisation(db: Database, place: Place) -> None:
    assert titles(db, place, "安和 代表 is:person") == {"赵丁四", "钱丙三"}
    enrolled = PersonBase(name="单于长乐"), OrganisationBase(name="长青物业", party=Party.PROPERTY)
    db.run(enrol, place.id, *enrolled, PostBase(title="经理", party=Party.PROPERTY))
    assert titles(db, place, "zhangle") == titles(db, place, "shanyuchang") == {"单于长乐"}
    assert titles(db, place, "长青 经理") == {"单于长乐"}
    (organisation,) = hits(db, place, "长青 is:organisation")
    db.run(edit_organisation, organisation.id, 1, OrganisationBase(name="青山物业", party=Party.PROPERTY))
    assert titles(db, place, "青山 经理") == {"单于长乐"}
    assert titles(db, place, "长青") == set()


def test_meetings_items_visits_and_papers(db: Database, place: Place) -> None:
    issue = an_issue(db, place, "楼道堆物")
    meeting = a_meeting(db, place, "公共收益公示", issues=(issue,))
    visit = VisitBase(visited_at=START, officer="陈子一", met="楼栋长", notes="# 记录\n- 说起**堆物**的事")
    db.run(record_visit, place.id, place.estate.id, visit)
    an_action(db, place, "清理堆物", issue_id=issue.id)
    paper: dict[str, Any] = {"meeting_id": meeting.id, "kind": PaperKind.NOTICE, "language": "zh_CN", "final": False}
    file: dict[str, Any] = {"snapshot": "{}", "sha256": "0" * 64, "file_name": "第1次会议通知.docx"}
    db.run(record_paper, place.id, **paper, **file)
    found = {hit.kind: hit for hit in hits(db, place, "堆物")}
    assert set(found) == {EntryKind.ISSUE, EntryKind.ITEM, EntryKind.VISIT, EntryKind.ACTION}
    assert (found[EntryKind.ITEM].number, found[EntryKind.ITEM].opens) == ("1-1", meeting.id)
    assert found[EntryKind.VISIT].snippet == "- 说起**堆物**的事"
    assert titles(db, place, "会议 is:paper") == {"第1次会议通知.docx"}
    assert titles(db, place, "has:paper") == {meeting.title}
    assert titles(db, place, "has:action is:issue") == {"楼道堆物"}
    assert titles(db, place, "date:2026-03-20 is:meeting") == {meeting.title}
    assert titles(db, place, "date:>2026-03-20 is:meeting") == set()
    assert titles(db, place, "sjy") == set()
    assert {hit.kind for hit in hits(db, place, "chenziyi")} == {EntryKind.VISIT}


def test_has_photo(db: Database, place: Place) -> None:
    shown, _other = an_issue(db, place, "路灯不亮"), an_issue(db, place, "停车秩序")
    assert titles(db, place, "has:photo") == set()
    db.run(attach_photo, Issue, shown.id, Picture("lamp.jpg", b"\xff\xd8 a lamp", 1600, 1200, START))
    assert titles(db, place, "有:照片") == {"路灯不亮"}
    assert titles(db, place, "-has:photo is:issue") == {"停车秩序"}


def test_numbers_dates_and_categories(db: Database, place: Place) -> None:
    for days, category in ((0, "停车管理"), (40, "绿化")):
        typed = typed_issue(f"第{days}天", category=category, reported_at=START - timedelta(days=days))
        db.run(raise_issue, place.id, place.estate.id, typed)
    an_action(db, place, "办一件事")
    assert titles(db, place, "2026-0001") == {"第0天", "办一件事"}
    assert titles(db, place, "a2026-0001") == {"办一件事"}
    assert titles(db, place, "0002") == {"第40天"}
    assert titles(db, place, "reported:<7d") == {"第0天"}
    assert titles(db, place, "reported:>30天") == {"第40天"}
    assert titles(db, place, "category:停车") == titles(db, place, "tcgl") == {"第0天"}


def test_pages_go_on_and_never_repeat(db: Database, place: Place) -> None:
    for number in range(7):
        an_issue(db, place, f"电梯 {number}")
    first = hits(db, place, "电梯", limit=4)
    then = hits(db, place, "电梯", limit=4, after=first[-1].seq)
    assert [hit.title[-1] for hit in (*first, *then)] == list("6543210")
    assert hits(db, place, "") == []


def test_rows_put_in_past_the_session_are_found_too(db: Database, place: Place) -> None:
    known = an_issue(db, place, "电梯停运")
    row = {**known.model_dump(), "id": new_id(), "number": "2026-0009", "title": "白蚁"}
    db.run(bulk.insert_rows, Issue, [row])
    assert titles(db, place, "baiyi") == {"白蚁"}


def test_another_community_is_not_searched(db: Database, place: Place) -> None:
    other = db.run(lambda session: added(session, Community(name="别处")))
    an_issue(db, place, "电梯停运")
    assert db.read(search.find, other.id, search.parse("电梯", TODAY)) == []


def added(session: Session, row: Community) -> Community:
    """The row, added."""
    session.add(row)
    session.flush()
    return row


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    typed=st.one_of(
        st.text(max_size=30), st.text(alphabet="is:-open \"'*%_()<>&|!\\:：电梯丰a1date.due有小区", max_size=24)
    )
)
def test_nothing_typed_breaks_the_search(db: Database, typed: str) -> None:
    community = next(the_community(db), None) or a_community(db).community
    try:
        asked = search.parse(typed, date(2026, 3, 20))
    except search.AskedWrong:
        return
    db.read(search.find, community.id, asked)


def the_community(db: Database) -> Iterator[Community]:
    """The community there is, if any."""
    yield from db.read(lambda session: session.exec(select(Community).order_by(col(Community.id))).all())
