"""Rows from outside: judged against what is kept, and taken in. The same file taken in twice changes nothing."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import islice
from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import (
    Issue,
    IssueBase,
    OrganisationBase,
    Party,
    PersonBase,
    PostBase,
    Route,
    Visit,
    VisitBase,
)
from meetings_db.queries.directory import estates, register
from meetings_db.text import clean_line, fold
from triparty.i18n import _
from triparty.services.directory import days_run_backwards, differ, enrol, noted, somebody_else
from triparty.services.issues import Raised, raise_issues
from triparty.services.visits import record_visits
from triparty.words import PARTIES_IN_SENTENCES, STANDINGS

Progress = Callable[[int, int], None]
"""Told how many rows of how many are done."""

_BLOCK = 1_000
"""Rows entered at once: progress is seen, and no statement grows too long for either database."""

_DAY = timedelta(days=1)


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

    @cached_property
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
    visits = _Visits(session, community_id, incoming)
    verdicts: list[Verdict] = []
    judged = _judged_issues(session, community_id, incoming)
    while block := list(islice(judged, _BLOCK)):
        new = [(homes[fold(row.estate)], row) for row, verdict in block if verdict.kind is VerdictKind.NEW]
        visit_ids = visits.of(new)
        raised = [
            Raised(estate_id, row.typed, visit_id, row.route, row.source)
            for (estate_id, row), visit_id in zip(new, visit_ids, strict=True)
        ]
        raise_issues(session, community_id, raised)
        for _row, verdict in block:
            verdicts.append(verdict)
            if progress is not None:
                progress(len(verdicts), len(incoming))
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
    known = _known_issues(session, community_id, incoming)
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


def _known_issues(
    session: Session, community_id: UUID, incoming: Sequence[IncomingIssue]
) -> dict[str, tuple[str, str]]:
    """The (digest, number) of each issue that came from such a row before, by key."""
    query = select(Issue.source_key, Issue.source_digest, Issue.number).where(Issue.community_id == community_id)
    keys = iter({row.source[0] for row in incoming})
    known = {}
    while some := list(islice(keys, _BLOCK)):
        found = session.exec(query.where(col(Issue.source_key).in_(some)))
        known.update({key: (digest or "", number) for key, digest, number in found if key})
    return known


class _Visits:
    """The visits that rows belong to: one for each estate, day and officer, entered when there is none yet."""

    def __init__(self, session: Session, community_id: UUID, incoming: Sequence[IncomingIssue]) -> None:
        self._session, self._community_id = session, community_id
        self._ids: dict[tuple[UUID, str, date], UUID] = {}
        self._kept: defaultdict[tuple[UUID, str, date], list[tuple[datetime, UUID]]] = defaultdict(list)
        """Visits there are by their day in UTC, which is one day off at most."""
        if not incoming:
            return
        moments = [row.visited_at for row in incoming]
        query = select(Visit.estate_id, Visit.officer, Visit.visited_at, Visit.id).where(
            Visit.community_id == community_id,
            Visit.visited_at > min(moments) - 2 * _DAY,
            Visit.visited_at < max(moments) + 2 * _DAY,
        )
        for estate_id, officer, at, visit_id in session.exec(query.order_by(col(Visit.visited_at), col(Visit.id))):
            self._kept[estate_id, officer, at.astimezone(UTC).date()].append((at, visit_id))

    def of(self, rows: Sequence[tuple[UUID, IncomingIssue]]) -> list[UUID]:
        """The visit of each row with its estate's id, in their order."""
        keys, missing = [], {}
        for estate_id, row in rows:
            key = (estate_id, clean_line(row.officer), row.visited_at.date())
            keys.append(key)
            if key in self._ids or key in missing:
                continue
            if found := self._found(*key, row):
                self._ids[key] = found
            else:
                missing[key] = VisitBase(visited_at=row.visited_at, officer=row.officer)
        entered = [(key[0], typed) for key, typed in missing.items()]
        self._ids.update(zip(missing, record_visits(self._session, self._community_id, entered), strict=True))
        return [self._ids[key] for key in keys]

    def _found(self, estate_id: UUID, officer: str, day: date, row: IncomingIssue) -> UUID | None:
        """The first visit that was kept of that day in the time zone of the row."""
        for near in (day - _DAY, day, day + _DAY):
            for at, visit_id in self._kept.get((estate_id, officer, near), ()):
                if at.astimezone(row.visited_at.tzinfo).date() == day:
                    return visit_id
        return None


def _judged_seats(
    session: Session, community_id: UUID, incoming: Sequence[IncomingSeat]
) -> Iterator[tuple[IncomingSeat, Verdict]]:
    """Each row with its verdict."""
    known = _Known(session, community_id)
    for row in incoming:
        if days_run_backwards(row.post):
            yield row, Verdict(row.number, VerdictKind.ERROR, (_("The post would end before it began."),))
            continue
        differences = known.differences(row)
        if differences:
            yield row, Verdict(row.number, VerdictKind.CONFLICT, tuple(differences))
        elif known.holds(row):
            yield row, Verdict(row.number, VerdictKind.SAME)
        else:
            known.add(row.person, row.organisation, row.post)
            yield row, Verdict(row.number, VerdictKind.NEW)


class _Known:
    """Who the register knows, and the rows of the file that were new so far."""

    def __init__(self, session: Session, community_id: UUID) -> None:
        self._posts: dict[tuple[str, str, str], PostBase] = {}
        self._people: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._parties: dict[str, Party] = {}
        for seat in register(session, community_id):
            self.add(seat.person, seat.organisation, seat.post)

    def add(self, person: PersonBase, organisation: OrganisationBase, post: PostBase) -> None:
        """Somebody in a post; an organisation keeps the party it was first entered with."""
        self._posts[self._key(person, organisation, post)] = post
        self._people[fold(person.name)].append((post.phone, person.note))
        self._parties.setdefault(fold(organisation.name), organisation.party)

    def holds(self, row: IncomingSeat) -> bool:
        """Whether that person is known in that post."""
        return self._key(row.person, row.organisation, row.post) in self._posts

    def differences(self, row: IncomingSeat) -> list[str]:
        """A sentence for everything a row says otherwise than what is known."""
        held = self._posts.get(self._key(row.person, row.organisation, row.post))
        pairs = [(_("Party of the organisation"), *self._organisations_party(row))]
        if held is not None:
            pairs += [
                (_("Phone"), held.phone, row.post.phone),
                (_("Party"), _(PARTIES_IN_SENTENCES[held.party]), _(PARTIES_IN_SENTENCES[row.post.party])),
                (_("Standing"), _(STANDINGS[held.standing]), _(STANDINGS[row.post.standing])),
                (_("From"), str(held.starts_on or ""), str(row.post.starts_on or "")),
                (_("Until"), str(held.ends_on or ""), str(row.post.ends_on or "")),
                (_("Note"), *self._note(row)),
            ]
        sentence = _("{what}: the register says {old}, the file {new}.")
        said = [sentence.format(what=what, old=old or "—", new=new or "—") for what, old, new in pairs if old != new]
        return said if held is not None else [*said, *self._somebody_else(row)]

    def _organisations_party(self, row: IncomingSeat) -> tuple[str, str]:
        """The party of the organisation as known and as the row has it; who sits for no party says nothing of it."""
        theirs = row.organisation.party
        known = self._parties.get(fold(row.organisation.name), theirs)
        if Party.OTHER in (known, theirs):
            return "", ""
        return _(PARTIES_IN_SENTENCES[known]), _(PARTIES_IN_SENTENCES[theirs])

    def _note(self, row: IncomingSeat) -> tuple[str, str]:
        """What the register notes of somebody, and what of that the row does not say; an empty cell says nothing."""
        notes = "；".join(dict.fromkeys(note for _phone, note in self._people[fold(row.person.name)] if note))
        return ("", "") if not row.person.note or noted(notes, row.person.note) else (notes, row.person.note)

    def _somebody_else(self, row: IncomingSeat) -> list[str]:
        """Why a known name in another post may be somebody else: another phone, and no word of a second post."""
        known = self._people.get(fold(row.person.name), [])
        phones = {phone for phone, _note in known if phone}
        notes = [row.person.note, *(note for _phone, note in known)]
        return [somebody_else(row.person.name, phones)] if differ(phones, row.post.phone, notes) else []

    @staticmethod
    def _key(person: PersonBase, organisation: OrganisationBase, post: PostBase) -> tuple[str, str, str]:
        """What a seat is known by."""
        return fold(person.name), fold(organisation.name), fold(post.title)


def _digest(*parts: str) -> str:
    """SHA-256 over the parts; none can run into the next."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
