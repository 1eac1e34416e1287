"""The register: a community, its estates, people and their posts."""

from datetime import date

import pytest

from meetings_db.engine import Database
from meetings_db.errors import StaleSave
from meetings_db.models import (
    CommunityBase,
    Estate,
    EstateBase,
    EstateForm,
    OrganisationBase,
    Party,
    PersonBase,
    Post,
    PostBase,
    Standing,
    new_id,
)
from meetings_db.queries.directory import estates, organisations, register, the_community
from tests.data.builders import PEOPLE, a_community, refused
from triparty.services.directory import (
    add_estate,
    edit_community,
    edit_estate,
    edit_organisation,
    edit_seat,
    end_post,
    enrol,
    found_community,
)


def test_a_register_begins_empty(db: Database) -> None:
    assert db.read(the_community) is None


def test_people_are_listed_by_party_and_standing_in_the_order_of_entry(db: Database) -> None:
    place = a_community(db)
    seats = db.read(register, place.id)
    assert [seat.person.name for seat in seats] == [
        "顾晨光",
        "沈晓露",
        "吴记录",
        "赵丁四",
        "钱丙三",
        "孙乙二",
        "李甲一",
        "周戊五",
    ]
    assert {seat.organisation.name for seat in seats} == {organisation for _name, organisation, *_rest in PEOPLE}
    assert db.read(the_community) == place.community


def test_a_community_is_founded_once(db: Database) -> None:
    a_community(db)
    assert "晨光社区" in refused(db, found_community, CommunityBase(name="晨光社区"))


def test_an_estate_is_entered_once_in_any_width_or_case(db: Database) -> None:
    place = a_community(db)
    db.run(add_estate, place.id, EstateBase(name="Ｌａｋｅ side", form=EstateForm.OLD))
    assert "Ｌａｋｅ side" in refused(db, add_estate, place.id, EstateBase(name="lakeSIDE"))
    assert [estate.form for estate in db.read(estates, place.id)] == [EstateForm.OLD, EstateForm.COMMERCIAL]


def test_an_estate_is_renamed_but_not_to_its_neighbours_name(db: Database) -> None:
    place = a_community(db)
    other = db.run(add_estate, place.id, EstateBase(name="湖畔里"))
    renamed = db.run(edit_estate, other.id, other.version, EstateBase(name="湖畔 里", form=EstateForm.VILLAGE))
    assert (renamed.name, renamed.key, renamed.version) == ("湖畔 里", "湖畔里", 2)
    assert "云杉苑" in refused(db, edit_estate, other.id, renamed.version, EstateBase(name="云杉苑"))
    with pytest.raises(StaleSave) as told:
        db.run(edit_estate, other.id, other.version, EstateBase(name="晚了"))
    assert isinstance(told.value.theirs, Estate)
    assert (told.value.theirs.name, told.value.mine) == ("湖畔 里", 1)


def test_nothing_is_entered_for_a_community_that_is_not_there(db: Database) -> None:
    a_community(db)
    person, body, post = PersonBase(name="郑己六"), OrganisationBase(name="x", party=Party.OTHER), _post("来宾")
    assert "no longer there" in refused(db, add_estate, new_id(), EstateBase(name="湖畔里"))
    assert "no longer there" in refused(db, enrol, new_id(), person, body, post)


def _post(title: str, party: Party = Party.COMMUNITY, **rest: date | str | Standing) -> PostBase:
    """A post as typed."""
    return PostBase.model_validate({"title": title, "party": party, **rest})


def test_one_person_may_hold_two_posts_but_no_post_twice(db: Database) -> None:
    place = a_community(db)
    committee = OrganisationBase(name="晨光社区 居委会", party=Party.COMMUNITY)
    second = db.run(enrol, place.id, PersonBase(name=" 赵 丁四"), committee, _post("监督员"))
    assert second.person_id == place.posts[2].person_id
    assert len(db.read(organisations, place.id)) == 3
    told = refused(db, enrol, place.id, PersonBase(name="赵丁四"), committee, _post("监督员"))
    assert "赵丁四" in told
    assert "晨光社区居委会" in told


def test_a_seat_is_edited_whole(db: Database) -> None:
    place = a_community(db)
    post = place.posts[6]
    edited = db.run(
        edit_seat,
        post.id,
        post.version,
        PersonBase(name="周戊午", note="改名"),
        OrganisationBase(name="云杉苑业主委员会", party=Party.RESIDENTS),
        _post("主任", Party.RESIDENTS, phone="555 0100", standing=Standing.ATTENDING),
    )
    seat = next(seat for seat in db.read(register, place.id) if seat.post.id == edited.id)
    assert (seat.person.name, seat.person.key, seat.person.note) == ("周戊午", "周戊午", "改名")
    assert (seat.organisation.name, seat.post.title, seat.post.phone) == ("云杉苑业主委员会", "主任", "555 0100")
    assert (edited.version, seat.post.standing) == (2, Standing.ATTENDING)


def test_a_seat_is_not_edited_into_one_already_held(db: Database) -> None:
    place = a_community(db)
    body = OrganisationBase(name="晨光社区居委会", party=Party.COMMUNITY)
    second = db.run(enrol, place.id, PersonBase(name="顾晨光"), body, _post("书记"))
    told = refused(db, edit_seat, second.id, second.version, PersonBase(name="顾晨光"), body, _post("代表"))
    assert "holds this post in 晨光社区居委会 already" in told
    with pytest.raises(StaleSave) as stale:
        db.run(edit_seat, second.id, 7, PersonBase(name="顾晨光"), body, _post("x"))
    assert isinstance(stale.value.theirs, Post)
    assert stale.value.theirs.title == "书记"


def test_a_post_is_held_from_and_until_a_day(db: Database) -> None:
    place = a_community(db)
    post = db.run(
        enrol,
        place.id,
        PersonBase(name="郑己六"),
        OrganisationBase(name="街道办", party=Party.OTHER),
        _post("联络员", Party.OTHER, starts_on=date(2026, 3, 1)),
    )
    db.run(end_post, post.id, date(2026, 3, 31))

    def held(on: date) -> bool:
        return any(seat.post.id == post.id for seat in db.read(register, place.id, on=on))

    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1))
    assert [held(day) for day in days] == [False, True, True, False]
    assert "end before it began" in refused(db, end_post, post.id, date(2026, 2, 28))


def test_a_post_that_would_end_before_it_began_is_refused_in_words(db: Database) -> None:
    place = a_community(db)
    backwards = _post("联络员", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1))
    person, body = PersonBase(name="郑己六"), OrganisationBase(name="街道办", party=Party.OTHER)
    assert "end before it began" in refused(db, enrol, place.id, person, body, backwards)
    post = place.posts[0]
    assert "end before it began" in refused(db, edit_seat, post.id, post.version, person, body, backwards)


def test_a_communitys_name_and_mark_are_corrected(db: Database) -> None:
    place = a_community(db)
    typed = CommunityBase(name="晨光社区居委会", office="三方办", street="梧桐街道", mark="三方联")
    saved = db.run(edit_community, place.id, place.community.version, typed)
    assert (saved.name, saved.office, saved.mark) == ("晨光社区居委会", "三方办", "三方联")
    assert db.read(the_community) == saved
    with pytest.raises(StaleSave) as stale:
        db.run(edit_community, place.id, place.community.version, typed)
    assert stale.value.theirs == saved
    other = db.run(found_community, CommunityBase(name="Evening Glow"))
    assert "Evening Glow" in refused(db, edit_community, saved.id, saved.version, CommunityBase(name="Evening Glow"))
    assert db.run(edit_community, other.id, other.version, CommunityBase(name="Evening Glow", mark="EG")).mark == "EG"


def test_an_organisation_is_corrected_but_not_to_its_neighbours_name(db: Database) -> None:
    place = a_community(db)
    first, second = db.read(organisations, place.id)[:2]
    typed = OrganisationBase(name="Ｎew Name", party=Party.OTHER)
    saved = db.run(edit_organisation, first.id, first.version, typed)
    assert (saved.name, saved.party) == ("Ｎew Name", Party.OTHER)
    assert "Ｎew Name" in refused(
        db, edit_organisation, second.id, second.version, OrganisationBase(name="new name", party=second.party)
    )
    with pytest.raises(StaleSave):
        db.run(edit_organisation, first.id, first.version, typed)
    assert {seat.organisation.name for seat in db.read(register, place.id)} >= {"Ｎew Name"}


def test_nobody_is_renamed_to_somebody_else_of_the_register(db: Database) -> None:
    place = a_community(db)
    post, body = place.posts[2], OrganisationBase(name="安和物业公司", party=Party.PROPERTY)
    told = refused(db, edit_seat, post.id, post.version, PersonBase(name="钱 丙三"), body, _post("经理"))
    assert "somebody named 钱丙三" in told
    assert db.run(edit_seat, post.id, post.version, PersonBase(name="赵 丁四"), body, _post("经理")).title == "经理"


def test_a_post_somebody_changed_meanwhile_is_not_ended(db: Database) -> None:
    place = a_community(db)
    post, body = place.posts[2], OrganisationBase(name="安和物业公司", party=Party.PROPERTY)
    edited = db.run(edit_seat, post.id, post.version, PersonBase(name="赵丁四"), body, _post("经理"))
    with pytest.raises(StaleSave):
        db.run(end_post, post.id, date(2026, 3, 31), version=post.version)
    assert db.run(end_post, post.id, date(2026, 3, 31), version=edited.version).ends_on == date(2026, 3, 31)


def test_a_known_name_with_another_phone_is_not_taken_for_the_same_person(db: Database) -> None:
    place = a_community(db)
    residents = OrganisationBase(name="银桦里", party=Party.RESIDENTS)
    company = OrganisationBase(name="安居物业", party=Party.PROPERTY)
    first = PostBase(title="居民代表", party=Party.RESIDENTS, phone="13511111111")
    second = PostBase(title="主管", party=Party.PROPERTY, phone="13622222222")
    db.run(enrol, place.id, PersonBase(name="王丽"), residents, first)
    assert "13511111111" in refused(db, enrol, place.id, PersonBase(name="王丽"), company, second)
    db.run(enrol, place.id, PersonBase(name="王丽", note="兼"), company, second)
    db.run(enrol, place.id, PersonBase(name="王丽（物业）"), company, second)
