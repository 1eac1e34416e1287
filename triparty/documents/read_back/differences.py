"""What was changed in a paper: its lines against those the record writes, each change led back to its field."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from triparty.documents.read_back.traced import Cell, FieldPath, Traced
from triparty.documents.read_back.word import Around, Line

_LIKE = 0.4
"""From here on two lines are one that was changed, and not one taken out and one put in."""

_MOST = 40_000
"""So many pairs of lines are weighed; in a longer stretch that is wholly new the lines go by their places."""

Pair = tuple[Traced | None, Line | None]
"""A line of the record and the same line now: taken out where there is none, put in where the record has none."""


@dataclass(frozen=True)
class Difference:
    """What a field said and says now, or what no field holds (`path` None); line by line where it is Markdown.

    What stands `around` the body is told as it is, whatever field says it.
    """

    path: FieldPath | None
    was: tuple[str, ...]
    now: tuple[str, ...]
    around: Around | None = None


def differences(ours: Sequence[Traced], theirs: Sequence[Line]) -> list[Difference]:
    """Every difference, in the order of the paper, then those around it. Rows of tables that have a number are known
    by it, in any order.
    """
    found = _in_body([line for line in ours if not line.around], [line for line in theirs if not line.around])
    return [*found, *_around_it(ours, theirs)]


def _around_it(ours: Sequence[Traced], theirs: Sequence[Line]) -> Iterator[Difference]:
    """What stands around the body and is another. The same header is there for left and for right pages, and each
    program keeps as many copies as it likes: one more of the same is no difference.
    """
    for place in Around:
        said = Counter("  ".join(line.texts) for line in ours if line.around is place)
        says = Counter("  ".join(line.cells) for line in theirs if line.around is place)
        for was, now in dict.fromkeys(zip_longest((said - says).elements(), (says - said).elements())):
            if (was is None and now in said) or (now is None and was in says):
                continue
            yield Difference(None, (was,) if was else (), (now,) if now else (), place)


def _joined(texts: Sequence[str]) -> tuple[str, ...]:
    """The cells of a line in one, nothing where there is no line."""
    return ("  ".join(texts),) if texts else ()


def _in_body(ours: Sequence[Traced], theirs: Sequence[Line]) -> list[Difference]:
    rows, left = _by_number(ours, theirs)
    found: list[tuple[int, Difference]] = []
    places = {id(line): place for place, line in enumerate(ours)}
    for line, now in rows:
        found += [(places[id(line)], each) for each in _of_line(line, now)]
    numbered = {id(line) for line, _now in rows}
    rest = [line for line in ours if id(line) not in numbered]
    pairs = list(_pairs(rest, left))
    place = 0
    for pair, prose in zip(pairs, _prose_of(pairs), strict=True):
        place = places[id(pair[0])] if pair[0] else place
        if prose is None:
            found += [(place, each) for each in _of_pair(*pair)]
    found += [(places[id(first)], each) for first, each in _of_prose(pairs)]
    return [each for _place, each in sorted(found, key=lambda one: one[0])]


def _by_number(ours: Sequence[Traced], theirs: Sequence[Line]) -> tuple[list[tuple[Traced, Line | None]], list[Line]]:
    """The numbered rows with what they are now, and the other lines of the file."""
    rows: dict[tuple[int, str], list[int]] = defaultdict(list)
    for place, now in enumerate(theirs):
        for column, text in enumerate(now.cells if now.row else ()):
            rows[column, text].append(place)
    pairs: list[tuple[Traced, Line | None]] = []
    taken: set[int] = set()
    for line in ours:
        at = _number_at(line)
        if at is None:
            continue
        free = [place for place in rows[at, line.cells[at].text] if place not in taken]
        pairs.append((line, theirs[free[0]] if free else None))
        taken.update(free[:1])
    return pairs, [line for place, line in enumerate(theirs) if place not in taken]


def _number_at(line: Traced) -> int | None:
    """The column in which a row of a list says its number."""
    for column, cell in enumerate(line.cells if line.row else ()):
        if len(cell.spans) == 1 and cell.spans[0].path[-1] == "number" and line.prose is None:
            return column
    return None


def _pairs(ours: Sequence[Traced], theirs: Sequence[Line]) -> Iterator[Pair]:
    """Both in one order: equal lines first, and what lies between them by likeness."""
    keys = [line.texts for line in ours], [line.cells for line in theirs]
    for kind, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(ours[a:b], theirs[c:d], strict=True)
        else:
            yield from _alike(ours[a:b], theirs[c:d])


def _alike(ours: Sequence[Traced], theirs: Sequence[Line]) -> Iterator[Pair]:
    """Pairs of like lines that keep the order and are as like as can be together."""
    if len(ours) * len(theirs) > _MOST or len(ours) == len(theirs) == 1:
        yield from zip_longest(ours, theirs)
        return
    likeness = {
        (a, b): like
        for a, mine in enumerate(ours)
        for b, yours in enumerate(theirs)
        if mine.row == yours.row and (like := _likeness(mine.texts, yours.cells)) >= _LIKE
    }
    best = [[0.0] * (len(theirs) + 1) for _line in range(len(ours) + 1)]
    for a in reversed(range(len(ours))):
        for b in reversed(range(len(theirs))):
            together = best[a + 1][b + 1] + likeness[a, b] if (a, b) in likeness else 0.0
            best[a][b] = max(best[a + 1][b], best[a][b + 1], together)
    a = b = 0
    while a < len(ours) or b < len(theirs):
        both = a < len(ours) and b < len(theirs)
        if both and (a, b) in likeness and best[a][b] == best[a + 1][b + 1] + likeness[a, b]:
            yield ours[a], theirs[b]
            a, b = a + 1, b + 1
        elif a < len(ours) and (b == len(theirs) or best[a][b] == best[a + 1][b]):
            yield ours[a], None
            a += 1
        else:
            yield None, theirs[b]
            b += 1


def _likeness(was: tuple[str, ...], now: tuple[str, ...]) -> float:
    """From 0 to 1: how much of one stands in the other."""
    matcher = SequenceMatcher(None, "\n".join(was), "\n".join(now), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE else 0.0


def _prose_of(pairs: Sequence[Pair]) -> list[FieldPath | None]:
    """For each pair the Markdown it belongs to; what was put in belongs to what stands before it, or behind it."""
    before: list[FieldPath | None] = []
    for ours, _theirs in pairs:
        before.append(ours.prose if ours else before[-1] if before else None)
    behind: list[FieldPath | None] = []
    for ours, _theirs in reversed(pairs):
        behind.append(ours.prose if ours else behind[-1] if behind else None)
    return [one if pair[0] else one or other for pair, one, other in zip(pairs, before, reversed(behind), strict=True)]


def _of_prose(pairs: Sequence[Pair]) -> Iterator[tuple[Traced, Difference]]:
    """The Markdown that reads otherwise now, with its first line."""
    parts: dict[FieldPath, list[Pair]] = defaultdict(list)
    for pair, prose in zip(pairs, _prose_of(pairs), strict=True):
        if prose is not None:
            parts[prose].append(pair)
    for path, part in parts.items():
        was = tuple("  ".join(ours.texts) for ours, _theirs in part if ours)
        now = tuple("  ".join(theirs.cells) for _ours, theirs in part if theirs)
        if was != now:
            yield next(ours for ours, _theirs in part if ours), Difference(path, was, now)


def _of_pair(ours: Traced | None, theirs: Line | None) -> Iterator[Difference]:
    if ours is not None:
        yield from _of_line(ours, theirs)
    elif theirs is not None:
        yield Difference(None, (), _joined(theirs.cells))


def _of_line(ours: Traced, theirs: Line | None) -> Iterator[Difference]:
    """What differs in one line."""
    if theirs is None or len(theirs.cells) != len(ours.cells):
        yield Difference(None, _joined(ours.texts), _joined(theirs.cells if theirs else ()))
        return
    for cell, now_said in zip(ours.cells, theirs.cells, strict=True):
        if cell.text != now_said:
            yield from _of_cell(cell, now_said)


def _of_cell(cell: Cell, now: str) -> Iterator[Difference]:
    """The fields of a text that say something else now; the text whole where what stands around them changed too."""
    values = _values(cell, now)
    if values is None:
        yield Difference(None, (cell.text,), (now,))
        return
    for span, said in zip(cell.spans, values, strict=True):
        was = cell.text[span.start : span.end]
        if was != said:
            yield Difference(span.path, (was,), (said,))


def _values(cell: Cell, now: str) -> tuple[str, ...] | None:
    """What the fields say in the text as it is now, None where that cannot be told for certain."""
    if not cell.spans:
        return None
    ends = [0, *(span.end for span in cell.spans)]
    between = [cell.text[end : span.start] for end, span in zip(ends, cell.spans, strict=False)]
    between.append(cell.text[ends[-1] :])
    first = _cut(now, between)
    backwards = _cut(now[::-1], [text[::-1] for text in reversed(between)])
    if first is None or backwards is None:
        return None
    return first if first == tuple(text[::-1] for text in reversed(backwards)) else _in_one(cell, now)


def _cut(text: str, between: Sequence[str]) -> tuple[str, ...] | None:
    """What stands between these texts, each found as early as can be; None where one is not there."""
    found, place = [], len(between[0])
    if not text.startswith(between[0]):
        return None
    for part in between[1:-1]:
        end = text.find(part, place)
        if end < 0:
            return None
        found.append(text[place:end].strip())
        place = end + len(part)
    last = len(text) - len(between[-1])
    if last < place or not text.endswith(between[-1]):
        return None
    return (*found, text[place:last].strip())


def _in_one(cell: Cell, now: str) -> tuple[str, ...] | None:
    """What the fields say where the change lies within one of them."""
    was = cell.text
    same = next((place for place, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    most = min(len(was), len(now)) - same
    behind = next((place for place in range(most) if was[-1 - place] != now[-1 - place]), most)
    values = [was[span.start : span.end] for span in cell.spans]
    for place, span in enumerate(cell.spans):
        if span.start <= same and len(was) - behind <= span.end:
            values[place] = now[span.start : len(now) - (len(was) - span.end)].strip()
            return tuple(values)
    return None
