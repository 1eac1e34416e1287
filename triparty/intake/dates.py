"""Days as people say them, in Chinese and English: `下周五`, `月底`, `12月5日`, `+3d`, `next friday`, `in two weeks`.

How they are understood:
- `周五` and `friday` are the coming one, today included; `this friday` is the same. `本周五` and `下周五` are counted
  in calendar weeks, which begin on Monday, and so is `next friday`.
- A day without a month is the next such day; a day and month without a year are the next such day, today included.
- A whole week, month or year (`本周`, `下个月`, `年底`, `next week`) is its last day; `周末` is Sunday.
- A holiday (`春节`, `国庆节前`) is the next such day.
- What lies behind or comes back again (`上周五`, `每周五`, `三天前`, `every friday`), stretches (`周一至周五`) and
  working days (`三个工作日内`, which need a table of holidays) are no day.
"""

import re
from dataclasses import dataclass
from datetime import date

from triparty.intake.date_forms import Reader, Trust, forms


@dataclass(frozen=True, slots=True)
class Phrase:
    """A day named in a line, and the characters that name it: `line[start:end]`."""

    day: date
    start: int
    end: int
    trust: Trust


def read_date(text: str, today: date) -> date | None:
    """The day that the whole of `text` names, seen from `today`, also as a deadline (`月底前`, `by friday`); None
    when it names none or an impossible one.
    """
    plain = text.strip()
    whole = (phrase.day for phrase in date_phrases(plain, today) if phrase.end - phrase.start == len(plain))
    if (day := next(whole, None)) is not None:
        return day
    deadline = find_deadline(plain, today)
    return deadline[0] if deadline and deadline[1:] == (0, len(plain)) else None


def find_date(line: str, today: date) -> tuple[date, int, int] | None:
    """(day, start, end) of the day a line names: its last words, else the last phrase that can only be a day."""
    phrases = date_phrases(line, today)
    if phrases and _stands_last(folded(line), phrases[-1], phrases[-1].end):
        sure = phrases[-1:]
    else:
        sure = [phrase for phrase in phrases if phrase.trust is Trust.ANYWHERE]
    return (sure[-1].day, sure[-1].start, sure[-1].end) if sure else None


def find_deadline(line: str, today: date) -> tuple[date, int, int] | None:
    """(day, start, end) of the day by which work is to be done; the span takes in `截止`, `前`, `by` and the like.

    Such a word marks the day best, then its place as the last words of the line, then as its first.
    A day that stands elsewhere belongs to the matter (`复查12月5日反映的漏水`) and is None.
    """
    plain = folded(line)
    found: list[tuple[int, date, int, int]] = []
    for phrase in date_phrases(line, today):
        said = plain[phrase.start : phrase.end]
        before, after = (
            _BEFORE.search(plain, max(0, phrase.start - _FAR), phrase.start),
            _AFTER.match(plain, phrase.end),
        )
        start, end = before.start() if before else phrase.start, after.end() if after else phrase.end
        done = _DONE_BY_THEN.match(plain, end)
        clear = phrase.trust is Trust.ANYWHERE or _separated(plain, phrase)
        if before or (after and clear) or said.endswith("内") or said.startswith(("within", "限")):
            rank = 3
        elif _stands_last(plain, phrase, done.end(1) if done else end):
            rank = 2
        elif _stands_first(plain, phrase):
            rank = 1
        else:
            continue
        joint = _JOINT.search(plain, max(0, start - _FAR), start)
        end = done.end(1) if done else end
        stop = _FULL_STOP.match(plain, end)
        found.append((rank, phrase.day, joint.start() if joint else start, stop.end(1) if stop else end))
    return max(reversed(found), key=lambda one: one[0])[1:] if found else None


# --- phrases in a line ------------------------------------------------------------------------------

_FOLDING = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {ord(c): ord(c) + 32 for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    | {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
    | {0x3000: 0x20, 0x2019: 0x27}
)


def folded(line: str) -> str:
    """`line` in half-width and lower-case letters, character by character, so that places in it stay the same."""
    return line.translate(_FOLDING)


def date_phrases(line: str, today: date) -> list[Phrase]:
    """Every phrase of a line that names a possible day, from left to right, none over another."""
    plain = folded(line)
    found = sorted(
        ((match, reader, trust) for pattern, reader, trust in forms() for match in pattern.finditer(plain)),
        key=lambda hit: (hit[0].start(), -hit[0].end()),
    )
    spans: list[tuple[date | None, int, int, Trust]] = []
    for match, reader, trust in found:
        start, end = match.span()
        if spans and start < spans[-1][2]:
            continue
        if weekday := _IN_BRACKETS.match(plain, end):
            end = weekday.end()
        day = _possible(reader, match, today)
        if spans and _STRETCH.fullmatch(plain, spans[-1][2], start):
            day, start = None, spans.pop()[1]
        spans.append((day, start, end, trust))
    return [Phrase(day, start, end, trust) for day, start, end, trust in spans if day is not None]


_IN_BRACKETS = re.compile(r"\s?\((?:周|星期|礼拜)[一二三四五六日天]\)")
_STRETCH = re.compile(r"\s?(?:至|到|-|–|—|~|to)\s?")

_FAR = 24
"""Characters in which every word before a day has room: a line of many days is not searched again for each."""
_BEFORE = re.compile(
    r"(?:(?:截止|截至|到期|期限|限期|最迟|最晚|限)(?:日期|时间|日)?(?:到|至|于|在)?"
    r"|(?<![a-z0-9])(?:no later than|due(?: on| by)?|deadline|by|until|till|before))\s?:?\s?\Z"
)
_AFTER = re.compile(r"\s?(?:之前|以前|前|为止|截止)")
_JOINT = re.compile(r"(?:(?:(?<![\w])|(?<=[务应须需]))(?:于|在)|(?<![a-z0-9])on)\s*\Z")
_FULL_STOP = re.compile(r"([。.])\s*\Z")
_DONE_BY_THEN = re.compile(r"((?:内|之内)?(?:完成|办结|完工|办完|做完))[\s。.!]*\Z")
_HOUR = re.compile(
    r"(?:(?:上午|中午|下午|晚上|早上|晚|早|下班|at |morning|afternoon|evening)\s?)?"
    r"(?:[0-9]{1,2}(?::[0-9]{2}|[点时]半?|\s?[ap]m))?\s?前?"
)
_AROUND = " \t\n.,;。!)"
_SEPARATED = re.compile(r"[\s,;:、(于在]|")


def _separated(plain: str, phrase: Phrase) -> bool:
    """Whether the words cannot be the end of a place (`幸福路5号`, `检查3-2`)."""
    return _SEPARATED.fullmatch(plain[max(0, phrase.start - 1) : phrase.start]) is not None


def _stands_last(plain: str, phrase: Phrase, end: int) -> bool:
    """Whether from `end` on nothing but an hour follows the day, and it is one that may stand there."""
    if not _HOUR.fullmatch(plain[end:].strip(_AROUND)):
        return False
    return phrase.trust is Trust.ANYWHERE or (phrase.trust is Trust.LAST and _separated(plain, phrase))


def _stands_first(plain: str, phrase: Phrase) -> bool:
    """Whether the line begins with the day and goes on as after a pause, or with a Chinese word for it."""
    if plain[: phrase.start].strip(" ,;:、") or phrase.trust is not Trust.ANYWHERE:
        return False
    after = plain[phrase.end :]
    if re.match(r"\s*[,:、]", after):
        return True
    chinese = any("\u4e00" <= c <= "\u9fff" for c in plain[phrase.start : phrase.end])
    return chinese and (after[:1].isspace() or not plain[phrase.start].isdigit())


def _possible(reader: Reader, match: re.Match[str], today: date) -> date | None:
    """The day of a phrase, None for one that no calendar has."""
    try:
        return reader(match, today)
    except (ValueError, OverflowError):
        return None
