"""What a search asks, as SQL about entries: the tokens for the index, and conditions for the rest."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from meetings_db.models import (
    ENDED,
    FINISHED,
    Action,
    ActionStatus,
    AgendaItem,
    EntryKind,
    Issue,
    IssueStatus,
    Meeting,
    Paper,
    Party,
    Photo,
    Route,
    SearchEntry,
    Visit,
)
from meetings_db.search import index, pinyin
from meetings_db.search.asked import Asked, Key, State, Term, Thing, Word
from meetings_db.search.days import Days
from meetings_db.search.tokens import wanted

Condition = sa.ColumnElement[bool]
_entry = SearchEntry

_ISSUE_STATES = {
    State.AGENDA: IssueStatus.ON_AGENDA,
    State.DECIDED: IssueStatus.DECIDED,
    State.DONE: IssueStatus.DONE,
    State.MERGED: IssueStatus.MERGED,
}
_ACTION_STATES = {State.BLOCKED: ActionStatus.BLOCKED, State.VERIFYING: ActionStatus.VERIFYING}
_CAN_END = (EntryKind.ISSUE, EntryKind.MEETING, EntryKind.ITEM, EntryKind.ACTION)
_IS_OPEN = sa.type_coerce(col(_entry.is_open), sa.Boolean())
_ALTERNATIVES = 300
"""The most estates a word may name and still be asked of the index."""


class Plan:
    """A search over the entries of one community, whose estates are `estates` by id with their names folded.

    `only` leaves the entries of one kind, and changes nothing in what a word means.
    """

    def __init__(self, asked: Asked, estates: dict[UUID, str], only: EntryKind | None = None) -> None:
        self._estates = estates
        self._only = only
        self._alone = len(asked.words) + len(asked.terms) == 1
        self.words = [(word, self._named(word)) for word in asked.words]
        self._asked = asked
        self.conditions = list(self._conditions())
        self.query: index.Query = tuple(self._parts())

    def holds(self, text: str, names: int, estate_id: UUID | None) -> bool:
        """Whether an entry has all the words: what every index's answer is checked by, and the same for both."""
        return all(
            (word.text in text or estate_id in estates or pinyin.spelt(word.text, text[:names]) is not None)
            is not word.negated
            for word, estates in self.words
        )

    def _named(self, word: Word) -> frozenset[UUID]:
        """The estates a word names beside other words; alone it asks for what is written."""
        return frozenset() if self._alone else self._estates_called(word.text)

    def _estates_called(self, text: str) -> frozenset[UUID]:
        """The estates whose name holds or is spelt by a folded text."""
        return frozenset(
            key for key, name in self._estates.items() if text in name or pinyin.spelt(text, name) is not None
        )

    def _parts(self) -> Iterable[tuple[frozenset[str], ...]]:
        """What the index is asked: a part for each word and for each key it knows; a word of signs has none."""
        for word, named_by in self.words:
            letters = wanted(word.text)
            if letters and not word.negated and len(named_by) <= _ALTERNATIVES:
                spellings = (tokens for way in pinyin.ways(word.text) for tokens in pinyin.wanted(way))
                named = (frozenset((index.estate_token(key),)) for key in sorted(named_by))
                yield tuple(dict.fromkeys((letters, *spellings, *named)))
        if self._only is not None:
            yield (frozenset((index.kind_token(self._only),)),)
        kinds, estates = self._terms(Key.KIND), self._terms(Key.ESTATE)
        if kinds:
            yield tuple(frozenset((index.kind_token(EntryKind(str(term.value))),)) for term in kinds)
        called = frozenset().union(*(self._estates_called(str(term.value)) for term in estates))
        if estates and called and len(called) <= _ALTERNATIVES:
            yield tuple(frozenset((index.estate_token(key),)) for key in sorted(called))
        if any(term.value in (State.OPEN, State.OVERDUE, State.UNTRIAGED) for term in self._terms(Key.IS)):
            yield (frozenset((index.OPEN,)),)

    def _terms(self, key: Key) -> list[Term]:
        """The terms of a key that are not negated."""
        return [term for term in self._asked.terms if term.key is key and not term.negated]

    def _conditions(self) -> Iterable[Condition]:
        """Everything but the words, and of these such as the index does not narrow."""
        for word, estates in self.words:
            if (word.negated or not wanted(word.text)) and not estates and not pinyin.ways(word.text):
                written = col(_entry.text).contains(word.text, autoescape=True)
                yield sa.not_(written) if word.negated else written
        if self._only is not None:
            yield col(_entry.kind) == self._only
        for key in (Key.KIND, Key.ESTATE):  # nothing is of two kinds or in two estates: one of them is enough
            if terms := self._terms(key):
                yield sa.or_(*(self._condition(term) for term in terms))
        for term in self._asked.terms:
            if term.negated:
                yield sa.not_(sa.func.coalesce(self._condition(term), sa.false()))
            elif term.key not in (Key.KIND, Key.ESTATE):
                yield self._condition(term)
        if any(term.key is Key.DUE for term in self._asked.terms) and not self._terms(Key.IS):
            yield _IS_OPEN  # what is done with falls due no more

    def _condition(self, term: Term) -> Condition:
        """One term about an entry."""
        value: Any = term.value
        conditions: dict[Key, Callable[[], Condition]] = {
            Key.IS: lambda: _stands(value, self._asked.on),
            Key.KIND: lambda: col(_entry.kind) == value,
            Key.ESTATE: lambda: col(_entry.estate_id).in_(sorted(self._estates_called(value))),
            Key.OWNER: lambda: _owned(value),
            Key.CATEGORY: lambda: _among(col(Issue.id), col(Issue.category).icontains(value, autoescape=True)),
            Key.DUE: lambda: _due(value),
            Key.REPORTED: lambda: _among(col(Issue.id), _within(col(Issue.reported_at), value)),
            Key.DATE: lambda: sa.or_(*_dated(value)),
            Key.HAS: lambda: _has(value),
        }
        return conditions[term.key]()


def _among(key: Any, *conditions: Condition) -> Condition:
    """Entries of the rows with these keys for which all of it is so."""
    return col(_entry.row_id).in_(sa.select(key).where(key.is_not(None), *conditions))


def _stands(state: State, today: date) -> Condition:
    """How something stands."""
    match state:
        case State.OPEN:
            return _IS_OPEN
        case State.CLOSED:
            return sa.and_(col(_entry.kind).in_(_CAN_END), sa.not_(_IS_OPEN))
        case State.OVERDUE:
            late = (col(Action.due_on) < today, col(Action.status).not_in(FINISHED))
            return _among(col(Action.id), *late)
        case State.UNTRIAGED:
            return _among(col(Issue.id), col(Issue.route) == Route.NONE, col(Issue.status).not_in(ENDED))
    if state in _ISSUE_STATES:
        return _among(col(Issue.id), col(Issue.status) == _ISSUE_STATES[state])
    return _among(col(Action.id), col(Action.status) == _ACTION_STATES[state])


def _owned(owner: Party | str) -> Condition:
    """Actions of an owner, and the issues they came from."""
    theirs = (
        col(Action.party) == owner if isinstance(owner, Party) else col(Action.owner).icontains(owner, autoescape=True)
    )
    return sa.or_(_among(col(Action.id), theirs), _among(col(Action.issue_id), theirs))


def _due(days: Days) -> Condition:
    """Actions that fall due then."""
    if days.none:
        return _among(col(Action.id), col(Action.due_on).is_(None))
    bounds: list[Condition] = [col(Action.due_on).is_not(None)]
    if days.first is not None:
        bounds.append(col(Action.due_on) >= days.first)
    if days.last is not None:
        bounds.append(col(Action.due_on) <= days.last)
    if days.late:
        bounds.append(col(Action.status).not_in(FINISHED))
    return _among(col(Action.id), *bounds)


def _dated(days: Days) -> Sequence[Condition]:
    """Things whose own day it is, kind by kind."""
    return (
        _among(col(Issue.id), _within(col(Issue.reported_at), days)),
        _among(col(Visit.id), _within(col(Visit.visited_at), days)),
        _among(col(Meeting.id), _within(col(Meeting.starts_at), days)),
        _among(
            col(AgendaItem.id),
            col(AgendaItem.meeting_id).in_(sa.select(col(Meeting.id)).where(_within(col(Meeting.starts_at), days))),
        ),
        _among(col(Action.id), _within(col(Action.assigned_at), days)),
        _among(col(Paper.id), _within(col(Paper.made_at), days)),
    )


def _within(moment: Any, days: Days) -> Condition:
    """A moment in these days of the place the program runs at."""
    bounds = [sa.true()]
    if days.first is not None:
        bounds.append(moment >= _begin(days.first))
    if days.last is not None and days.last < date.max:
        bounds.append(moment < _begin(days.last + timedelta(days=1)))
    return sa.and_(*bounds)


def _begin(day: date) -> datetime:
    """The first moment of a local day, in UTC."""
    try:
        return datetime.combine(day, time()).astimezone().astimezone(UTC)
    except (OverflowError, ValueError):  # the first and last days of the calendar have no neighbours
        return datetime.combine(day, time(), UTC)


def _has(thing: Thing) -> Condition:
    """Things that have a photo, an action, a paper."""
    owners: dict[Thing, tuple[Any, ...]] = {
        Thing.PHOTO: (Photo.issue_id, Photo.visit_id, Photo.action_id),
        Thing.ACTION: (Action.issue_id, Action.item_id, Action.meeting_id),
        Thing.PAPER: (Paper.meeting_id,),
    }
    return sa.or_(*(_among(col(owner)) for owner in owners[thing]))
