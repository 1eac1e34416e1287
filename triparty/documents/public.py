"""What is made public, looked at letter by letter: every hit with its place, masked as decided, refused where it must.

A hit is known by its place and its words. What was decided of a text that has changed since decides nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from triparty.documents.fields import Schema
from triparty.i18n import _, ngettext
from triparty.rules import RuleError
from triparty.rules.masking import Hit, Names, hits, refused, without
from triparty.words import HITS

# Of the office itself, and put there on purpose: the community, the meeting's officers, the days, who signs, who hears
# objections. Identity, card and mobile numbers are refused here as well.
_AS_GIVEN = ("community", "meeting", "date", "period", "objections", "parties")
_AROUND = 24


@dataclass(frozen=True)
class Found:
    """A hit in a paper: its key, its field, its words, and the text before and behind it."""

    key: str
    field: str
    hit: Hit
    said: str
    before: str
    behind: str


def found(values: Mapping[str, Any], names: Names) -> list[Found]:
    """Every hit in what fills a paper, in the paper's order, but for what the office gives of itself."""
    return [
        Found(
            _key(field, said, hit),
            field,
            hit,
            said[hit.start : hit.end],
            said[max(0, hit.start - _AROUND) : hit.start].replace("\n", " "),
            said[hit.end : hit.end + _AROUND].replace("\n", " "),
        )
        for field, said in _texts(values)
        for hit in hits(said, names)
    ]


def published(values: Mapping[str, Any], names: Names, decided: Mapping[str, bool]) -> dict[str, Any]:
    """`values` with every hit masked that was decided to be.

    Raises RuleError for hits nobody decided about, and for numbers that are never made public.
    """
    open_ones = [each for each in found(values, names) if each.key not in decided]
    if open_ones:
        count = len(open_ones)
        raise RuleError(
            ngettext(
                "{count} place was not looked at, or changed since: {said}.",
                "{count} places were not looked at, or changed since: {said}.",
                count,
            ).format(count=count, said=", ".join(each.said for each in open_ones[:5]))
        )

    def mask(field: str, said: str) -> str:
        return without(said, (hit for hit in hits(said, names) if decided[_key(field, said, hit)]))

    made: dict[str, Any] = _changed(values, "", mask)
    refuse_remaining(said for _field, said in _texts(made, whole=True))
    return made


def refuse_remaining(texts: Iterator[str]) -> None:
    """Raises RuleError where an identity card, a bank card or a mobile number stands in one of the texts."""
    reasons = [
        _("{kind} {said} may not be made public. Mask it, or take it out.").format(
            kind=_(HITS[hit.kind]), said=said[hit.start : hit.end]
        )
        for said in texts
        for hit in refused(said)
    ]
    if reasons:
        raise RuleError(*dict.fromkeys(reasons))


def field_called(schema: Schema, field: str, chinese: bool) -> str:
    """A field of a hit as people say it: its names without the numbers of the items, and the first item's number."""
    parts = field.split(".")
    numbers = [str(int(part) + 1) for part in parts if part.isdigit()]
    chain = schema.resolve(".".join(part for part in parts if not part.isdigit()))
    named = " · ".join(each.called("zh" if chinese else "en") for each in chain or ())
    return f"{named} {'.'.join(numbers)}".strip()


def _key(field: str, said: str, hit: Hit) -> str:
    return f"{field}@{hit.start}={said[hit.start : hit.end]}"


def _texts(values: Mapping[str, Any], *, whole: bool = False) -> Iterator[tuple[str, str]]:
    """Every text with the name of its field."""
    seen: list[tuple[str, str]] = []

    def see(field: str, said: str) -> str:
        seen.append((field, said))
        return said

    _changed(values, "", see, whole=whole)
    yield from seen


def _changed(value: Any, field: str, change: Callable[[str, str], str], *, whole: bool = False) -> Any:
    """A copy with each text changed."""
    if isinstance(value, str):
        return change(field, value)
    if isinstance(value, Mapping):
        return {
            name: each if not field and not whole and name in _AS_GIVEN else _changed(each, _under(field, name), change)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [_changed(each, _under(field, str(place)), change) for place, each in enumerate(value)]
    return value


def _under(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name
