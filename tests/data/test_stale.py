"""Every deed upon what is shown: based on an older version it is refused, shows what is there, and changes nothing."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, SQLModel

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import (
    ActionBase,
    AgendaItem,
    AgendaItemBase,
    Answer,
    Authority,
    BallotMethod,
    Choice,
    CommunityBase,
    EstateBase,
    Issue,
    ItemStatus,
    LegalItem,
    MeetingSeriesBase,
    Organisation,
    OrganisationBase,
    OwnerBase,
    OwnersVote,
    OwnersVoteBase,
    Person,
    PersonBase,
    PhotoBase,
    Post,
    PostBase,
    PresenceEvent,
    Route,
    SubstituteBase,
    Unit,
    UnitBase,
    UpdateKind,
    VisitBase,
)
from meetings_db.models.base import Edited
from meetings_db.queries.journal import journal_head
from meetings_db.queries.owners import unit_life
from meetings_db.queries.owners_votes import electors
from tests.data.builders import (
    START,
    Place,
    a_community,
    a_meeting,
    a_meeting_in_session,
    after,
    an_issue,
    items_of,
    typed_issue,
    typed_meeting,
)
from triparty import services
from triparty.services import (
    actions,
    agendas,
    ballots,
    directory,
    issues,
    meetings,
    owners,
    owners_votes,
    photos,
    presence,
    presence_corrections,
    series,
    visits,
    votes,
)
from triparty.services.ballots import Votes
from triparty.services.photos import Picture


@dataclass(frozen=True)
class Office:
    """One of everything that is edited."""

    db: Database
    place: Place

    def kept(self, kind: type[SQLModel], key: Any) -> Any:
        """A row as it is now."""
        return self.db.read(lambda session: session.get_one(kind, key))

    @property
    def post(self) -> Post:
        """The first post."""
        return self.place.posts[0]


Deed = Callable[[Office], tuple[Edited, Callable[[int], object]]]
"""Makes a row, and gives it with the deed upon a version of it."""


def _community(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = office.place.community
    typed = CommunityBase(name="晚霞社区", office="党委", mark="晚")
    return row, lambda version: office.db.run(directory.edit_community, row.id, version, typed)


def _estate(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = office.place.estate
    return row, lambda version: office.db.run(directory.edit_estate, row.id, version, EstateBase(name="柳塘湾"))


def _organisation(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = office.kept(Organisation, office.post.organisation_id)
    typed = OrganisationBase(name="另一个机构", party=row.party)
    return row, lambda version: office.db.run(directory.edit_organisation, row.id, version, typed)


def _seat(office: Office, post_version: int, person_version: int) -> object:
    person, body = PersonBase(name="改名者"), OrganisationBase(name="晨光社区居委会", party=office.post.party)
    post = PostBase(title="主任", party=office.post.party)
    return office.db.run(
        directory.edit_seat, office.post.id, post_version, person, body, post, person_version=person_version
    )


def _post(office: Office) -> tuple[Edited, Callable[[int], object]]:
    person = office.kept(Person, office.post.person_id)
    return office.post, lambda version: _seat(office, version, person.version)


def _person(office: Office) -> tuple[Edited, Callable[[int], object]]:
    person = office.kept(Person, office.post.person_id)
    return person, lambda version: _seat(office, office.kept(Post, office.post.id).version, version)


def _end_post(office: Office) -> tuple[Edited, Callable[[int], object]]:
    day = date(2026, 12, 31)
    return office.post, lambda version: office.db.run(directory.end_post, office.post.id, day, version=version)


def _visit(office: Office) -> tuple[Edited, Callable[[int], object]]:
    typed = VisitBase(visited_at=START, officer="陈子一")
    row = office.db.run(visits.record_visit, office.place.id, office.place.estate.id, typed)
    return row, lambda version: office.db.run(visits.edit_visit, row.id, version, typed)


def _edit_issue(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row, estate = an_issue(office.db, office.place), office.place.estate
    typed = typed_issue("换了说法")
    return row, lambda version: office.db.run(issues.edit_issue, row.id, version, typed, estate.id)


def _triage(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = an_issue(office.db, office.place)
    return row, lambda version: office.db.run(issues.triage, row.id, Route.OWNERS, version=version)


def _close_issue(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = an_issue(office.db, office.place)
    return row, lambda version: office.db.run(issues.close_issue, row.id, "修好了", version=version)


def _reopen_issue(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = office.db.run(issues.close_issue, an_issue(office.db, office.place).id, "修好了")
    return row, lambda version: office.db.run(issues.reopen_issue, row.id, "又坏了", version=version)


def _merge_into(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row, other = an_issue(office.db, office.place), an_issue(office.db, office.place, "东门的灯")
    merge = issues.merge_issues
    return row, lambda version: office.db.run(merge, row.id, other.id, version=version, other_version=other.version)


def _merge_away(office: Office) -> tuple[Edited, Callable[[int], object]]:
    kept, row = an_issue(office.db, office.place), an_issue(office.db, office.place, "东门的灯")
    merge = issues.merge_issues
    return row, lambda version: office.db.run(merge, kept.id, row.id, version=kept.version, other_version=version)


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


def _ballot(office: Office) -> tuple[Edited, Callable[[int], object]]:
    room = a_meeting_in_session(office.db, office.place)
    row, everybody = room.items[0], ballots.unanimous(room, START)
    held = (row.id, "majority-all", "停车按方案办", everybody, START)
    return row, lambda version: office.db.run(ballots.hold_ballot, *held, version=version)


def _step(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = office.db.run(actions.assign_action, office.place.id, ActionBase(what="换灯"))
    return row, lambda version: office.db.run(actions.take_step, row.id, version, UpdateKind.STARTED)


def _photo(office: Office) -> Any:
    issue = an_issue(office.db, office.place)
    return office.db.run(photos.attach_photo, Issue, issue.id, Picture("lamp.jpg", b"\xff\xd8", 4, 3))


def _edit_photo(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = _photo(office)
    return row, lambda version: office.db.run(photos.edit_photo, row.id, version, PhotoBase(caption="灯"))


def _remove_photo(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = _photo(office)
    return row, lambda version: office.db.run(photos.remove_photo, row.id, version)


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


def _wait(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row, day = an_issue(office.db, office.place), date(2126, 12, 31)
    return row, lambda version: office.db.run(issues.wait_until, row.id, day, version=version)


def _unit(office: Office) -> Unit:
    typed = UnitBase(building="3", entrance="2", room="501", area=8_950)
    return office.db.run(owners.enter_unit, office.place.estate.id, typed, [OwnerBase(name="王一")])


def _save_unit(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row, typed = _unit(office), UnitBase(building="3", entrance="2", room="501", area=8_950)
    return row, lambda version: office.db.run(owners.save_unit, row.id, version, typed, [OwnerBase(name="周三")])


def _name_voter(office: Office) -> tuple[Edited, Callable[[int], object]]:
    typed, named = UnitBase(building="3", room="502", area=8_950), [OwnerBase(name="王一"), OwnerBase(name="李二")]
    row = office.db.run(owners.enter_unit, office.place.estate.id, typed, named)
    second = office.db.read(unit_life, row.id).owners[1][1]
    return row, lambda version: office.db.run(owners.name_voter, row.id, version, second.id)


def _vote(office: Office) -> OwnersVote:
    _unit(office)
    typed = OwnersVoteBase(motion="续聘物业", legal_item=LegalItem.MANAGER, closes_on=START.date())
    return office.db.run(owners_votes.open_vote, office.place.estate.id, typed, at=START)


def _close_vote(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = _vote(office)
    return row, lambda version: office.db.run(owners_votes.close_vote, row.id, version, START)


def _annul_vote(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = _vote(office)
    return row, lambda version: office.db.run(owners_votes.annul_vote, row.id, "送达不合规", version=version)


def _enter_slip(office: Office) -> tuple[Edited, Callable[[int], object]]:
    (row,) = office.db.read(electors, _vote(office).id)
    enter = owners_votes.enter_slip
    return row, lambda version: office.db.run(enter, row.id, Answer.YES, at=START, version=version)


def _take_out_slip(office: Office) -> tuple[Edited, Callable[[int], object]]:
    (elector,) = office.db.read(electors, _vote(office).id)
    row = office.db.run(owners_votes.enter_slip, elector.id, Answer.YES, at=START)
    return row, lambda version: office.db.run(owners_votes.take_out_slip, row.id, version=version)


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
    "edit_community": _community,
    "edit_estate": _estate,
    "edit_organisation": _organisation,
    "edit_seat": _post,
    "edit_seat, the person": _person,
    "end_post": _end_post,
    "edit_visit": _visit,
    "edit_issue": _edit_issue,
    "triage": _triage,
    "close_issue": _close_issue,
    "reopen_issue": _reopen_issue,
    "merge_issues": _merge_into,
    "merge_issues, the other": _merge_away,
    "edit_meeting": _meeting,
    "edit_item": _edit_item,
    "take_off_agenda": _take_off,
    "write_notes": _notes,
    "settle_item": _settle,
    "hold_ballot": _ballot,
    "take_step": _step,
    "edit_photo": _edit_photo,
    "remove_photo": _remove_photo,
    "guard_item": _guard,
    "open_ballot": _open_ballot,
    "begin_ballot": _begin_ballot,
    "give_votes": _give_votes,
    "count_votes": _upon_a_ballot(votes.count_votes, {"community": (Votes(2), None)}),
    "note_reservations": _upon_a_ballot(votes.note_reservations, "保留意见"),
    "close_ballot": _upon_a_ballot(ballots.close_ballot),
    "annul_ballot": _upon_a_ballot(ballots.annul_ballot, "念错了"),
    "wait_until": _wait,
    "save_unit": _save_unit,
    "name_voter": _name_voter,
    "close_vote": _close_vote,
    "annul_vote": _annul_vote,
    "enter_slip": _enter_slip,
    "take_out_slip": _take_out_slip,
    "see_authority": _see_authority,
    "move_entry": _move_entry,
    "remove_entry": _remove_entry,
    "edit_series": _series,
}


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_upon_an_older_version_is_refused_and_changes_nothing(db: Database, name: str) -> None:
    office = Office(db, a_community(db))
    row, deed = DEEDS[name](office)
    elsewhere = Database(db.url, actor="elsewhere")
    elsewhere.run(_touch, type(row), row.id)
    elsewhere.close()
    before = db.read(journal_head)
    with pytest.raises(StaleSave) as told:
        deed(row.version)
    assert (type(told.value.theirs), told.value.mine) == (type(row), row.version)
    assert getattr(told.value.theirs, "version", None) == row.version + 1
    assert db.read(journal_head) == before
    deed(row.version + 1)
    assert db.read(journal_head) != before


def _touch(session: Session, kind: type[Edited], key: Any) -> None:
    """Another desk saves the row; what it changes is of no matter."""
    row: Any = session.get_one(kind, key)
    for name in ("title", "name", "officer", "what", "caption", "motion", "room"):
        if isinstance(getattr(row, name, None), str):
            setattr(row, name, f"{getattr(row, name)}·")
            return
    row.at = row.at + (after(1) - after(0))


def test_every_service_that_takes_a_version_is_in_the_table() -> None:
    found = {
        name
        for module in pkgutil.iter_modules(services.__path__, f"{services.__name__}.")
        for name, service in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction)
        if service.__module__ == module.name and not name.startswith("_") and module.name != "triparty.services.kept"
        if {"version", "person_version"} & set(inspect.signature(service).parameters)
    }
    assert found == {name.partition(",")[0] for name in DEEDS}
