"""What a list shows of the things found: number, title, place, day, how it stands, and where the words are."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from meetings_db.models import (
    Action,
    AgendaItem,
    EntryKind,
    Estate,
    Issue,
    IssueEvent,
    IssueEventKind,
    IssueStatus,
    ItemStatus,
    Meeting,
    Organisation,
    Paper,
    Person,
    Post,
    Visit,
)
from meetings_db.search import pinyin, sources
from meetings_db.text import clean_line

Marks = tuple[tuple[int, int], ...]
"""From where to where in a text, in order and apart."""

_BEFORE, _SHOWN = 16, 120
_SETTLED = (IssueStatus.DECIDED, IssueStatus.DONE, IssueStatus.CLOSED)
_OUTCOMES = (IssueEventKind.CLOSED, IssueEventKind.DONE, IssueEventKind.DECIDED)


class Facts(NamedTuple):
    """What stands in a list of one thing; `opens` is the key by which its station knows it."""

    id: UUID
    number: str
    title: str
    estate: str
    when: datetime | None
    state: str
    opens: UUID | None


@dataclass(frozen=True)
class Hit:
    """Something that was found; `seq` is where a further page goes on from.

    `title_marks` and `marks` are where the words are in `title` and `snippet`. `outcome` is what became of an issue
    that was settled.
    """

    seq: int
    kind: EntryKind
    id: UUID
    opens: UUID | None
    number: str
    title: str
    title_marks: Marks
    estate: str
    when: datetime | None
    state: str
    snippet: str
    marks: Marks
    outcome: str


def hits(session: Session, found: Sequence[tuple[int, EntryKind, UUID]], words: Sequence[str]) -> list[Hit]:
    """The things found, in their order, with the folded `words` marked."""
    facts: dict[UUID, Facts] = {}
    texts: dict[UUID, sources.Written] = {}
    outcomes: dict[UUID, str] = {}
    for kind in dict.fromkeys(kind for _seq, kind, _id in found):
        ids = [row_id for _seq, each, row_id in found if each == kind]
        facts.update((row[0], Facts(*row)) for row in session.connection().execute(_FACTS[kind](ids)))
        texts.update((row.id, row) for row in sources.written(session, kind, ids))
        if kind is EntryKind.ISSUE:
            outcomes = _outcomes(session, [key for key in ids if key in facts and facts[key].state in _SETTLED])
    return [
        _hit(seq, kind, facts[key], texts[key], words, outcomes.get(key, ""))
        for seq, kind, key in found
        if key in facts and key in texts
    ]


def _hit(seq: int, kind: EntryKind, facts: Facts, text: sources.Written, words: Sequence[str], outcome: str) -> Hit:
    """One thing found."""
    title = clean_line(facts.title or next(filter(None, (*text.names, *text.rest)), ""))
    names = [each for each in text.names if each and clean_line(each) != title]
    snippet, found = _snippet((*names, *text.rest), words)
    return Hit(
        seq=seq,
        kind=kind,
        id=facts.id,
        opens=facts.opens,
        number=facts.number,
        title=title,
        title_marks=marks(title, words),
        estate=facts.estate or "",
        when=facts.when,
        state=str(facts.state),
        snippet=snippet or clean_line(" · ".join(names)),
        marks=found,
        outcome=clean_line(outcome),
    )


def _snippet(texts: Iterable[str], words: Sequence[str]) -> tuple[str, Marks]:
    """The part of the first line that has a word, else nothing."""
    for line in (_plain(clean_line(line)) for text in texts for line in text.splitlines()):
        found = marks(line, words)
        if found:
            begin = max(0, found[0][0] - _BEFORE) if len(line) > _SHOWN else 0
            lead = "…" if begin else ""
            part = lead + line[begin : begin + _SHOWN]
            return part, marks(part, words)
    return "", ()


def _plain(line: str) -> str:
    """A line as it reads: of a row of a table in Markdown, what its cells say."""
    if not line.strip().startswith("|"):
        return line
    return " · ".join(filter(None, (cell.strip() for cell in line.split("|"))))


def marks(text: str, words: Sequence[str]) -> Marks:
    """Where the folded `words` are in `text`, in its own characters."""
    folded, origins = _folded(text)
    spans = sorted(span for word in words for span in _places(folded, word))
    joined: list[tuple[int, int]] = []
    for begin, end in ((origins[begin], origins[end - 1] + 1) for begin, end in spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return tuple(joined)


def _places(folded: str, word: str) -> Iterator[tuple[int, int]]:
    """Every place of a word, else the one it spells."""
    place = folded.find(word)
    if place < 0:
        spelt = pinyin.spelt(word, folded)
        if spelt is not None:
            yield spelt
    while place >= 0:
        yield place, place + len(word)
        place = folded.find(word, place + len(word))


def _folded(text: str) -> tuple[str, list[int]]:
    """`text` folded sign by sign, and for each folded character the place it comes from."""
    folded: list[str] = []
    origins: list[int] = []
    for place, sign in enumerate(text):
        plain = " " if sign.isspace() else unicodedata.normalize("NFKC", sign).casefold()
        folded.append(plain)
        origins += [place] * len(plain)
    return "".join(folded), origins


def _outcomes(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What became of issues: what was said or done at the end, else what was agreed."""
    agreed = sa.select(col(AgendaItem.issue_id), col(AgendaItem.conclusion)).where(
        col(AgendaItem.issue_id).in_(ids), col(AgendaItem.status) == ItemStatus.AGREED
    )
    said = sa.select(col(IssueEvent.issue_id), col(IssueEvent.note)).where(
        col(IssueEvent.issue_id).in_(ids), col(IssueEvent.kind).in_(_OUTCOMES), col(IssueEvent.note) != ""
    )
    queries = (agreed.order_by(col(AgendaItem.id)), said.order_by(col(IssueEvent.id)))
    return {key: told for query in queries for key, told in session.connection().execute(query) if key and told}


def _facts(table: Any, *columns: Any, opens: Any = None) -> sa.Select[Any]:
    """A query for `Facts` without its conditions."""
    return sa.select(table.id, *columns, opens if opens is not None else table.id)


_NOTHING = sa.literal("")
_NEVER = sa.null()
_LAST_POST = (
    sa.select(col(Post.id))
    .where(col(Post.person_id) == col(Person.id))
    .correlate(Person)
    .order_by(col(Post.id).desc())
    .limit(1)
    .scalar_subquery()
)

_FACTS: dict[EntryKind, Callable[[Sequence[UUID]], sa.Select[Any]]] = {
    EntryKind.ISSUE: lambda ids: (
        _facts(Issue, Issue.number, Issue.title, Estate.name, Issue.reported_at, Issue.status)
        .join(Estate, col(Issue.estate_id) == col(Estate.id))
        .where(col(Issue.id).in_(ids))
    ),
    EntryKind.VISIT: lambda ids: (
        _facts(Visit, Visit.number, Visit.met, Estate.name, Visit.visited_at, _NOTHING)
        .join(Estate, col(Visit.estate_id) == col(Estate.id))
        .where(col(Visit.id).in_(ids))
    ),
    EntryKind.MEETING: lambda ids: _facts(
        Meeting,
        sa.cast(col(Meeting.ordinal), sa.String),
        Meeting.title,
        _NOTHING,
        Meeting.starts_at,
        Meeting.status,
    ).where(col(Meeting.id).in_(ids)),
    EntryKind.ITEM: lambda ids: (
        _facts(
            AgendaItem,
            sa.cast(col(Meeting.ordinal), sa.String) + "-" + sa.cast(col(AgendaItem.position), sa.String),
            AgendaItem.title,
            Estate.name,
            Meeting.starts_at,
            AgendaItem.status,
            opens=Meeting.id,
        )
        .join(Meeting, col(AgendaItem.meeting_id) == col(Meeting.id))
        .outerjoin(Issue, col(AgendaItem.issue_id) == col(Issue.id))
        .outerjoin(Estate, col(Issue.estate_id) == col(Estate.id))
        .where(col(AgendaItem.id).in_(ids))
    ),
    EntryKind.ACTION: lambda ids: (
        _facts(Action, Action.number, Action.what, Estate.name, Action.assigned_at, Action.status)
        .outerjoin(Issue, col(Action.issue_id) == col(Issue.id))
        .outerjoin(Estate, col(Issue.estate_id) == col(Estate.id))
        .where(col(Action.id).in_(ids))
    ),
    EntryKind.PERSON: lambda ids: _facts(
        Person, _NOTHING, Person.name, _NOTHING, _NEVER, _NOTHING, opens=_LAST_POST
    ).where(col(Person.id).in_(ids)),
    EntryKind.ORGANISATION: lambda ids: _facts(
        Organisation, _NOTHING, Organisation.name, _NOTHING, _NEVER, _NOTHING
    ).where(col(Organisation.id).in_(ids)),
    EntryKind.ESTATE: lambda ids: _facts(Estate, _NOTHING, Estate.name, _NOTHING, _NEVER, _NOTHING).where(
        col(Estate.id).in_(ids)
    ),
    EntryKind.PAPER: lambda ids: _facts(Paper, _NOTHING, Paper.file_name, _NOTHING, Paper.made_at, _NOTHING).where(
        col(Paper.id).in_(ids)
    ),
}
"""How the facts of each kind are read."""
