"""The grammar of a search: English and Chinese, any width, and a plain word for what is not understood."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings_db.models import EntryKind, Party
from meetings_db.search.asked import (
    KEYS,
    KINDS,
    STATES,
    THINGS,
    Asked,
    AskedWrong,
    Key,
    State,
    Term,
    Thing,
    Word,
    parse,
)
from meetings_db.search.days import Days
from triparty import i18n
from triparty.problems import say

TODAY = date(2026, 11, 22)
SUNDRY = (
    'is:open 状态：未结 -小区:丰乐 due:<3d 期限:＜３天 reported:>2026-10-01 有:照片 kind:x"“”「」-: <>=.1９/年月日天dwm'
)


def day(number: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=number)


def terms(typed: str) -> tuple[Term, ...]:
    """The keys that were understood."""
    return parse(typed, TODAY).terms


def test_the_whole_grammar_in_one_line() -> None:
    typed = "电梯 is:open estate:丰乐 owner:物业 due:<3d has:photo -门 -is:issue"
    expected = Asked(
        TODAY,
        (Word("电梯"), Word("门", negated=True)),
        (
            Term(Key.IS, State.OPEN),
            Term(Key.ESTATE, "丰乐"),
            Term(Key.OWNER, Party.PROPERTY),
            Term(Key.DUE, Days(last=day(2))),
            Term(Key.HAS, Thing.PHOTO),
            Term(Key.KIND, EntryKind.ISSUE, negated=True),
        ),
    )
    assert parse(typed, TODAY) == expected
    chinese = "电梯　状态：未结 小区：丰乐 负责人：物业　期限：＜３天 有：照片 －门 －状态：问题"
    assert parse(chinese, TODAY) == expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('"two  words" “电梯 停运” 「a b」', ("two words", "电梯 停运", "a b")),
        ('"not closed', ("not closed",)),
        ("2026-0147 ＡＢＣ 10:30 - --x", ("2026-0147", "abc", "10:30", "-", "--x")),
        ('"is:open"', ("is:open",)),
        ('""', ()),
    ],
)
def test_words_are_folded_and_quotes_hold_them_together(typed: str, words: tuple[str, ...]) -> None:
    assert parse(typed, TODAY) == Asked(TODAY, tuple(map(Word, words)))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("due:<3d", Days(last=day(2))),
        ("due:<=3天", Days(last=day(3))),
        ("due:3d", Days(last=day(3))),
        ("due:3天内", Days(last=day(3))),
        ("due:>1周", Days(first=day(8))),
        ("due:≥1w", Days(first=day(7))),
        ("due:=3d", Days(day(3), day(3))),
        ("due:<1m", Days(last=date(2026, 12, 21))),
        ("due:overdue", Days(last=day(-1), late=True)),
        ("期限:逾期", Days(last=day(-1), late=True)),
        ("期限:无", Days(none=True)),
        ("due:明天", Days(day(1), day(1))),
        ("reported:<7d", Days(first=day(-6))),
        ("reported:7d", Days(first=day(-7))),
        ("reported:>=2w", Days(last=day(-14))),
        ("reported:>2026-10-01", Days(first=date(2026, 10, 2))),
        ("reported:<2026/10/1", Days(last=date(2026, 9, 30))),
        ("date:2026-02", Days(date(2026, 2, 1), date(2026, 2, 28))),
        ("日期:2月", Days(date(2026, 2, 1), date(2026, 2, 28))),
        ("date:<=2025", Days(last=date(2025, 12, 31))),
        ("日期:10月1日..2026年10月15日", Days(date(2026, 10, 1), date(2026, 10, 15))),
    ],
)
def test_days_count_ahead_for_what_falls_due_and_back_for_what_happened(typed: str, days: Days) -> None:
    (term,) = terms(typed)
    assert term.value == days


@pytest.mark.parametrize("words", [KEYS, STATES, KINDS, THINGS])
def test_every_word_has_a_chinese_one_and_none_means_two_things(words: dict[object, tuple[str, ...]]) -> None:
    spellings = [spelling for member, others in words.items() for spelling in (str(member), *others)]
    assert all(words.values())
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    ("typed", "what", "nearest", "said"),
    [
        ("esate:丰乐", "key", "estate", "knows no key “esate:”. Did you mean “estate”? There are: is, kind, estate"),
        ("is:opne", "value", "open", "“opne” is nothing that “is:” knows. Did you mean “open”?"),
        ("状态:未解", "value", "未结", "Did you mean “未结”?"),
        ("has:video", "value", "", "There are: photo, action, paper."),
        ("kind:", "empty", "", "After “kind:” comes one of these: issue, visit"),
        ("estate:", "empty", "", "After “estate:” comes a name"),
        ("due:soon", "day", "", "“soon” is no day. A day looks so: overdue, none, <3d"),
        ("due:overdeu", "day", "overdue", "Did you mean “overdue”?"),
        ("due:2026-02-30", "day", "", "is no day"),
        ("due:99999m", "day", "", "is no day"),
    ],
)
def test_what_is_misspelt_is_said_with_what_was_meant(typed: str, what: str, nearest: str, said: str) -> None:
    with pytest.raises(AskedWrong) as told:
        parse(typed, TODAY)
    assert (told.value.what, told.value.nearest) == (what, nearest)
    assert said in say(told.value)


def test_a_refusal_is_told_in_chinese_with_chinese_words() -> None:
    i18n.use("zh_CN")
    with pytest.raises(AskedWrong) as told:
        parse("状态:开着", TODAY)
    assert "未结、已结、逾期" in say(told.value)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=40), st.text(alphabet=SUNDRY, max_size=40)))
def test_whatever_is_typed_is_understood_or_refused_with_a_sentence(typed: str) -> None:
    try:
        told = str(parse(typed, TODAY))
    except AskedWrong as wrong:
        told = say(wrong)
    assert told
