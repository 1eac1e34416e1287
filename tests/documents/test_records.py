"""What the record, the task list and the voting slips say of a meeting."""

from datetime import timedelta

import pytest

from meetings_db.models import Ballot, BallotCount, BallotMethod, ItemSpan, MeetingStatus
from meetings_db.queries.meetings import BallotSheet
from tests.documents.rooms import BEGINS, TODAY, make_lines, make_room
from tests.documents.samples import make_visit
from triparty.documents.kinds import ballot_slip, order, record, tasks, visit
from triparty.documents.speeches import Speech, parts_of
from triparty.rules import RuleError
from triparty.rules.ballots import POOLED_GROUP

_NOTES = """会议听取了说明。

- 14:41 赵丁四（物业）：已劝离两次，**晚间**反弹：
  - 东门；
  - 西门。
- 14：44 冯小满（居民）:希望保留早点摊
- 保留早点摊须划定区域

```
- 14:50 某人：这是样例
```
"""


@pytest.fixture(autouse=True)
def in_china(shanghai: None) -> None:
    """Local times are those of China."""


def test_speeches_are_told_from_everything_else_and_nothing_is_lost() -> None:
    assert parts_of(_NOTES) == [
        "会议听取了说明。",
        [
            Speech("14:41", "赵丁四", "物业", "已劝离两次，**晚间**反弹：\n- 东门；\n- 西门。"),
            Speech("14:44", "冯小满", "居民", "希望保留早点摊"),
        ],
        "- 保留早点摊须划定区域\n\n```\n- 14:50 某人：这是样例\n```",
    ]
    assert parts_of("") == []
    for nobody in (
        "- 25:00 赵丁四：不是时间",
        "- 14:41 没有说话",
        "14:41 赵丁四：不在列表中",
        "> - 14:41 赵丁四：引用",
    ):
        assert parts_of(nobody) == [nobody]


def test_the_record_tells_who_spoke_when_and_appends_the_votes() -> None:
    room = make_room("en")
    item = room.items[1]
    item.notes = _NOTES.replace("赵丁四", "Zhao Dingsi")
    for begun, ended in ((10, 20), (40, 45)):
        span = ItemSpan(item_id=item.id, at=BEGINS + timedelta(minutes=begun))
        span.ended_at = BEGINS + timedelta(minutes=ended)
        room.spans.setdefault(item.id, []).append(span)
    said = record.values(room, "en", made_on=TODAY)
    told = said["items"][1]
    assert told["slot"] == "14:40–14:50, 15:10–15:15"
    speeches = told["discussion"][1]["speeches"]
    # The party is told in the paper's language; of somebody nobody invited it stays as it was typed.
    assert [(each["time"], each["speaker"]) for each in speeches] == [
        ("14:41", "Zhao Dingsi (Property)"),
        ("14:44", "冯小满 (居民)"),
    ]
    assert [part["text"][:4] for part in told["discussion"]] == ["会议听取", "", "- 保留"]
    assert [ballot["item"][:7] for ballot in said["ballots"]] == ["Item 2:", "Item 3:", "Item 6:", "Item 6:", "Item 8:"]
    assert not said["draft"]


def test_a_meeting_that_was_not_opened_has_no_record() -> None:
    room = make_room()
    room.meeting.status = MeetingStatus.FROZEN
    with pytest.raises(RuleError, match="not been opened"):
        record.values(room, "zh_CN", made_on=TODAY)
    room.meeting.status = MeetingStatus.IN_SESSION
    assert record.values(room, "zh_CN", made_on=TODAY)["draft"]


def test_the_task_list_has_each_task_as_it_was_given() -> None:
    room = make_room()
    lines = make_lines(room)
    told = tasks.values(lines, room.community, "zh_CN", today=TODAY)["tasks"]
    assert [row["number"] for row in told] == [line.action.number for line in lines]
    # Extended and passed on since: that is the tracker's to tell.
    assert (told[2]["due"], told[4]["owner"]) == ("2026-12-03", "欧阳文轩")
    assert told[0]["source"].endswith("第2项")


def test_slips_are_for_everybody_expected_and_in_an_open_ballot_for_who_may_vote() -> None:
    room = make_room()
    item = room.items[6]
    slips = ballot_slip.values(room, item, "zh_CN", made_on=TODAY)
    assert [slip["party"] for slip in slips["slips"]] == ["社区"] * 3 + ["物业"] * 3 + ["业主居民"] * 4
    assert (slips["count"], slips["motion"]) == ("10", item.title)
    ballot = Ballot(
        item_id=item.id,
        motion="选址在一号楼",
        method=BallotMethod.SECRET,
        rule="majority-present",
        rule_snapshot="{}",
        opened_at=BEGINS,
    )
    count = BallotCount(ballot_id=ballot.id, group=POOLED_GROUP, entitled=10, present=8, recused=1)
    room.ballots[item.id] = [BallotSheet(ballot, [count])]
    slips = ballot_slip.values(room, item, "zh_CN", made_on=TODAY)
    assert [slip["number"] for slip in slips["slips"]] == [f"{number:03d}" for number in range(1, 8)]
    assert {slip["party"] for slip in slips["slips"]} == {""}
    assert slips["motion"] == "选址在一号楼"
    room.participants.clear()
    room.ballots.clear()
    with pytest.raises(RuleError, match="no slip"):
        ballot_slip.values(room, item, "zh_CN", made_on=TODAY)


def test_an_order_has_everything_its_owner_has_open_and_nothing_else() -> None:
    room = make_room()
    lines = make_lines(room)
    nobody = lines[8].action
    nobody.owner, nobody.due_on = "", TODAY - timedelta(days=3)
    found = order.owners(lines)
    unfinished = [line.action for line in lines if line not in (lines[6], lines[7])]
    assert found == list(dict.fromkeys(action.owner or "community" for action in unfinished))
    assert order.owners(lines, late_on=TODAY) == ["community"]
    for owner in found:
        told = order.values(lines, owner, room.community, "zh_CN", today=TODAY)
        own = [action for action in unfinished if (action.owner or "community") == owner]
        assert sorted(row["number"] for row in told["lines"]) == sorted(action.number for action in own)
    assert (told["owner"], told["late"]) == ("社区", "1")
    assert told["lines"][0]["until"] == "2026-11-22\n延期至2026-11-20\n逾期3天"
    with pytest.raises(RuleError, match="nothing open"):
        order.values(lines, lines[7].action.owner, room.community, "zh_CN", today=TODAY)


def test_the_record_of_a_visit_names_nobody_who_reported() -> None:
    room = make_room()
    told = visit.values(*make_visit(room), room.community, "zh_CN", made_on=TODAY)
    assert [issue["number"] for issue in told["issues"]] == ["2026-0142", "2026-0143", "2026-0144"]
    name = room.items[1].title
    shown = {"sha256": "0" * 64, "width": 400, "height": 300, "name": name}
    assert told["photos"] == [{"place": "1", "name": name, "phase": "整改前", "picture": shown}]
    assert "SECRET" not in str(told)
    assert "13911112222" not in str(told)
    empty = visit.blank(room.community, "zh_CN", made_on=TODAY)
    assert (empty["blank"], told["blank"]) == (True, False)
    assert set(empty["visit"].values()) == {""}
