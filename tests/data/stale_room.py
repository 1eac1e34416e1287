"""Deeds upon a version in the meeting: its agenda, notes, ballots, who is there, and the series it belongs to."""

from collections.abc import Callable

from meetings_db.models import (
    AgendaItem,
    AgendaItemBase,
    Authority,
    BallotMethod,
    Choice,
    ItemStatus,
    MeetingSeriesBase,
    PresenceEvent,
    SubstituteBase,
)
from meetings_db.models.base import Edited
from tests.data.builders import (
    START,
    a_meeting,
    a_meeting_in_session,
    after,
    items_of,
    typed_meeting,
)
from tests.data.stale_desk import Deed, Office
from triparty.services import (
    agendas,
    ballots,
    meetings,
    presence,
    presence_corrections,
    series,
    votes,
)
from triparty.services.weighing import Votes


def _meeting(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = a_meeting(office.db, office.place)
    typed = typed_meeting(place="三楼")
    return row, lambda version: office.db.run(agendas.edit_meeting, row.id, version, typed)


def _item(office: Office) -> AgendaItem:
    return items_of(office.db, a_meeting(office.db, office.place, "停车秩序").id)[0]


def _edit_item(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row, typed = _item(office), AgendaItemBase(title="停车与消防通道")
    return row, lambda version: office.db.run(agendas.edit_item, row.id, version, typed)


def _take_off(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = _item(office)
    return row, lambda version: office.db.run(agendas.take_off_agenda, row.id, version=version)


def _notes(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = a_meeting_in_session(office.db, office.place).items[0]
    return row, lambda version: office.db.run(meetings.write_notes, row.id, version, "记下的话")


def _settle(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = a_meeting_in_session(office.db, office.place).items[0]
    return row, lambda version: office.db.run(meetings.settle_item, row.id, ItemStatus.NOTED, version=version)


def _reword(office: Office) -> tuple[Edited, Callable[[int], object]]:
    item = a_meeting_in_session(office.db, office.place).items[0]
    row = office.db.run(meetings.settle_item, item.id, ItemStatus.AGREED, "停车按方案办")
    return row, lambda version: office.db.run(meetings.reword_conclusion, row.id, version, "停车照方案办")


def _ballot(office: Office) -> tuple[Edited, Callable[[int], object]]:
    room = a_meeting_in_session(office.db, office.place)
    row, everybody = room.items[0], ballots.unanimous(room, START)
    held = (row.id, "majority-all", "停车按方案办", everybody, START)
    return row, lambda version: office.db.run(ballots.hold_ballot, *held, version=version)


def _guard(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = _item(office)
    return row, lambda version: office.db.run(agendas.guard_item, row.id, Authority.OWNERS, version=version)


def _open_ballot(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = a_meeting_in_session(office.db, office.place).items[0]
    opened = (row.id, "majority-all", "停车按方案办")
    return row, lambda version: office.db.run(ballots.open_ballot, *opened, version=version)


def _begin_ballot(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = a_meeting_in_session(office.db, office.place).items[0]
    opened, counts = (row.id, "majority-all", "停车按方案办", BallotMethod.HANDS), {"community": (Votes(1), None)}
    return row, lambda version: office.db.run(votes.begin_ballot, *opened, counts=counts, version=version)


def _give_votes(office: Office) -> tuple[Edited, Callable[[int], object]]:
    room = a_meeting_in_session(office.db, office.place)
    row = office.db.run(ballots.open_ballot, room.items[0].id, "consensus", "", BallotMethod.ROLL_CALL).ballot
    answers = {room.participants[0].id: Choice.NO}
    return row, lambda version: office.db.run(votes.give_votes, row.id, answers, version=version)


def _upon_a_ballot(service: Callable[..., object], *args: object) -> Deed:
    """A deed upon a ballot that is open, the hands of one party counted."""

    def upon(office: Office) -> tuple[Edited, Callable[[int], object]]:
        item, one = a_meeting_in_session(office.db, office.place).items[0], {"community": (Votes(1), None)}
        row = office.db.run(votes.begin_ballot, item.id, "consensus", "", BallotMethod.HANDS, counts=one).ballot
        return row, lambda version: office.db.run(service, row.id, *args, version=version)

    return upon


def _see_authority(office: Office) -> tuple[Edited, Callable[[int], object]]:
    who = a_meeting_in_session(office.db, office.place).participants[0]
    typed = SubstituteBase(name="郑壬九", matter="本次会议", scope="发言和表决", term="当日")
    row = office.db.run(presence.stand_in, who.id, typed, after(5))
    return row, lambda version: office.db.run(presence.see_authority, row.id, version, typed, after(9))


def _entry(office: Office) -> PresenceEvent:
    room = a_meeting_in_session(office.db, office.place)
    return room.presence[room.participants[0].id][0]


def _move_entry(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row, move = _entry(office), presence_corrections.move_entry
    return row, lambda version: office.db.run(move, row.id, version, after(3))


def _remove_entry(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row, remove = _entry(office), presence_corrections.remove_entry
    return row, lambda version: office.db.run(remove, row.id, version)


def _series(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = office.db.run(series.add_series, office.place.id, MeetingSeriesBase(name="三方联席会议"))
    return row, lambda version: office.db.run(series.edit_series, row.id, version, MeetingSeriesBase(name="恳谈会"))


DEEDS: dict[str, Deed] = {
    "edit_meeting": _meeting,
    "edit_item": _edit_item,
    "take_off_agenda": _take_off,
    "write_notes": _notes,
    "settle_item": _settle,
    "reword_conclusion": _reword,
    "hold_ballot": _ballot,
    "guard_item": _guard,
    "open_ballot": _open_ballot,
    "begin_ballot": _begin_ballot,
    "give_votes": _give_votes,
    "count_votes": _upon_a_ballot(votes.count_votes, {"community": (Votes(2), None)}),
    "note_reservations": _upon_a_ballot(votes.note_reservations, "保留意见"),
    "close_ballot": _upon_a_ballot(ballots.close_ballot),
    "annul_ballot": _upon_a_ballot(ballots.annul_ballot, "念错了"),
    "see_authority": _see_authority,
    "move_entry": _move_entry,
    "remove_entry": _remove_entry,
    "edit_series": _series,
}
