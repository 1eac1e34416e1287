"""The owners' roll as it is kept: entered, taken in, merged with a preview, and counted."""

from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from sqlmodel import select

from meetings_db.engine import Database
from meetings_db.models import AreaSource, Estate, EstateBase, Owner, OwnerBase, OwnerKind, Unit, UnitBase, UnitState
from meetings_db.queries.owners import unit_at, unit_life, unit_list, voices
from meetings_db.queries.paging import page_beyond
from tests.data.builders import START, Place, a_community, refused
from tests.data.deeds import last_turn, tables, whole
from tests.intake.make import SAMPLES
from triparty.intake.imports import Kind, Preview, preview, take_in
from triparty.rules.owners import Size, place_key
from triparty.services import owners
from triparty.services.directory import add_estate
from triparty.services.incoming import VerdictKind
from triparty.services.undoing import undo

NEW, SAME, CONFLICT, ERROR = VerdictKind


@pytest.fixture
def place(db: Database) -> Place:
    return a_community(db)


@pytest.fixture
def estate(db: Database, place: Place) -> Estate:
    return db.run(add_estate, place.id, EstateBase(name="晨曦花苑"))


def typed_unit(room: str = "501", **changes: Any) -> UnitBase:
    """A unit as it is typed."""
    return UnitBase(**{"building": "3", "entrance": "2", "room": room, "area": 8_950, **changes})


def enter(db: Database, estate: Estate, room: str, *names: str, **changes: Any) -> Unit:
    """A unit with owners."""
    of = [OwnerBase(name=name, id_tail=changes.pop("id_tail", "")) for name in names]
    return db.run(owners.enter_unit, estate.id, typed_unit(room, **changes), of)


def voter_of(db: Database, unit: Unit) -> Owner:
    """Who votes for a unit."""
    return next(owner for ownership, owner in db.read(unit_life, unit.id).owners if ownership.votes)


def sample(db: Database, place: Place, folder: Path) -> Preview:
    """The sample roll as it would be taken in."""
    path = folder / "owners.xlsx"
    copyfile(SAMPLES / "owners.xlsx", path)
    return preview(db, place.id, path, Kind.OWNERS, today=START.date())


def test_a_unit_stands_once_however_its_place_is_written(db: Database, estate: Estate) -> None:
    unit = enter(db, estate, "501", "王一")
    assert unit.key == place_key("3", "2", "501")
    again = typed_unit(building="03栋", entrance="2单元", room="501室")
    assert "stands in the roll already" in refused(db, owners.enter_unit, estate.id, again)
    other = enter(db, estate, "502", "李二")
    assert "stands in the roll already" in refused(db, owners.save_unit, other.id, 1, typed_unit("501"))
    edited = db.run(owners.save_unit, other.id, 1, typed_unit("602", area=9_000, area_source=AreaSource.SURVEY))
    assert (edited.room, edited.area, edited.version) == ("602", 9_000, 2)
    assert db.read(unit_at, estate.id, place_key("3", "2", "602")) is not None


def test_owners_change_and_one_votes(db: Database, estate: Estate) -> None:
    unit = enter(db, estate, "501", "王一", "李二")
    first, second = (owner for _ownership, owner in db.read(unit_life, unit.id).owners)
    assert voter_of(db, unit).id == first.id
    db.run(owners.name_voter, unit.id, 1, second.id)
    db.run(undo, last_turn(db))
    assert voter_of(db, unit).id == first.id
    named = db.run(owners.name_voter, unit.id, 3, second.id)
    assert (voter_of(db, unit).id, named.version) == (second.id, 4)
    owned = [OwnerBase(name="李 二", phone="13900000000"), OwnerBase(name="周三")]
    saved = db.run(owners.save_unit, unit.id, 4, typed_unit(area=9_000), owned)
    voter = voter_of(db, unit)
    assert (voter.id, voter.phone, saved.area, saved.version) == (second.id, "13900000000", 9_000, 5)
    assert db.run(owners.save_unit, unit.id, 5, typed_unit(area=9_000), owned).version == 5
    assert db.run(owners.save_unit, unit.id, 5, typed_unit(area=9_000), [OwnerBase(name="周三")]).version == 6
    stranger = voter_of(db, enter(db, estate, "502", "吴四"))
    assert "Only an owner" in refused(db, owners.name_voter, unit.id, 6, stranger.id)
    assert whole(db)


def test_the_sample_is_previewed_taken_in_and_known_again(
    db: Database, place: Place, estate: Estate, tmp_path: Path
) -> None:
    seen = sample(db, place, tmp_path)
    assert seen.counts == {NEW: 240, SAME: 0, CONFLICT: 1, ERROR: 0}
    assert seen.rows[0].cells == ("1-1-101", "晨曦花苑", "120.95 m²", "业主001")
    told: list[tuple[int, int]] = []
    done = take_in(db, place.id, seen, progress=lambda count, of: told.append((count, of)))
    assert done.counts[NEW] == 240
    assert told[-1] == (241, 241)
    assert done.rejects is not None
    assert "6,2,1002" in done.rejects.read_text(encoding="utf-8-sig").replace('"', "")
    before = tables(db)
    again = take_in(db, place.id, sample(db, place, tmp_path))
    assert again.counts == {NEW: 0, SAME: 240, CONFLICT: 1, ERROR: 0}
    assert tables(db) == before
    assert whole(db)


def test_the_sample_is_counted_once_its_faults_are_mended(
    db: Database, place: Place, estate: Estate, tmp_path: Path
) -> None:
    take_in(db, place.id, sample(db, place, tmp_path))
    found = db.read(owners.roll, estate.id)
    assert [trouble.room for trouble in found.troubles] == ["2-1-502", "4-1-101"]
    assert found.size.heads == 228
    for trouble in found.troubles:
        unit = db.read(unit_life, trouble.unit_id).unit
        db.run(owners.save_unit, unit.id, 1, UnitBase.model_validate({**unit.model_dump(), "area": 10_000}))
    pairs = db.read(owners.candidates, estate.id)
    assert [pair.second.name for pair in pairs] == ["业主033", "业主033"]
    assert db.read(owners.effect, estate.id, pairs) == owners.Effect(228, 226)
    for pair in pairs:
        db.run(owners.merge_owners, pair.first.id, pair.second.id)
    assert db.read(owners.candidates, estate.id) == []
    mended = db.read(owners.roll, estate.id)
    assert (mended.troubles, mended.size.heads, mended.size.units) == ([], 226, 240)
    one = db.read(owners.roll, estate.id, "1栋", "2单元").size
    assert (one.heads, one.units) == (18, 20)
    kept = db.read(lambda session: session.exec(select(Unit)).all())
    assert mended.size.area == sum(unit.area for unit in kept)


def test_what_the_file_says_otherwise_is_a_conflict_and_an_empty_cell_says_nothing(
    db: Database, place: Place, estate: Estate, tmp_path: Path
) -> None:
    take_in(db, place.id, sample(db, place, tmp_path))
    unit = db.read(unit_at, estate.id, place_key("1", "1", "101"))
    zero = db.read(unit_at, estate.id, place_key("2", "1", "502"))
    assert unit
    assert zero
    for each in (unit, zero):
        db.run(owners.save_unit, each.id, 1, UnitBase.model_validate({**each.model_dump(), "area": 7_000}))
    seen = sample(db, place, tmp_path)
    assert {row.number for row in seen.rows if row.verdict is CONFLICT} == {3, 243}
    assert seen.rows[0].reasons == ("Area: the roll says 70.00 m², the file 120.95 m².",)


def test_a_roll_of_no_estate_is_refused_row_by_row(db: Database, place: Place, tmp_path: Path) -> None:
    db.run(add_estate, place.id, EstateBase(name="银桦里"))
    seen = sample(db, place, tmp_path)
    assert seen.counts[ERROR] == 240 + 1
    assert "say which estate" in seen.rows[0].reasons[-1]
    named = preview(db, place.id, seen.path, Kind.OWNERS, today=START.date(), estate="银桦里")
    assert named.counts[NEW] == 240


def test_a_merge_is_one_head_and_is_taken_back(db: Database, estate: Estate) -> None:
    units = [enter(db, estate, room, "王一", id_tail="1033") for room in ("501", "502", "503")]
    entries = [voter_of(db, unit) for unit in units]
    (first, second) = db.read(owners.candidates, estate.id)
    assert (first.first.id, first.second.id) == (entries[0].id, entries[1].id)
    assert db.read(owners.effect, estate.id, [first]) == owners.Effect(3, 2)
    db.run(owners.merge_owners, entries[0].id, entries[1].id)
    db.run(owners.merge_owners, entries[2].id, entries[1].id)
    assert db.read(owners.roll, estate.id).size == Size(26_850, 1, 3)
    assert "counted as one already" in refused(db, owners.merge_owners, entries[0].id, entries[2].id)
    assert [unit.room for unit in db.read(unit_life, units[0].id).others] == ["502", "503"]
    db.run(undo, last_turn(db))
    assert db.read(owners.roll, estate.id).size.heads == 2
    db.run(owners.split_owner, entries[1].id)
    assert db.read(owners.roll, estate.id).size.heads == 3
    assert "not merged" in refused(db, owners.split_owner, entries[1].id)
    assert second.second.id == entries[2].id


def test_who_was_found_to_be_two_is_not_put_forward_again(db: Database, estate: Estate) -> None:
    entries = [voter_of(db, enter(db, estate, room, "王一")) for room in ("501", "502")]
    assert len(db.read(owners.candidates, estate.id)) == 1
    db.run(owners.keep_apart, entries[1].id, entries[0].id)
    assert db.read(owners.candidates, estate.id) == []
    assert "two people already" in refused(db, owners.keep_apart, entries[0].id, entries[1].id)
    db.run(undo, last_turn(db))
    assert len(db.read(owners.candidates, estate.id)) == 1


def test_a_developer_has_one_entry(db: Database, estate: Estate) -> None:
    developer = OwnerBase(name="安置开发公司", kind=OwnerKind.DEVELOPER)
    for room in ("501", "502"):
        db.run(owners.enter_unit, estate.id, typed_unit(room, state=UnitState.UNSOLD), [developer])
    enter(db, estate, "503", "王一", state=UnitState.UNDELIVERED)
    assert len({each.voter_id for each in db.read(voices, estate.id)}) == 2
    assert db.read(owners.roll, estate.id).size.heads == 1


def test_rolls_of_two_estates_are_counted_apart(db: Database, place: Place, estate: Estate) -> None:
    here, there = enter(db, estate, "501", "王一"), enter(db, place.estate, "501", "王一")
    reason = refused(db, owners.merge_owners, voter_of(db, here).id, voter_of(db, there).id)
    assert "two estates" in reason


def test_the_list_shows_the_roll_in_order_and_what_it_lacks(db: Database, estate: Estate) -> None:
    for room, area, names in (("1001", 8_950, ("王一", "李二")), ("501", 0, ("周三",)), ("601", 9_000, ())):
        enter(db, estate, room, *names, area=area)
    lines = db.read(page_beyond, unit_list(estate.id), None, 10).lines
    assert [(line.room, line.owner, line.owners) for line in lines] == [
        ("501", "周三", 1),
        ("601", None, 0),
        ("1001", "王一", 2),
    ]
    lacking = db.read(page_beyond, unit_list(estate.id, lacking=True), None, 10).lines
    assert [line.room for line in lacking] == ["501", "601"]


def test_an_estate_without_entrances_has_keys_of_its_own(db: Database, estate: Estate) -> None:
    db.run(owners.enter_unit, estate.id, replace_entrance(typed_unit(), ""), [])
    assert db.read(owners.roll, estate.id, "3").size.units == 1
    assert "Say of which building" in refused(db, owners.roll, estate.id, "", "2")


def replace_entrance(unit: UnitBase, entrance: str) -> UnitBase:
    """The unit in another entrance."""
    return unit.model_copy(update={"entrance": entrance})
