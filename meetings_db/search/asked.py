"""What may be typed into a search: words, and the grammar `is:open estate:丰乐 owner:物业 due:<3d has:photo`.

* Words stand side by side and all must be there; `"two words"` in quotes are one.
* `-` before a word or a key turns it round.
* A key, a colon and a value choose what is looked at; keys and values may be English or Chinese, of any width.

Pure: `today` comes in. What cannot be understood raises `AskedWrong`, which says what would be.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from meetings_db.models import EntryKind, Party
from meetings_db.search.days import Days, days_of
from meetings_db.search.tokens import fold


class Key(StrEnum):
    """What a key asks about."""

    IS = "is"
    KIND = "kind"
    ESTATE = "estate"
    OWNER = "owner"
    CATEGORY = "category"
    DUE = "due"
    REPORTED = "reported"
    DATE = "date"
    HAS = "has"


class State(StrEnum):
    """How something can stand."""

    OPEN = "open"
    CLOSED = "closed"
    OVERDUE = "overdue"
    UNTRIAGED = "untriaged"
    AGENDA = "agenda"
    DECIDED = "decided"
    DONE = "done"
    MERGED = "merged"
    BLOCKED = "blocked"
    VERIFYING = "verifying"


class Thing(StrEnum):
    """What something can have."""

    PHOTO = "photo"
    ACTION = "action"
    PAPER = "paper"


Spellings = Mapping[StrEnum, tuple[str, ...]]
"""The Chinese words for each English one, the usual one first."""

KEYS: Spellings = {
    Key.IS: ("状态", "是"),
    Key.KIND: ("类型", "种类"),
    Key.ESTATE: ("小区", "院落"),
    Key.OWNER: ("负责人", "责任人", "责任方"),
    Key.CATEGORY: ("类别", "分类"),
    Key.DUE: ("期限", "到期", "截止"),
    Key.REPORTED: ("反映", "反映时间", "上报"),
    Key.DATE: ("日期", "时间"),
    Key.HAS: ("有", "含"),
}
STATES: Spellings = {
    State.OPEN: ("未结", "未结束", "未办结", "在办"),
    State.CLOSED: ("已结", "已结束", "办结", "已办结", "关闭"),
    State.OVERDUE: ("逾期", "超期"),
    State.UNTRIAGED: ("待分流", "未分流"),
    State.AGENDA: ("上会", "已上会", "已列入议程"),
    State.DECIDED: ("已议定", "议定"),
    State.DONE: ("完成", "已完成", "已办"),
    State.MERGED: ("已合并", "合并"),
    State.BLOCKED: ("搁置", "受阻"),
    State.VERIFYING: ("待核验", "待核实"),
}
KINDS: Spellings = {
    EntryKind.ISSUE: ("问题", "诉求"),
    EntryKind.VISIT: ("走访",),
    EntryKind.MEETING: ("会议",),
    EntryKind.ITEM: ("议题",),
    EntryKind.ACTION: ("任务", "事项"),
    EntryKind.PERSON: ("人员", "人"),
    EntryKind.ORGANISATION: ("单位", "组织"),
    EntryKind.ESTATE: ("小区", "院落"),
    EntryKind.PAPER: ("文书", "材料"),
}
THINGS: Spellings = {
    Thing.PHOTO: ("照片", "图片"),
    Thing.ACTION: ("任务", "事项"),
    Thing.PAPER: ("文书", "材料"),
}
PARTIES: Spellings = {
    Party.COMMUNITY: ("社区", "居委会"),
    Party.PROPERTY: ("物业", "物业公司"),
    Party.RESIDENTS: ("居民", "业主"),
    Party.OTHER: ("其他", "其它"),
}
DAYS = (
    ("<3d", "<3天"),
    (">2w", ">2周"),
    ("today", "今天"),
    ("2026-10", "2026年10月"),
    (">2026-10-01", ">10月1日"),
    ("2026-10-01..2026-10-15", "10月1日..10月15日"),
)
"""What a day may look like; `due:` knows two words more."""
DUE_WORDS = (("overdue", "逾期"), ("none", "无"))


class AskedWrong(Exception):
    """A key or value that is not understood.

    `what` is `key`, `value`, `empty` or `day`; `nearest` is the spelling that was perhaps meant, or empty; `allowed`
    are (English, Chinese) spellings, for a day examples; `key` is the key as it was typed.
    """

    def __init__(self, what: str, typed: str, allowed: Iterable[tuple[str, str]], *, key: str = "") -> None:
        super().__init__(f"{what}: {typed}")
        self.what = what
        self.typed = typed
        self.key = key
        self.allowed = tuple(allowed)
        words = [spelling for pair in self.allowed for spelling in pair if spelling.isalpha()]
        alike = 0.6 if typed.isascii() else 0.5  # of two Chinese characters one is enough
        self.nearest = next(iter(get_close_matches(typed, words, 1, alike)), "")


@dataclass(frozen=True)
class Word:
    """Something that must be there, or with `negated` must not; folded."""

    text: str
    negated: bool = False


@dataclass(frozen=True)
class Term:
    """A key with its value: a member of the key's words, a folded text, or days."""

    key: Key
    value: StrEnum | str | Days
    negated: bool = False


@dataclass(frozen=True)
class Asked:
    """A search that was understood; `on` is the day it was asked."""

    on: date
    words: tuple[Word, ...] = ()
    terms: tuple[Term, ...] = field(default=())

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self.words or self.terms)


_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "”", "「": "」", "『": "』"}
_KEY = re.compile(r"([^\W\d_]{1,12}):")
_WORD = re.compile(r"\S+")


def spelt_keys() -> list[tuple[str, str]]:
    """Every key in English and in Chinese."""
    return _spelt(KEYS)


def parse(typed: str, today: date) -> Asked:
    """What was typed, understood. Raises `AskedWrong`."""
    words: list[Word] = []
    terms: list[Term] = []
    for negated, key, value in _parts(fold(typed)):
        if key:
            terms.append(_term(key, value, negated, today))
        elif value:
            words.append(Word(value, negated))
    return Asked(today, tuple(words), tuple(terms))


def _parts(text: str) -> Iterator[tuple[bool, str, str]]:
    """Each part of a folded text: whether it is negated, its key or nothing, and what follows."""
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        negated = text[place] == "-" and text[place + 1 : place + 2].strip() not in ("", "-")
        place += negated
        named = _KEY.match(text, place)
        key = named[1] if named else ""
        place = named.end() if named else place
        value, place = _value(text, place)
        yield negated, key, value


def _value(text: str, place: int) -> tuple[str, int]:
    """The word or the quoted words at `place`, and where they end; a quote that is not closed goes to the end."""
    closing = _QUOTES.get(text[place : place + 1])
    if closing:
        ends = [end for end in (text.find(sign, place + 1) for sign in {closing, '"'}) if end >= 0]
        end = min(ends, default=len(text))
        return text[place + 1 : end].strip(), end + 1
    found = _WORD.match(text, place)
    return (found[0], found.end()) if found else ("", place)


def _term(typed: str, value: str, negated: bool, today: date) -> Term:
    """A key and its value."""
    key = _meant(KEYS, typed)
    if not isinstance(key, Key):
        raise AskedWrong("key", typed, spelt_keys())
    words = {Key.IS: {**STATES, **KINDS}, Key.KIND: KINDS, Key.HAS: THINGS}.get(key)
    if not value:
        raise AskedWrong("empty", "", _examples(key), key=typed)
    if words is not None:
        meant = _meant(words, value)
        if meant is None:
            raise AskedWrong("value", value, _spelt(words), key=typed)
        return Term(Key.KIND if isinstance(meant, EntryKind) else key, meant, negated)
    if key in (Key.DUE, Key.REPORTED, Key.DATE):
        days = days_of(value, today, ahead=key is Key.DUE)
        if days is None:
            raise AskedWrong("day", value, _examples(key), key=typed)
        return Term(key, days, negated)
    party = _meant(PARTIES, value) if key is Key.OWNER else None
    return Term(key, party or value, negated)


def _meant(words: Spellings, typed: str) -> StrEnum | None:
    """The member that is spelt so."""
    return next((member for member, others in words.items() if typed == member.value or typed in others), None)


def _spelt(words: Spellings) -> list[tuple[str, str]]:
    """Each word in English and in Chinese."""
    return [(member.value, others[0]) for member, others in words.items()]


def _examples(key: Key) -> Iterable[tuple[str, str]]:
    """What may follow a key."""
    match key:
        case Key.IS:
            return _spelt({**STATES, **KINDS})
        case Key.KIND:
            return _spelt(KINDS)
        case Key.HAS:
            return _spelt(THINGS)
        case Key.OWNER:
            return _spelt(PARTIES)
        case Key.DUE:
            return (*DUE_WORDS, *DAYS)
        case Key.REPORTED | Key.DATE:
            return DAYS
    return ()
