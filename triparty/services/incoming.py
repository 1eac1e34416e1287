"""Rows from outside: judged against what is kept, and taken in. The same file taken in twice changes nothing."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import (
    Issue,
    IssueBase,
    Organisation,
    OrganisationBase,
    Person,
    PersonBase,
    Post,
    PostBase,
    Route,
    Visit,
    VisitBase,
)
from meetings_db.queries.directory import estates
from meetings_db.text import fold
from triparty.i18n import _
from triparty.services.directory import days_run_backwards, enrol
from triparty.services.issues import raise_issue
from triparty.services.visits import record_visit

Progress = Callable[[int, int], None]
"""Told how many rows of how many are done."""


class VerdictKind(StrEnum):
    """What becomes of a row: taken in, known already, known but different, not usable."""

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflict"
    ERROR = "error"


@dataclass(frozen=True)
class Verdict:
    """What becomes of the row with this number in its file, and why."""

    number: int
    kind: VerdictKind
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class IncomingIssue:
    """A row of visit records that was read without an error; `visited_at` is aware."""

    number: int
    estate: str
    visited_at: datetime
    officer: str
    typed: IssueBase
    route: Route = Route.NONE

    @property
    def source(self) -> tuple[str, str]:
        """The key that knows the row again (estate, day, place, title), and a digest of all it says."""
        day = self.visited_at.date().isoformat()
        key = (fold(self.estate), day, fold(self.typed.place), fold(self.typed.title))
        said = self.typed.model_dump_json(exclude={"reported_at"})
        clock = self.visited_at.replace(tzinfo=None).isoformat()
        return _digest(*key), _digest(*key, said, clock, self.route.value)


@dataclass(frozen=True)
class IncomingSeat:
    """A row of a list of people that was read without an error."""

    number: int
    person: PersonBase
    organisation: OrganisationBase
    post: PostBase


def judge_issues(session: Session, community_id: UUID, incoming: Sequence[IncomingIssue]) -> list[Verdict]:
    """What would become of each row; nothing is changed."""
    return [verdict for _row, verdict in _judged_issues(session, community_id, incoming)]


def take_in_issues(
    session: Session,
    community_id: UUID,
    incoming: Sequence[IncomingIssue],
    *,
    progress: Progress | None = None,
) -> list[Verdict]:
    """Enter the new rows as issues; rows of one estate, day and officer become one visit."""
    homes = {estate.key: estate.id for estate in estates(session, community_id)}
    visits: dict[tuple[UUID, str, str], UUID] = {}
    verdicts = []
    for done, (row, verdict) in enumerate(_judged_issues(session, community_id, incoming), 1):
        if verdict.kind is VerdictKind.NEW:
            estate_id = homes[fold(row.estate)]
            visit_id = _visit(session, community_id, estate_id, row, visits)
            raise_issue(
                session,
                community_id,
                estate_id,
                row.typed,
                visit_id=visit_id,
                route=row.route,
                source=row.source,
            )
        verdicts.append(verdict)
        if progress is not None:
            progress(done, len(incoming))
    return verdicts


def judge_seats(session: Session, community_id: UUID, incoming: Sequence[IncomingSeat]) -> list[Verdict]:
    """What would become of each row; nothing is changed."""
    return [verdict for _row, verdict in _judged_seats(session, community_id, incoming)]


def take_in_seats(
    session: Session,
    community_id: UUID,
    incoming: Sequence[IncomingSeat],
    *,
    progress: Progress | None = None,
) -> list[Verdict]:
    """Enter the new rows; a name that is known gets another post."""
    verdicts = []
    for done, (row, verdict) in enumerate(_judged_seats(session, community_id, incoming), 1):
        if verdict.kind is VerdictKind.NEW:
            enrol(session, community_id, row.person, row.organisation, row.post)
        verdicts.append(verdict)
        if progress is not None:
            progress(done, len(incoming))
    return verdicts


def no_such_estate(name: str) -> str:
    """The sentence for an estate that is not in the register."""
    return _("There is no estate named {name} in the register; enter it there, or correct the name.").format(name=name)


def _judged_issues(
    session: Session, community_id: UUID, incoming: Sequence[IncomingIssue]
) -> Iterator[tuple[IncomingIssue, Verdict]]:
    """Each row with its verdict; a row that stands twice in the file is known the second time."""
    homes = {estate.key for estate in estates(session, community_id)}
    known = _known_issues(session, community_id)
    for row in incoming:
        if fold(row.estate) not in homes:
            yield row, Verdict(row.number, VerdictKind.ERROR, (no_such_estate(row.estate),))
            continue
        if row.route is Route.REFUSED and not row.typed.details:
            reason = _("Say why it is not accepted: the reporter will be told.")
            yield row, Verdict(row.number, VerdictKind.ERROR, (reason,))
            continue
        key, digest = row.source
        if key not in known:
            known[key] = digest, ""
            yield row, Verdict(row.number, VerdictKind.NEW)
        elif known[key][0] == digest:
            yield row, Verdict(row.number, VerdictKind.SAME)
        else:
            reason = _("Known as {number} with other content: compare them and edit that one.")
            if not known[key][1]:
                reason = _("Stands twice in this file, with other content.")
            yield row, Verdict(row.number, VerdictKind.CONFLICT, (reason.format(number=known[key][1]),))


def _known_issues(session: Session, community_id: UUID) -> dict[str, tuple[str, str]]:
    """The (digest, number) of every issue that came from a file, by key."""
    query = select(Issue.source_key, Issue.source_digest, Issue.number)
    rows = session.exec(query.where(Issue.community_id == community_id, col(Issue.source_key).is_not(None)))
    return {key: (digest or "", number) for key, digest, number in rows if key}


def _visit(
    session: Session,
    community_id: UUID,
    estate_id: UUID,
    row: IncomingIssue,
    visits: dict[tuple[UUID, str, str], UUID],
) -> UUID:
    """The visit a row belongs to: the one of that estate, day and officer, entered when there is none yet."""
    typed = VisitBase(visited_at=row.visited_at, officer=row.officer)
    key = (estate_id, row.visited_at.date().isoformat(), typed.officer)
    if key not in visits:
        query = select(Visit).where(Visit.estate_id == estate_id, Visit.officer == typed.officer)
        day = row.visited_at.date()
        found = [visit for visit in session.exec(query) if _local_day(visit, row) == day]
        visits[key] = found[0].id if found else record_visit(session, community_id, estate_id, typed).id
    return visits[key]


def _local_day(visit: Visit, row: IncomingIssue) -> object:
    """The day of a visit in the time zone of the row."""
    return visit.visited_at.astimezone(row.visited_at.tzinfo).date()


def _judged_seats(
    session: Session, community_id: UUID, incoming: Sequence[IncomingSeat]
) -> Iterator[tuple[IncomingSeat, Verdict]]:
    """Each row with its verdict."""
    query = (
        select(Person.key, Organisation.key, Post)
        .join(Person, col(Post.person_id) == Person.id)
        .join(Organisation, col(Post.organisation_id) == Organisation.id)
        .where(Person.community_id == community_id)
    )
    known: dict[tuple[str, str, str], PostBase] = {
        (person, body, fold(post.title)): post for person, body, post in session.exec(query)
    }
    for row in incoming:
        if days_run_backwards(row.post):
            yield row, Verdict(row.number, VerdictKind.ERROR, (_("The post would end before it began."),))
            continue
        key = (fold(row.person.name), fold(row.organisation.name), fold(row.post.title))
        held = known.get(key)
        if held is None:
            known[key] = row.post
            yield row, Verdict(row.number, VerdictKind.NEW)
            continue
        differences = _differences(held, row.post)
        kind = VerdictKind.CONFLICT if differences else VerdictKind.SAME
        yield row, Verdict(row.number, kind, tuple(differences))


def _differences(held: PostBase, typed: PostBase) -> list[str]:
    """A sentence for everything a row says otherwise than the register."""
    pairs = [
        (_("Phone"), held.phone, typed.phone),
        (_("Party"), held.party.value, typed.party.value),
        (_("Standing"), held.standing.value, typed.standing.value),
    ]
    sentence = _("{what}: the register says {old}, the file {new}.")
    return [sentence.format(what=what, old=old or "—", new=new or "—") for what, old, new in pairs if old != new]


def _digest(*parts: str) -> str:
    """SHA-256 over the parts; none can run into the next."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
