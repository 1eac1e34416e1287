"""One typed line as a promise: tables of cases in both languages, and any text at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings_db.models import LINE, Organisation, Party, Person, Post, new_id
from meetings_db.queries.directory import Seat
from meetings_db.text import clean_line
from triparty.intake.action_line import Understood, read_action

SUNDAY = date(2026, 11, 22)
FRIDAY = date(2026, 11, 27)


def seat(name: str, party: Party, organisation: str, title: str = "") -> Seat:
    community = new_id()
    person = Person(community_id=community, name=name, key=name)
    body = Organisation(community_id=community, name=organisation, party=party, key=organisation)
    return Seat(Post(person_id=person.id, organisation_id=body.id, party=party, title=title), person, body)


PEOPLE = (
    seat("张甲一", Party.COMMUNITY, "晨光社区居民委员会", "书记"),
    seat("赵丁四", Party.PROPERTY, "丰乐物业", "经理"),
    seat("钱戊五", Party.PROPERTY, "丰乐物业"),
    seat("孙己六", Party.RESIDENTS, "丰乐业主委员会", "主任"),
    seat("张伟", Party.RESIDENTS, "丰乐业主委员会"),
    seat("Ann Lee", Party.RESIDENTS, "Owners' Committee"),
    seat("郑警官", Party.OTHER, "晨光派出所"),
)


def read(line: str) -> Understood:
    return read_action(line, PEOPLE, SUNDAY)


@pytest.mark.parametrize(
    ("line", "owner", "party", "what", "due"),
    [
        ("@赵丁四 修好东门路灯 下周五", "赵丁四", Party.PROPERTY, "修好东门路灯", FRIDAY),
        ("修好东门路灯 下周五 @赵丁四", "赵丁四", Party.PROPERTY, "修好东门路灯", FRIDAY),
        ("＠赵丁四　修好东门路灯，１１月２７日前完成。", "赵丁四", Party.PROPERTY, "修好东门路灯", FRIDAY),
        ("@赵丁四，下周五前修好东门路灯", "赵丁四", Party.PROPERTY, "修好东门路灯", FRIDAY),
        ("@赵丁四：东门路灯（下周五前）", "赵丁四", Party.PROPERTY, "东门路灯", FRIDAY),
        ("@赵 修好东门路灯 +5d", "赵丁四", Party.PROPERTY, "修好东门路灯", FRIDAY),
        ("@zd 修好东门路灯 +5d", "赵丁四", Party.PROPERTY, "修好东门路灯", FRIDAY),
        ("@zhao fix the lamp", "赵丁四", Party.PROPERTY, "fix the lamp", None),
        ("@Zhaods、qwu fix the lamp", "赵丁四、钱戊五", Party.PROPERTY, "fix the lamp", None),
        ("@zds修好路灯 下周五", "赵丁四", Party.PROPERTY, "修好路灯", FRIDAY),
        ("@al fix the lamp", "Ann Lee", Party.RESIDENTS, "fix the lamp", None),
        ("@zj 修门", "zj", Party.OTHER, "修门", None),
        ("@ding 修门", "ding", Party.OTHER, "修门", None),
        ("@赵丁四经理 修好路灯", "赵丁四", Party.PROPERTY, "修好路灯", None),
        ("@赵丁四修好东门路灯 11-27", "赵丁四", Party.PROPERTY, "修好东门路灯", FRIDAY),
        ("赵丁四 修好路灯 11/27", "赵丁四", Party.PROPERTY, "修好路灯", FRIDAY),
        ("赵丁四，修好路灯", "赵丁四", Party.PROPERTY, "修好路灯", None),
        ("请@赵丁四 修好路灯", "赵丁四", Party.PROPERTY, "请 修好路灯", None),
        ("@赵丁四、孙己六 核对账目", "赵丁四、孙己六", Party.PROPERTY, "核对账目", None),
        ("@赵丁四 @孙己六 核对账目", "赵丁四、孙己六", Party.PROPERTY, "核对账目", None),
        ("@物业 @孙己六 核对账目", "孙己六", Party.PROPERTY, "核对账目", None),
        ("@物业、社区 核对账目", "社区", Party.PROPERTY, "核对账目", None),
        ("@物业 修好路灯 下周五", "", Party.PROPERTY, "修好路灯", FRIDAY),
        ("@物业修好路灯 下周五", "", Party.PROPERTY, "修好路灯", FRIDAY),
        ("@社区 公示", "", Party.COMMUNITY, "公示", None),
        ("@居民 推选代表", "", Party.RESIDENTS, "推选代表", None),
        ("@社区 张甲一 发通知", "张甲一", Party.COMMUNITY, "发通知", None),
        ("@居民 张甲一 的建议", "", Party.RESIDENTS, "张甲一 的建议", None),
        ("@丰乐物业 公示账目", "丰乐物业", Party.PROPERTY, "公示账目", None),
        ("@郑警官 巡逻", "郑警官", Party.OTHER, "巡逻", None),
        ("@门岗老李 晚上值守", "门岗老李", Party.OTHER, "晚上值守", None),
        ("@社区民警 晚上巡逻", "社区民警", Party.OTHER, "晚上巡逻", None),
        ("@张伟业 修门", "张伟业", Party.OTHER, "修门", None),
        ("@张 修门", "张", Party.OTHER, "修门", None),
        ("@ann lee fix the lamp by Friday", "Ann Lee", Party.RESIDENTS, "fix the lamp", FRIDAY),
        ("@Ann fix the lamp in 5 days", "Ann Lee", Party.RESIDENTS, "fix the lamp", FRIDAY),
        ("@property fix the lamp next friday", "", Party.PROPERTY, "fix the lamp", FRIDAY),
        ("@community publish it, by Nov 27, on the board", "", Party.COMMUNITY, "publish it, on the board", FRIDAY),
        ("@residents before 11-27 choose a deputy", "", Party.RESIDENTS, "choose a deputy", FRIDAY),
        ("东门路灯五天内修好", "", Party.OTHER, "东门路灯修好", FRIDAY),
        ("复查12月5日反映的漏水", "", Party.OTHER, "复查12月5日反映的漏水", None),
        ("3栋2单元漏水 回访 13800000000", "", Party.OTHER, "3栋2单元漏水 回访 13800000000", None),
        ("写信到 lamp@example.com", "", Party.OTHER, "写信到 lamp@example.com", None),
        ("赵丁四修好路灯", "", Party.OTHER, "赵丁四修好路灯", None),
    ],
)
def test_who_what_and_when(line: str, owner: str, party: Party, what: str, due: date | None) -> None:
    action = read(line).action
    assert action is not None
    assert (action.owner, action.party, action.what, action.due_on) == (owner, party, what, due)


@pytest.mark.parametrize(
    ("line", "fen", "what"),
    [
        ("更换路灯 ¥5000", 500_000, "更换路灯"),
        ("更换路灯 ￥5,000.50 下周五", 500_050, "更换路灯"),
        ("更换路灯 ５０００元", 500_000, "更换路灯"),
        ("更换路灯，1.5万元，下周五", 1_500_000, "更换路灯"),
        ("更换路灯（1.15万元）", 1_150_000, "更换路灯"),
        ("更换路灯（下周五前，预算5000元）", 500_000, "更换路灯"),
        ("更换路灯（）（东门）¥5000", None, "更换路灯（）（东门）¥5000"),
        ("更换路灯预算5000元", 500_000, "更换路灯"),
        ("更换路灯 预算：3万", 3_000_000, "更换路灯"),
        ("new lamp budget 5000", 500_000, "new lamp"),
        ("new lamp budget: 300 yuan by Friday", 30_000, "new lamp"),
        ("更换路灯 0元", 0, "更换路灯"),
        ("追缴5000元停车费", None, "追缴5000元停车费"),
        ("更换路灯 ¥0.001", None, "更换路灯 ¥0.001"),
        ("更换路灯 ¥5,00", None, "更换路灯 ¥5,00"),
        ("更换路灯 999999999999999亿元", None, "更换路灯 999999999999999亿元"),
        ("更换5000", None, "更换5000"),
    ],
)
def test_money_is_whole_fen(line: str, fen: int | None, what: str) -> None:
    action = read(line).action
    assert action is not None
    assert (action.budget, action.what) == (fen, what)


@pytest.mark.parametrize(
    ("line", "done", "funding", "what"),
    [
        ("修好路灯 完成标准：夜间全亮 资金：维修资金", "夜间全亮", "维修资金", "修好路灯"),
        ("修好路灯（来源：维修资金），完成标准：全亮，有照片；报社区", "全亮，有照片", "维修资金", "修好路灯，报社区"),
        ("修好路灯（完成标准：全亮）", "全亮", "", "修好路灯"),
        ("fix the lamp done when it is lit funding: maintenance fund", "it is lit", "maintenance fund", "fix the lamp"),
        ("fix the lamp; funding: parking rent, tell the owners", "", "parking rent", "fix the lamp; tell the owners"),
        ("资金：停车收益；修好路灯", "", "停车收益", "修好路灯"),
        ("修好路灯 完成标准：", "", "", "修好路灯"),
    ],
)
def test_when_it_is_done_and_who_pays(line: str, done: str, funding: str, what: str) -> None:
    action = read(line).action
    assert action is not None
    assert (action.done_means, action.funding, action.what) == (done, funding, what)


def test_everything_in_one_line_with_its_chips() -> None:
    understood = read("@赵丁四 修好东门路灯 下周五 1.5万元 资金：维修资金 ；完成标准：夜间全亮")
    assert [(chip.kind, chip.text) for chip in understood.chips] == [
        ("owner", "赵丁四"),
        ("party", "the property company"),
        ("what", "修好东门路灯"),
        ("due", "2026-11-27 Fri"),
        ("done", "夜间全亮"),
        ("budget", "¥15,000"),
        ("funding", "维修资金"),
    ]
    assert understood.problem is None


def test_the_day_and_the_money_may_stand_behind_the_fields() -> None:
    action = read("修好路灯 资金：维修资金 5000元 完成标准：夜间全亮 下周五").action
    assert action is not None
    assert (action.due_on, action.budget) == (FRIDAY, 500_000)
    assert (action.what, action.funding, action.done_means) == ("修好路灯", "维修资金", "夜间全亮")


@pytest.mark.parametrize(
    "line", ["", " ", "@赵丁四", "@赵丁四 下周五", "@物业 ¥5000", "下周五前完成", "完成标准：全亮"]
)
def test_a_line_without_work_says_so_and_still_shows_its_chips(line: str) -> None:
    understood = read(line)
    assert understood.action is None
    assert understood.problem == "Say what is to be done."
    assert "what" not in {chip.kind for chip in understood.chips}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("{}", "What is to be done"),
        ("@{} 修灯", "The owner's name"),
        ("修灯 完成标准：{}", "When it is done"),
        ("修灯 资金：{}", "The source of money"),
    ],
)
def test_what_is_too_long_is_said_and_not_raised(line: str, field: str) -> None:
    understood = read(line.format("长" * (LINE + 1)))
    assert understood.action is None
    assert understood.problem == f"{field} is longer than {LINE} characters: shorten it."


@pytest.mark.parametrize("text", ["[/b]", "[bold]x", "{{ x }}", "{0}", "=cmd|' /C calc'!A0", "<b>", "%s", "\\1"])
def test_what_a_person_types_stays_text(text: str) -> None:
    understood = read(f"@赵丁四 {text} 下周五")
    assert understood.action is not None
    assert (understood.action.what, understood.action.due_on) == (text, FRIDAY)
    assert understood.chips[2].text == text


_PIECES = [
    *(
        "@",
        "＠",
        "赵丁四",
        "张",
        "物业",
        "@property ",
        " ",
        "，",
        "、",
        "；",
        "：",
        "（",
        "）",
        "下周五",
        "前",
        "by friday",
    ),
    *(
        "¥5000",
        "1.5万元",
        "预算",
        "完成标准：",
        "资金：",
        "done when ",
        "路灯",
        "12-05",
        "[/b]",
        "{{ x }}",
        "İ",
        "\x00",
    ),
]
LINES = st.text() | st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=10).map("".join)


def _within(part: str, whole: str) -> bool:
    """Whether `part` is `whole` with characters left out."""
    rest = iter(whole)
    return all(c in rest for c in part)


@given(LINES, st.dates())
def test_any_line_is_read_and_nothing_is_made_up(line: str, today: date) -> None:
    understood = read_action(line, PEOPLE, today)
    assert (understood.action is None) == (understood.problem is not None)
    if understood.action is not None:
        whole = clean_line(line)
        for text in (understood.action.what, understood.action.done_means, understood.action.funding):
            assert text == clean_line(text)
            assert _within(text, whole)


@given(st.text(alphabet=st.characters(exclude_characters="@＠:："), max_size=40).filter(clean_line))
def test_a_line_of_which_nothing_is_understood_stays_whole(text: str) -> None:
    understood = read(text)
    assert understood.action is not None or any(chip.kind != "what" for chip in understood.chips)
    if {chip.kind for chip in understood.chips} == {"what"}:
        assert understood.chips[0].text == clean_line(text)


WORK = st.text(alphabet="修好东门路灯与围墙并拍照abc []{}=*_#", min_size=1, max_size=30).map(clean_line).filter(bool)


@given(
    WORK,
    st.sampled_from(["", "@赵丁四 ", "@物业 ", "@门岗 "]),
    st.sampled_from(["", " 下周五", " by friday", "，三天内"]),
)
def test_the_work_is_kept_to_the_letter_beside_what_is_understood(work: str, who: str, when: str) -> None:
    action = read(f"{who}{work}{when}").action
    assert action is not None
    assert action.what == work
    assert (action.due_on is not None) == bool(when)


def test_an_action_that_is_kept_says_what_was_not_understood() -> None:
    assert [each.kind for each in read_action("@NOBODY lamp by Fridayy", PEOPLE, SUNDAY).doubts] == ["party", "due"]
    assert [each.kind for each in read_action("修灯 +3d", PEOPLE, SUNDAY).doubts] == ["owner"]
    assert read_action("@赵丁四 修灯 +3d", PEOPLE, SUNDAY).doubts == ()
