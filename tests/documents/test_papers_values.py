"""What each paper says of a meeting: read back from the produced document."""

import json
from pathlib import Path
from typing import Any

import pytest

from meetings_db.models import BallotMethod, ItemStatus, MeetingStatus, PaperKind
from tests.documents.papers import MADE, a_picture, entry, texts, valid
from tests.documents.rooms import TODAY, make_lines, make_room
from tests.documents.samples import values_of
from tests.documents.spoken import ZH
from triparty.documents.ballots import ballot_values
from triparty.documents.kinds import KINDS, agenda, calculation, minutes, notice, sign_in, tracker
from triparty.documents.papers import template_path
from triparty.documents.template import compile_template, write
from triparty.documents.wording import Words
from triparty.i18n import LANGUAGES
from triparty.rules import RuleError
from triparty.rules.ballot_presets import load_rule

both = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def in_china(shanghai: None) -> None:
    """Local times are those of China."""


def paper(tmp_path: Path, kind: PaperKind, language: str, values: dict[str, Any]) -> Path:
    """The paper written with the shipped template."""
    path = tmp_path / f"{kind}-{language}.docx"
    template = compile_template(template_path(kind, language))
    write(template, values, path, schema=KINDS[kind].schema, properties=MADE, pictures=a_picture)
    return path


def said(path: Path) -> list[str]:
    """Its paragraphs in order."""
    return texts(entry(path, "word/document.xml"))


@both
def test_word_finds_nothing_wrong_with_any_paper(tmp_path: Path, language: str) -> None:
    room = make_room(language)
    valid(*(paper(tmp_path, kind, language, values_of(kind, room, language)) for kind in PaperKind))


def test_minutes_tell_the_meeting_in_order(tmp_path: Path) -> None:
    room = make_room()
    lines = said(paper(tmp_path, PaperKind.MINUTES, "zh_CN", minutes.values(room, "zh_CN", made_on=TODAY)))
    assert lines[:3] == ["晨曦社区三方联席会议纪要", "第3期", "晨曦社区三方联席会议第3次会议"]
    assert lines[3].startswith("2026年11月19日（星期四）14:30，王一鸣在社区党群服务中心二楼会议室主持召开")
    assert "应到10人，实到8人" in lines[3]
    headings = [line for line in lines if line[:2] in ("一、", "二、", "三、", "十、")]
    assert headings[:2] == ["一、上次会议议定事项落实情况", "二、禾香新居消防通道被私家车占用的处置"]
    assert "来源：问题2026-0142（禾香新居，2026年10月28日12345热线转办，反映2人次）" in lines
    assert lines[-1] == "主持人签字：　　　　　　　　记录人签字："


def test_the_imprint_stands_at_the_foot_of_the_last_page(tmp_path: Path) -> None:
    path = paper(tmp_path, PaperKind.MINUTES, "zh_CN", minutes.values(make_room(), "zh_CN", made_on=TODAY))
    for part in ("word/footer3.xml", "word/footer4.xml"):
        foot = [line.strip() for line in texts(entry(path, part))]
        assert foot[0].startswith("抄送：金湖街道办事处、晨曦社区居民委员会、")
        assert foot[1] == "晨曦社区党总支、晨曦社区居民委员会\t2026年11月23日印发"
        assert "1" in foot[2]


def test_minutes_never_name_who_reported(tmp_path: Path) -> None:
    path = paper(tmp_path, PaperKind.MINUTES, "zh_CN", minutes.values(make_room(), "zh_CN", made_on=TODAY))
    xml = entry(path, "word/document.xml")
    assert "SECRET REPORTER" not in xml
    assert "13911112222" not in xml
    assert "13800000001" not in xml


def test_a_ballot_tells_its_rule_its_numbers_and_its_outcome() -> None:
    items = minutes.values(make_room(), "zh_CN", made_on=TODAY)["items"]
    ballot = items[1]["ballots"][0]
    assert [row["result"] for row in ballot["counts"]] == ["达到", "达到", "达到"]
    assert ballot["counts"][0] == {
        **{"party": "社区", "entitled": "3", "present": "2", "yes": "2", "no": "0", "abstain": "0", "invalid": "0"},
        **{"recused": "0", "result": "达到"},
    }
    assert ballot["rule"].startswith("协商一致")
    assert "社区：同意2人，反对0人" in ballot["finding"]
    assert ballot["outcome"] == "表决通过。"


def test_a_pooled_ballot_has_a_sum_and_counts_invalid_votes() -> None:
    first, second = minutes.values(make_room(), "zh_CN", made_on=TODAY)["items"][5]["ballots"]
    assert (first["round"], second["round"]) == ("（第1轮）", "（第2轮）")
    assert first["annulled"] == "计票有误"
    assert second["counts"][-1]["party"] == "合计"
    assert second["counts"][-1]["yes"] == "3"
    assert second["counts"][-1]["result"] == "未达到"
    assert second["finding"] == "须5人同意，得3人同意；无效票1张。"
    assert second["outcome"] == "表决未通过。"


def test_a_ballot_tells_the_casting_vote_the_silent_and_the_slips() -> None:
    room = make_room()
    item = room.items[5]
    sheet = room.ballots[item.id][1]
    sheet.ballot.casting_vote, sheet.ballot.method = True, BallotMethod.SECRET
    sheet.ballot.rule_snapshot = json.dumps(load_rule("majority-present-chair").as_table())
    for count, (yes, no) in zip(sheet.counts, ((1, 1), (1, 1), (0, 0)), strict=False):
        count.yes, count.no, count.present, count.abstain, count.invalid, count.recused = yes, no, yes + no, 0, 0, 0
        count.handed_out = count.returned = yes + no
    told = ballot_values(sheet, item.authority, Words("zh_CN"), alone=True)["finding"]
    assert told == "须3人同意，得2人同意；票数相等，主持人投决定票：同意；发出表决票4张，收回4张。"
    sheet.counts[1].handed_out = None  # annulled before this party's slips were counted
    assert "收回" not in ballot_values(sheet, item.authority, Words("zh_CN"), alone=True)["finding"]
    sheet.counts[0].no = 0
    sheet.ballot.casting_vote, sheet.ballot.method = None, BallotMethod.HANDS
    assert "here and did not vote: 1" in ballot_values(sheet, item.authority, Words("en"), alone=True)["finding"]


@both
def test_a_matter_of_the_owners_is_never_passed(tmp_path: Path, language: str) -> None:
    room = make_room(language)
    item = minutes.values(room, language, made_on=TODAY)["items"][2]
    outcome = item["ballots"][0]["outcome"]
    assert "通过" not in outcome
    assert "arried" not in outcome
    assert ("提请业主共同决定" if language == "zh_CN" else "propose it to the owners") in outcome
    assert ("提请业主共同决定" if language == "zh_CN" else "propose to the owners") in item["conclusion"]


@both
def test_a_conclusion_is_worded_in_the_language_of_the_paper(language: str) -> None:
    room = make_room()
    room.items[4].conclusion = "架空线缆低垂。"
    item = minutes.values(room, language, made_on=TODAY)["items"][4]
    sentence = "会议同意移交主管部门：架空线缆低垂。"
    if language == "en":
        sentence = "The meeting agreed to refer to the department in charge: 架空线缆低垂."
    assert item["conclusion"] == sentence


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    room = make_room()
    room.meeting.chair = room.meeting.place = ""
    room.presence.clear()
    values = minutes.values(room, "zh_CN", made_on=TODAY)
    lines = said(paper(tmp_path, PaperKind.MINUTES, "zh_CN", values))
    assert "（未填写）在（未填写）主持召开" in lines[3]
    assert "实到（未填写）人" in lines[3]
    assert "出席：（未填写）" in lines
    assert values["absent"] == ""
    assert values["items"][9]["presenter"] == values["items"][9]["notes"] == "（未填写）"


def test_people_are_listed_by_what_became_of_them() -> None:
    values = minutes.values(make_room(), "zh_CN", made_on=TODAY)
    assert values["voting"].splitlines()[0] == "晨曦社区居民委员会\u3000王一鸣、李惠"
    assert values["excused"] == "晨曦社区居民委员会\u3000陈启明"
    assert values["absent"] == "丰乐小区居民代表\u3000冯小满"
    assert "区城市管理执法局金湖中队\u3000马志远" in values["observing"]


@both
def test_a_draft_says_so_on_every_page_and_a_final_paper_does_not(tmp_path: Path, language: str) -> None:
    room = make_room(language)
    word = "草　稿" if language == "zh_CN" else "DRAFT"
    headers = ("word/header1.xml", "word/header2.xml")
    draft = paper(tmp_path, PaperKind.MINUTES, language, minutes.values(room, language, made_on=TODAY))
    assert [texts(entry(draft, part)) for part in headers] == [[word], [word]]
    room.meeting.status, room.meeting.reference = MeetingStatus.FINAL, "三方联纪〔2026〕4号"
    final = paper(tmp_path, PaperKind.MINUTES, language, minutes.values(room, language, made_on=TODAY, draft=False))
    assert [texts(entry(final, part)) for part in headers] == [[], []]
    assert said(final)[1] == "三方联纪〔2026〕4号"


def test_sign_in_is_empty_before_the_meeting_and_filled_after_it() -> None:
    room = make_room()
    after = sign_in.values(room, "zh_CN", made_on=TODAY)
    assert (after["expected"], after["present"]) == ("10", "8")
    assert [row["party"] for row in after["people"]][:5] == ["社区"] * 4 + ["物业"]
    assert [row["remark"] for row in after["people"] if row["remark"]] == ["请假", "缺席"]
    left = [(row["arrived"], row["left"]) for row in after["people"] if row["left"]]
    assert left == [("14:30", "15:40")]
    room.presence.clear()
    before = sign_in.values(room, "zh_CN", made_on=TODAY)
    assert before["present"] == "____"
    assert {row["arrived"] + row["left"] + row["remark"] for row in before["people"]} == {""}


def test_the_agenda_counts_the_time_on() -> None:
    values = agenda.values(make_room(), "zh_CN", made_on=TODAY)
    slots = [(row["slot"], row["minutes"]) for row in values["items"]]
    assert slots[:3] == [("14:30", "6分钟"), ("14:36", "7分钟"), ("14:43", "8分钟")]
    assert values["items"][0]["expected"] == "听取通报"
    assert values["items"][2]["expected"] == "是否提请业主共同决定"
    assert values["total"] == "105分钟"


def test_the_notice_asks_everybody_and_has_a_reply_slip(tmp_path: Path) -> None:
    lines = said(paper(tmp_path, PaperKind.NOTICE, "zh_CN", notice.values(make_room(), "zh_CN", made_on=TODAY)))
    assert lines[0] == "关于召开晨曦社区三方联席会议\n第3次会议的通知"
    assert lines[1].startswith("晨曦社区居民委员会、金湖安居物业服务有限公司禾香新居项目部、")
    assert "出席（物业）：赵丁四（项目经理）、欧阳文轩（项目经理）、周大同（工程主管）。" in lines
    assert "10.柳塘湾道路坑洼积水（协商）" in lines
    assert [head in lines for head in ("回　　执", "是否参会", "请假原因")] == [True] * 3


def test_the_tracker_tells_each_action_with_its_dates_and_warning() -> None:
    room = make_room()
    values = tracker.values(make_lines(room), room.community, "zh_CN", today=TODAY)
    rows = values["lines"]
    assert values["summary"] == "共8件，已办结1件（12%），在办7件，其中逾期1件；另取消1件。"
    assert (rows[2]["due"], rows[2]["extended"], rows[2]["status"]) == ("2026-12-03", "2026-12-20", "搁置")
    assert rows[2]["progress"].splitlines()[0] == "2026-11-21 延期（2026-12-03改为2026-12-20）：等待设计单位出图"
    assert rows[4]["owner"] == "赵丁四（原欧阳文轩）"
    assert (rows[7]["closed"], rows[7]["closed_by"], rows[7]["verified"]) == (
        *("2026-11-22", "许联"),
        "现场核验，居民满意",
    )
    assert [row["warning"] for row in rows] == ["", "", "", "", "", "黄：无进展", "", "", "红：逾期"]
    assert rows[0]["remark"].endswith("经费：12,660.00元（公共收益）")


def test_an_empty_tracker_divides_by_nothing() -> None:
    values = tracker.values([], make_room().community, "en", today=TODAY)
    assert values["summary"] == "0 actions, 0 closed (—), 0 open, of these 0 overdue."


def test_an_unsettled_item_is_told() -> None:
    room = make_room("en")
    room.items[1].status, room.items[1].conclusion = ItemStatus.WAITING, ""
    assert minutes.values(room, "en", made_on=TODAY)["items"][1]["conclusion"] == "(not given)"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The item was put off to a later meeting. The estimate is missing."),
        ("zh_CN", "本议题暂缓，留待下次会议研究。The estimate is missing."),
    ],
)
def test_what_was_put_off_says_so_before_its_reason(language: str, said: str) -> None:
    room = make_room(language)
    room.items[1].status, room.items[1].conclusion = ItemStatus.DEFERRED, "The estimate is missing."
    assert minutes.values(room, language, made_on=TODAY)["items"][1]["conclusion"] == said


@pytest.mark.parametrize(
    ("number", "numeral"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (100, "100")]
)
def test_headings_count_in_chinese(number: int, numeral: str) -> None:
    assert Words("zh_CN").numeral(number) == numeral
    assert Words("en").numeral(number) == str(number)


def test_a_long_title_is_broken_at_a_phrase() -> None:
    lines = Words("zh_CN").in_lines("关于召开晨曦社区三方联席会议第3次会议的通知").splitlines()
    assert lines == ["关于召开晨曦社区三方联席会议", "第3次会议的通知"]
    unbroken = "柳" * 45
    assert max(map(len, Words("zh_CN").in_lines(unbroken).splitlines())) <= 20
    assert Words("zh_CN").in_lines(ZH.title) == ZH.title


def test_the_calculation_sheet_compares_whole_numbers(tmp_path: Path) -> None:
    """Every comparison is cross-multiplied, who did not answer is told apart, and an open ballot is not on it."""
    room = make_room()
    values = calculation.values(room, "zh_CN", made_on=TODAY)
    assert not any("**" in each["reservations"] for each in values["ballots"]), "a line of the sheet has no marks"
    held = [sheet for item in room.items for sheet in room.ballots.get(item.id, [])]
    assert len(values["ballots"]) == len(held)
    for sheet, told in zip(held, values["ballots"], strict=True):
        for count, row in zip(sheet.counts, told["counts"], strict=True):
            assert int(row["absent"]) == count.entitled - count.present
            answered = sum(int(row[name]) for name in ("yes", "no", "abstain", "invalid", "recused", "silent"))
            assert answered == count.present
        assert all("×" in step["step"] for step in told["steps"])
    lines = said(paper(tmp_path, PaperKind.CALCULATION, "zh_CN", values))
    assert any("须大于" in line or "须不小于" in line for line in lines)
    held[0].ballot.closed_at = None
    assert len(calculation.values(room, "zh_CN", made_on=TODAY)["ballots"]) == len(held) - 1
    item = next(item for item in room.items if item.id not in room.ballots)
    with pytest.raises(RuleError, match="No ballot was held"):
        calculation.values(room, "zh_CN", made_on=TODAY, item_id=item.id)
