"""Deeds upon a version at the desk: register, visits, issues, actions, photos, owners and their votes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import SQLModel

from meetings_db.engine import Database
from meetings_db.models import (
    ActionBase,
    Answer,
    CommunityBase,
    EstateBase,
    Issue,
    LegalItem,
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
    Route,
    Unit,
    UnitBase,
    UpdateKind,
    VisitBase,
)
from meetings_db.models.base import Edited
from meetings_db.queries.owners import unit_life
from meetings_db.queries.owners_votes import electors
from tests.data.builders import (
    START,
    Place,
    an_issue,
    typed_issue,
)
from triparty.services import (
    actions,
    directory,
    issues,
    owners,
    owners_votes,
    photos,
    visits,
)
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


def _step(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = office.db.run(actions.assign_action, office.place.id, ActionBase(what="换灯"))
    return row, lambda version: office.db.run(actions.take_step, row.id, version, UpdateKind.STARTED)


def _correct(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = office.db.run(actions.assign_action, office.place.id, ActionBase(what="换灯"))
    return row, lambda version: office.db.run(actions.correct_action, row.id, version, ActionBase(what="修灯"))


def _photo(office: Office) -> Any:
    issue = an_issue(office.db, office.place)
    return office.db.run(photos.attach_photo, Issue, issue.id, Picture("lamp.jpg", b"\xff\xd8", 4, 3))


def _edit_photo(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = _photo(office)
    return row, lambda version: office.db.run(photos.edit_photo, row.id, version, PhotoBase(caption="灯"))


def _remove_photo(office: Office) -> tuple[Edited, Callable[[int], object]]:
    row = _photo(office)
    return row, lambda version: office.db.run(photos.remove_photo, row.id, version)


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
    "take_step": _step,
    "correct_action": _correct,
    "edit_photo": _edit_photo,
    "remove_photo": _remove_photo,
    "wait_until": _wait,
    "save_unit": _save_unit,
    "name_voter": _name_voter,
    "close_vote": _close_vote,
    "annul_vote": _annul_vote,
    "enter_slip": _enter_slip,
    "take_out_slip": _take_out_slip,
}
