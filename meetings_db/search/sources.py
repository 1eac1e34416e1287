"""What search knows of each row: its names, which can also be spelt in pinyin, and the rest of what was written.

Telephone numbers, who reported an issue, and the owners of the roll are left out: search is open in the meeting too, in
front of everybody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from meetings_db.models import (
    ENDED,
    FINISHED,
    SETTLED,
    Action,
    ActionUpdate,
    AgendaItem,
    EntryKind,
    Estate,
    Issue,
    IssueEvent,
    Meeting,
    MeetingStatus,
    Organisation,
    Paper,
    Person,
    Post,
    Visit,
)


class Written(NamedTuple):
    """A row as search sees it, before it is folded."""

    id: UUID
    community_id: UUID
    estate_id: UUID | None
    is_open: bool
    names: tuple[str, ...]
    rest: tuple[str, ...]


TABLES: dict[EntryKind, type[SQLModel]] = {
    EntryKind.ISSUE: Issue,
    EntryKind.VISIT: Visit,
    EntryKind.MEETING: Meeting,
    EntryKind.ITEM: AgendaItem,
    EntryKind.ACTION: Action,
    EntryKind.PERSON: Person,
    EntryKind.ORGANISATION: Organisation,
    EntryKind.ESTATE: Estate,
    EntryKind.PAPER: Paper,
}
"""The table of each kind."""

_ADDS_TO: dict[str, tuple[EntryKind, str]] = {
    **{str(table.__tablename__): (kind, "id") for kind, table in TABLES.items()},
    "issueevent": (EntryKind.ISSUE, "issue_id"),
    "actionupdate": (EntryKind.ACTION, "action_id"),
    "post": (EntryKind.PERSON, "person_id"),
}
"""By table: what a row of it is found as, and the column that says which one."""


def found_as(table: str) -> tuple[EntryKind, str] | None:
    """The kind under which a row of `table` is found, and the column with the key of that thing."""
    return _ADDS_TO.get(table)


def also_touched(session: Session, kind: EntryKind, ids: Sequence[UUID]) -> Iterator[tuple[EntryKind, UUID]]:
    """What else is written of when a row of `kind` changes: an issue's estate, an organisation's name."""
    queries: dict[EntryKind, tuple[tuple[EntryKind, sa.Select[Any]], ...]] = {
        EntryKind.ISSUE: (
            (EntryKind.ITEM, sa.select(col(AgendaItem.id)).where(col(AgendaItem.issue_id).in_(ids))),
            (EntryKind.ACTION, sa.select(col(Action.id)).where(col(Action.issue_id).in_(ids))),
        ),
        EntryKind.ORGANISATION: (
            (EntryKind.PERSON, sa.select(col(Post.person_id)).where(col(Post.organisation_id).in_(ids))),
        ),
    }
    for other, query in queries.get(kind, ()):
        yield from ((other, each) for each in session.connection().scalars(query))


def written(session: Session, kind: EntryKind, ids: Sequence[UUID]) -> Iterator[Written]:
    """What search knows of the rows of `kind` with these keys; nothing of those that are not there."""
    return _READ[kind](session, ids)


def _issues(session: Session, ids: Sequence[UUID]) -> Iterator[Written]:
    """Issues with what was said along their way."""
    said = _notes(session, col(IssueEvent.issue_id), col(IssueEvent.note), col(IssueEvent.id), ids)
    columns = (Issue.id, Issue.community_id, Issue.estate_id, Issue.status)
    for row in _rows(
        session, ids, Issue, *columns, Issue.title, Issue.place, Issue.category, Issue.number, Issue.details
    ):
        key, community, estate, status, title, place, category, number, details = row
        names, rest = (title, place, category), (number, details, *said[key])
        yield Written(key, community, estate, status not in ENDED, names, rest)


def _visits(session: Session, ids: Sequence[UUID]) -> Iterator[Written]:
    """Visits; none of them is open."""
    columns = (Visit.id, Visit.community_id, Visit.estate_id, Visit.officer, Visit.met)
    for key, community, estate, officer, met, *rest in _rows(
        session, ids, Visit, *columns, Visit.number, Visit.notes, Visit.settled
    ):
        yield Written(key, community, estate, False, (officer, met), tuple(rest))


def _meetings(session: Session, ids: Sequence[UUID]) -> Iterator[Written]:
    """Meetings, open until their minutes are final."""
    columns = (Meeting.id, Meeting.community_id, Meeting.status, Meeting.title, Meeting.place, Meeting.chair)
    for key, community, status, title, place, chair, reference in _rows(
        session, ids, Meeting, *columns, Meeting.reference
    ):
        is_open = status is not MeetingStatus.FINAL
        yield Written(key, community, None, is_open, (title, place, chair), (reference or "",))


def _items(session: Session, ids: Sequence[UUID]) -> Iterator[Written]:
    """Agenda items, with the estate of the issue they came from."""
    query = (
        sa.select(
            col(AgendaItem.id),
            col(Meeting.community_id),
            col(Issue.estate_id),
            col(AgendaItem.status),
            col(AgendaItem.title),
            col(AgendaItem.presenter),
            col(AgendaItem.conclusion),
            col(AgendaItem.notes),
        )
        .join(Meeting, col(AgendaItem.meeting_id) == col(Meeting.id))
        .outerjoin(Issue, col(AgendaItem.issue_id) == col(Issue.id))
        .where(col(AgendaItem.id).in_(ids))
    )
    for key, community, estate, status, title, presenter, *rest in session.connection().execute(query):
        yield Written(key, community, estate, status not in SETTLED, (title, presenter), tuple(rest))


def _actions(session: Session, ids: Sequence[UUID]) -> Iterator[Written]:
    """Actions with what was said along their way, and the estate of the issue they came from."""
    said = _notes(session, col(ActionUpdate.action_id), col(ActionUpdate.note), col(ActionUpdate.id), ids)
    query = (
        sa.select(
            col(Action.id),
            col(Action.community_id),
            col(Issue.estate_id),
            col(Action.status),
            col(Action.what),
            col(Action.owner),
            col(Action.number),
            col(Action.done_means),
            col(Action.funding),
        )
        .outerjoin(Issue, col(Action.issue_id) == col(Issue.id))
        .where(col(Action.id).in_(ids))
    )
    for key, community, estate, status, what, owner, *rest in session.connection().execute(query):
        yield Written(key, community, estate, status not in FINISHED, (what, owner), (*rest, *said[key]))


def _people(session: Session, ids: Sequence[UUID]) -> Iterator[Written]:
    """People with the posts they hold or held."""
    posts: defaultdict[UUID, list[str]] = defaultdict(list)
    held = (
        sa.select(col(Post.person_id), col(Organisation.name), col(Post.title))
        .join(Organisation, col(Post.organisation_id) == col(Organisation.id))
        .where(col(Post.person_id).in_(ids))
        .order_by(col(Post.id))
    )
    for person, organisation, title in session.connection().execute(held):
        posts[person] += [organisation, title]
    for key, community, name, note in _rows(
        session, ids, Person, Person.id, Person.community_id, Person.name, Person.note
    ):
        yield Written(key, community, None, False, (name, *posts[key]), (note,))


def _organisations(session: Session, ids: Sequence[UUID]) -> Iterator[Written]:
    """Organisations."""
    for key, community, name in _rows(
        session, ids, Organisation, Organisation.id, Organisation.community_id, Organisation.name
    ):
        yield Written(key, community, None, False, (name,), ())


def _estates(session: Session, ids: Sequence[UUID]) -> Iterator[Written]:
    """Estates, each its own."""
    for key, community, name in _rows(session, ids, Estate, Estate.id, Estate.community_id, Estate.name):
        yield Written(key, community, key, False, (name,), ())


def _papers(session: Session, ids: Sequence[UUID]) -> Iterator[Written]:
    """Papers by the names of their files."""
    for key, community, name in _rows(session, ids, Paper, Paper.id, Paper.community_id, Paper.file_name):
        yield Written(key, community, None, False, (name,), ())


def _rows(session: Session, ids: Sequence[UUID], table: Any, *columns: Any) -> Iterable[Any]:
    """These columns of the rows with these keys."""
    return session.connection().execute(sa.select(*map(col, columns)).where(col(table.id).in_(ids)))


def _notes(session: Session, owner: Any, note: Any, order: Any, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """What was said of each owner, oldest first."""
    said: defaultdict[UUID, list[str]] = defaultdict(list)
    query = sa.select(owner, note).where(owner.in_(ids), note != "").order_by(order)
    for key, text in session.connection().execute(query):
        said[key].append(text)
    return said


_READ: dict[EntryKind, Callable[[Session, Sequence[UUID]], Iterator[Written]]] = {
    EntryKind.ISSUE: _issues,
    EntryKind.VISIT: _visits,
    EntryKind.MEETING: _meetings,
    EntryKind.ITEM: _items,
    EntryKind.ACTION: _actions,
    EntryKind.PERSON: _people,
    EntryKind.ORGANISATION: _organisations,
    EntryKind.ESTATE: _estates,
    EntryKind.PAPER: _papers,
}
