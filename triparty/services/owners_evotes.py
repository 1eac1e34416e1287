"""The result of the official e-vote: checked against the frozen electorate, its differences listed, then taken in."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import Answer, Elector, Flaw, OwnersVote
from meetings_db.queries.owners_votes import RoomLine, electors, rooms
from triparty.i18n import _, ngettext
from triparty.owner_words import ANSWERS, SECOND_SLIPS
from triparty.rules import RuleError
from triparty.rules.owners import area_said
from triparty.rules.owners_votes import Share, Slip, after_second, entry_reasons
from triparty.services.clock import moment
from triparty.services.kept import find

_SILENT = {Answer.NONE}
"""What says nothing, and so contradicts nothing."""


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

    `by_file` counts every row as a head; `by_roll` the owners who get an answer, each once, as the law counts them.
    """

    differences: tuple[str, ...]
    answers: dict[UUID, Slip]
    by_file: dict[Answer, Share]
    by_roll: dict[Answer, Share]
    held_back: int
    """Rows that are not taken in: rooms nobody knows, owners on record with something else, rooms with two answers."""

    @property
    def new(self) -> int:
        """How many owners would get an answer."""
        return len(self.answers)


def check_votes(session: Session, vote_id: UUID, votes: Sequence[EVote]) -> Checked:
    """What a result says otherwise than the electorate and the slips on record; nothing is changed."""
    vote = find(session, OwnersVote, vote_id)
    known = {line.key: line for line in rooms(session, vote_id)}
    people = {elector.id: elector for elector in electors(session, vote_id)}
    differences: list[str] = []
    by_room: defaultdict[str, list[EVote]] = defaultdict(list)
    for each in votes:
        differences += _of_the_row(each, known.get(each.key), _first(by_room.get(each.key, ())))
        if each.key in known:
            by_room[each.key].append(each)
    differences += _missing(known, by_room)
    said: defaultdict[UUID, list[EVote]] = defaultdict(list)
    for key, rows in by_room.items():
        if (first := _first(rows)) is not None and first.answer is not Answer.NONE:
            said[known[key].elector_id].append(first)
    torn = {known[key].elector_id for key, rows in by_room.items() if len({row.answer for row in rows} - _SILENT) > 1}
    answers: dict[UUID, Slip] = {}
    for elector_id, own in said.items():
        elector, slip = people[elector_id], _together(vote, own, people[elector_id].units)
        if elector_id in torn:
            differences.append(_of_the_torn(elector))
        else:
            differences += _of_the_owner(vote, elector, own, slip)
            if elector.answer is Answer.NONE:
                answers[elector_id] = slip
    unsaid = sum(_is_held_back(each, known, people, answers, torn) for each in votes)
    return Checked(tuple(differences), answers, _by_file(votes, known), _by_roll(answers, people), unsaid)


def take_in_votes(
    session: Session,
    vote_id: UUID,
    votes: Sequence[EVote],
    at: datetime | None = None,
    *,
    seen: Checked | None = None,
    in_time: bool = False,
) -> Checked:
    """Take a result in: owners who have no slip get the answer of theirs; what is on record stays.

    `seen` is what was shown of it before: where something was entered since, nothing is taken in. After the last day
    for slips `in_time` says that all was voted by then.
    """
    vote, now = find(session, OwnersVote, vote_id), moment(at)
    if vote.closed_at is not None or vote.annulled_reason:
        raise RuleError(_("The vote is closed: nothing can be taken in any more."))
    if reasons := entry_reasons(Flaw.NONE, vote.closes_on, now.astimezone().date(), in_time=in_time):
        raise RuleError(*reasons)
    checked = check_votes(session, vote_id, votes)
    if seen is not None and checked != seen:
        raise RuleError(_("Slips were entered since the differences were shown: nothing was taken in. Look again."))
    for elector in electors(session, vote_id):
        if (slip := checked.answers.get(elector.id)) is not None:
            elector.answer, elector.flaw = slip
            elector.slips, elector.answered_at = 1, now
    session.flush()
    return checked


def _of_the_row(each: EVote, line: RoomLine | None, before: EVote | None) -> Iterator[str]:
    """What is odd about one row, of which `before` is an earlier one of the same room."""
    where = {"number": each.number, "room": each.room, "before": before.number if before else 0}
    if line is None:
        yield _("Row {number}: {room} is not in this electorate; the row is not taken in.").format(**where)
        return
    if each.area is not None and each.area != line.area:
        told = _("Row {number}: {room} has {theirs} in the file and {ours} in the roll; the roll's area counts.")
        yield told.format(**where, theirs=area_said(each.area), ours=area_said(line.area))
    if before is None:
        return
    if len({each.answer, before.answer} - _SILENT) > 1:
        told = _("Row {number}: {room} stands in row {before} already with another answer; neither is taken in.")
    else:
        told = _("Row {number}: {room} stands in row {before} already; it is counted once.")
    yield told.format(**where)


def _first(rows: Sequence[EVote]) -> EVote | None:
    """Of the rows of one room the first that has an answer, else the first."""
    return next((each for each in rows if each.answer is not Answer.NONE), next(iter(rows), None))


def _of_the_torn(elector: Elector) -> str:
    """An owner one of whose rooms has two answers."""
    told = _("{name} ({rooms}) gets no answer: find out which row is right, mend the file, and take it in again.")
    return told.format(name=elector.name, rooms=elector.rooms)


def _is_held_back(
    each: EVote,
    known: Mapping[str, RoomLine],
    people: Mapping[UUID, Elector],
    answers: Mapping[UUID, Slip],
    torn: Collection[UUID],
) -> bool:
    """Whether a row says something that is not taken in and is not on record."""
    line = known.get(each.key)
    if line is None or line.elector_id in torn:
        return line is None or each.answer is not Answer.NONE
    on_record = people[line.elector_id].answer
    return each.answer not in (Answer.NONE, on_record) and line.elector_id not in answers


def _missing(known: Mapping[str, RoomLine], met: Collection[str]) -> Iterator[str]:
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


def _of_the_owner(vote: OwnersVote, elector: Elector, own: Sequence[EVote], slip: Slip) -> Iterator[str]:
    """What is odd about the answers of one owner."""
    words = {"name": elector.name, "rooms": "、".join(each.room for each in own)}
    if len({each.answer for each in own}) > 1:
        told = _("{name} answered differently for {rooms}; by the rule of this vote ({rule}) it counts as: {answer}.")
        yield told.format(**words, rule=_(SECOND_SLIPS[vote.second_slip]), answer=_(ANSWERS[slip.answer]))
    if elector.answer not in (Answer.NONE, slip.answer):
        told = _("{name} ({rooms}) is on record as: {paper}. The file says: {answer}. What is on record stays.")
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


def _by_roll(answers: Mapping[UUID, Slip], people: Mapping[UUID, Elector]) -> dict[Answer, Share]:
    """The sums of the owners who get an answer."""
    sums = dict.fromkeys(Answer, Share())
    for elector_id, slip in answers.items():
        sums[slip.answer] = Share(sums[slip.answer].heads + 1, sums[slip.answer].area + people[elector_id].area)
    return sums
