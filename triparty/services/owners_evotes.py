"""The result of the official e-vote: checked against the frozen electorate, its differences listed, then taken in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import Answer, Elector, Flaw, OwnersVote
from meetings_db.queries.owners_votes import RoomLine, electors, rooms
from triparty.i18n import _, ngettext
from triparty.owner_words import ANSWERS
from triparty.rules import RuleError
from triparty.rules.owners import area_said
from triparty.rules.owners_votes import Share, Slip, after_second
from triparty.services.clock import moment
from triparty.services.kept import find


@dataclass(frozen=True)
class EVote:
    """What a row of the result says of one room; `area` in 0.01 m², None where the file has none."""

    number: int
    key: str
    room: str
    answer: Answer
    area: int | None = None


@dataclass(frozen=True)
class Checked:
    """A result against the electorate: what differs, by whom it would be counted how, and the sums of both.

    `by_file` counts every room as a head, as a list of rooms does; `by_roll` counts owners, as the law does.
    """

    differences: tuple[str, ...]
    answers: dict[UUID, Slip]
    by_file: dict[Answer, Share]
    by_roll: dict[Answer, Share]
    held_back: int
    """Rows that are not taken in: rooms nobody knows, and owners with a slip on paper that says otherwise."""

    @property
    def new(self) -> int:
        """How many owners would get an answer."""
        return len(self.answers)


def check_votes(session: Session, vote_id: UUID, votes: Sequence[EVote]) -> Checked:
    """What a result says otherwise than the electorate and the slips on paper; nothing is changed."""
    vote = find(session, OwnersVote, vote_id)
    known = {line.key: line for line in rooms(session, vote_id)}
    people = {elector.id: elector for elector in electors(session, vote_id)}
    differences: list[str] = []
    said: defaultdict[UUID, list[EVote]] = defaultdict(list)
    met: dict[str, EVote] = {}
    held_back = 0
    for each in votes:
        line = known.get(each.key)
        differences += _of_the_row(each, line, met.get(each.key))
        if line is None:
            held_back += 1
        elif each.answer is not Answer.NONE:
            said[line.elector_id].append(each)
        met.setdefault(each.key, each)
    differences += _missing(known, met)
    answers: dict[UUID, Slip] = {}
    for elector_id, own in said.items():
        elector, slip = people[elector_id], _together(vote, own, people[elector_id].units)
        differences += _of_the_owner(elector, own, slip)
        if elector.answer is Answer.NONE:
            answers[elector_id] = slip
        elif elector.answer is not slip.answer:
            held_back += len(own)
    return Checked(tuple(differences), answers, _by_file(votes, known), _by_roll(said, people, vote), held_back)


def take_in_votes(session: Session, vote_id: UUID, votes: Sequence[EVote], at: datetime | None = None) -> Checked:
    """Take a result in: owners who have no slip get the answer of theirs; what was entered from paper stays."""
    vote = find(session, OwnersVote, vote_id)
    if vote.closed_at is not None or vote.annulled_reason:
        raise RuleError(_("The vote is closed: nothing can be taken in any more."))
    checked, now = check_votes(session, vote_id, votes), moment(at)
    for elector in electors(session, vote_id):
        if (slip := checked.answers.get(elector.id)) is not None:
            elector.answer, elector.flaw = slip
            elector.slips, elector.answered_at = 1, now
    session.flush()
    return checked


def _of_the_row(each: EVote, line: RoomLine | None, before: EVote | None) -> Iterator[str]:
    """What is odd about one row."""
    where = {"number": each.number, "room": each.room}
    if line is None:
        yield _("Row {number}: {room} is not in this electorate; the row is not taken in.").format(**where)
        return
    if each.area is not None and each.area != line.area:
        told = _("Row {number}: {room} has {theirs} in the file and {ours} in the roll; the roll's area counts.")
        yield told.format(**where, theirs=area_said(each.area), ours=area_said(line.area))
    if before is not None:
        told = _("Row {number}: {room} stands in row {before} already.")
        yield told.format(**where, before=before.number)


def _missing(known: Mapping[str, RoomLine], met: Mapping[str, EVote]) -> Iterator[str]:
    """Rooms of the electorate that the file does not name."""
    missing = [line.room for key, line in known.items() if key not in met]
    if missing:
        told = ngettext(
            "{count} room of the electorate is not in the file: {rooms}.",
            "{count} rooms of the electorate are not in the file: {rooms}.",
            len(missing),
        )
        shown = "、".join(missing[:10]) + (" …" if len(missing) > 10 else "")
        yield told.format(count=len(missing), rooms=shown)


def _of_the_owner(elector: Elector, own: Sequence[EVote], slip: Slip) -> Iterator[str]:
    """What is odd about the answers of one owner."""
    words = {"name": elector.name, "rooms": "、".join(each.room for each in own)}
    if len({each.answer for each in own}) > 1:
        told = _("{name} answered differently for {rooms}; by the rules of this vote it counts as: {answer}.")
        yield told.format(**words, answer=_(ANSWERS[slip.answer]))
    if elector.answer not in (Answer.NONE, slip.answer):
        told = _("{name} ({rooms}) has a slip on paper that says {paper}, and the file says {answer}: the paper stays.")
        yield told.format(**words, paper=_(ANSWERS[elector.answer]), answer=_(ANSWERS[slip.answer]))


def _together(vote: OwnersVote, own: Sequence[EVote], units: int) -> Slip:
    """What several rows of one owner come to."""
    together = Slip(Answer.NONE)
    for each in own:
        together = after_second(vote.second_slip, together, _slip(each.answer), units)
    return together


def _slip(answer: Answer) -> Slip:
    """An answer as a slip."""
    return Slip(answer, Flaw.UNCLEAR if answer is Answer.INVALID else Flaw.NONE)


def _by_file(votes: Sequence[EVote], known: Mapping[str, RoomLine]) -> dict[Answer, Share]:
    """The sums of the rows, each of them a head."""
    sums = dict.fromkeys(Answer, Share())
    for each in votes:
        area = each.area if each.area is not None else known[each.key].area if each.key in known else 0
        sums[each.answer] = Share(sums[each.answer].heads + 1, sums[each.answer].area + area)
    return sums


def _by_roll(
    said: Mapping[UUID, Sequence[EVote]], people: Mapping[UUID, Elector], vote: OwnersVote
) -> dict[Answer, Share]:
    """The sums of the owners who answered in the file."""
    sums = dict.fromkeys(Answer, Share())
    for elector_id, own in said.items():
        elector = people[elector_id]
        answer = _together(vote, own, elector.units).answer
        sums[answer] = Share(sums[answer].heads + 1, sums[answer].area + elector.area)
    return sums
