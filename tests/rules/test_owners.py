"""The owners' roll as the law counts it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings_db.models import OwnerKind, UnitState
from triparty.rules import RuleError
from triparty.rules.ballot_presets import load_rule
from triparty.rules.ballots import Count, decide
from triparty.rules.owners import (
    Holding,
    Lack,
    Likeness,
    Named,
    Size,
    alike,
    area_said,
    countable,
    heads,
    merged,
    place_key,
    size,
    troubles,
)

DELIVERED, UNDELIVERED, UNSOLD = UnitState
PERSON, COMPANY, DEVELOPER = OwnerKind


def owner(number: int) -> UUID:
    """The entry with this number."""
    return UUID(int=number)


def unit(number: int, of: int | None, area: int = 10_000, state: UnitState = DELIVERED, **more: object) -> Holding:
    """A unit of somebody."""
    who = None if of is None else owner(of)
    return Holding(UUID(int=10_000 + number), f"1-1-{number}", area, state, who, who, f"业主{of}", **more)  # type: ignore[arg-type]


def named(number: int, name: str = "王一", kind: OwnerKind = PERSON, head: int = 0, **more: str) -> Named:
    """An entry."""
    return Named(owner(number), owner(head or number), name, kind, **more)


def test_one_unit_is_one_head_and_a_buyer_of_several_is_one() -> None:
    assert size([unit(1, 1), unit(2, 2), unit(3, 1)]) == Size(area=30_000, heads=2, units=3)


def test_what_the_developer_has_not_sold_or_not_handed_over_is_one_head() -> None:
    units = [
        unit(1, 9, state=UNSOLD, kind=DEVELOPER),
        unit(2, 9, kind=DEVELOPER),
        unit(3, 2, state=UNDELIVERED),
        unit(4, None, state=UNSOLD),
        unit(5, 3),
    ]
    assert [(head.name, len(head.holdings)) for head in heads(units)] == [("业主9", 4), ("业主3", 1)]
    assert [head.name for head in heads([unit(3, 2, state=UNDELIVERED), unit(4, None, state=UNSOLD)])] == [
        "the developer"
    ]


def test_two_developers_are_two_heads() -> None:
    units = [unit(number, of, state=UNSOLD, kind=DEVELOPER) for number, of in ((1, 8), (2, 9), (3, 8))]
    assert size(units).heads == 2


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(2, 9_000), st.sampled_from(UnitState)), min_size=1), st.data())
def test_splitting_a_unit_of_one_owner_changes_nothing(
    drawn: list[tuple[int, int, UnitState]], data: st.DataObject
) -> None:
    units = [unit(number, of, area, state) for number, (of, area, state) in enumerate(drawn)]
    place = data.draw(st.integers(0, len(units) - 1))
    of, area, state = drawn[place]
    part = data.draw(st.integers(1, area - 1))
    divided = [*units, unit(500, of, part, state)]
    divided[place] = unit(place, of, area - part, state)
    before, after = heads(units), heads(divided)
    assert [(head.key, head.area) for head in before] == [(head.key, head.area) for head in after]


@given(st.lists(st.integers(1, 6), min_size=1), st.integers(1, 6), st.integers(1, 6))
def test_merging_two_never_adds_a_head_and_never_changes_the_area(owned: list[int], one: int, other: int) -> None:
    units = [unit(number, of) for number, of in enumerate(owned)]
    after = merged(units, {owner(other): owner(one)} if one != other else {})
    fewer = int(one != other and {one, other} <= set(owned))
    assert (size(after).heads, size(after).area) == (size(units).heads - fewer, size(units).area)


def court(flats: int, merged_to: int) -> tuple[int, int, int]:
    """Heads of a roll, of those taking part and of those in favour, in which one owner has 15 flats and votes yes."""
    alone = [unit(number, number) for number in range(1, 186)]
    same = [unit(1_000 + number, 1_000 + (0 if merged_to == 1 else number)) for number in range(flats)]
    everybody, part, yes = [*alone, *same], [*alone[:129], *same], [*alone[:60], *same]
    return size(everybody).heads, size(part).heads, size(yes).heads


@pytest.mark.parametrize(("merged_to", "numbers", "passed"), [(1, (186, 130, 61), False), (15, (200, 144, 75), True)])
def test_the_case_of_fifteen_flats(merged_to: int, numbers: tuple[int, int, int], passed: bool) -> None:
    """Fifteen flats of one company are one head: counted as fifteen, a decision carried that had not."""
    entitled, part, yes = court(15, merged_to)
    assert (entitled, part, yes) == numbers
    count = Count(
        "owners",
        entitled,
        part,
        yes,
        part - yes,
        entitled_area=2_000_000,
        present_area=1_500_000,
        yes_area=760_000,
        no_area=740_000,
        abstain_area=0,
    )
    assert decide(load_rule("owners-ordinary"), [count]).passed is passed


def test_what_cannot_be_counted_is_named_by_its_room() -> None:
    units = [unit(1, 1, area=0), unit(2, None), unit(3, None, state=UNSOLD), unit(4, 4)]
    assert [(each.room, each.lack) for each in troubles(units)] == [("1-1-1", Lack.AREA), ("1-1-2", Lack.OWNER)]
    with pytest.raises(RuleError) as refused:
        countable(units)
    assert len(refused.value.reasons) == 2
    assert "1-1-1" in refused.value.reasons[0]
    assert [head.area for head in countable(units[2:])] == [10_000, 10_000]
    with pytest.raises(RuleError, match="no unit"):
        countable([])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("06栋", "2单元", "0501室"), ("6", "2", "501")),
        (("６号楼", "２", "５０１"), ("6", "2", "501")),
        (("b座", "", "101"), ("B", "", "101")),
        (("第3幢", "", "12A"), ("3", "", "12a")),
    ],
)
def test_a_place_is_known_however_it_is_written(first: tuple[str, str, str], second: tuple[str, str, str]) -> None:
    assert place_key(*first) == place_key(*second)


def test_places_sort_as_they_are_counted() -> None:
    places = [("2", "1", "101"), ("10", "1", "101"), ("2", "1", "1001"), ("2", "1", "201")]
    assert [places.index(place) for place in sorted(places, key=lambda place: place_key(*place))] == [0, 3, 2, 1]


def test_who_may_be_one_person_is_put_forward_with_the_surest_reason() -> None:
    pairs = alike(
        [
            named(1, id_tail="1033", phone="13900000001"),
            named(2, id_tail="1033"),
            named(3, phone="13900000001"),
            named(4, id_tail="2044", note="业主为同一人"),
            named(5, id_tail="3055"),
            named(6, "李二"),
        ]
    )
    assert [(pair.first.id.int, pair.second.id.int, pair.likeness) for pair in pairs] == [
        (1, 2, Likeness.ID),
        (1, 3, Likeness.PHONE),
        (1, 4, Likeness.NOTE),
        (4, 5, Likeness.NOTE),
    ]
    assert "1033≠2044" in pairs[2].reason


def test_namesakes_whom_something_tells_apart_are_left_alone() -> None:
    assert alike([named(1, id_tail="1033"), named(2, id_tail="1034")]) == []
    assert alike([named(1, phone="13900000001"), named(2, phone="13900000002")]) == []
    assert [pair.likeness for pair in alike([named(1), named(2)])] == [Likeness.NAME]
    assert alike([named(1), named(2)], {(owner(1), owner(2))}) == []
    assert alike([named(1), named(2, head=1)]) == []


def test_a_company_is_known_by_its_name() -> None:
    pairs = alike([named(1, "安和公司", COMPANY), named(2, "安和公司", COMPANY), named(3, "安和公司")])
    assert [(pair.second.id.int, pair.likeness) for pair in pairs] == [(2, Likeness.COMPANY)]


def test_an_area_is_said_in_square_metres() -> None:
    assert (area_said(8_950), area_said(2_485_044), area_said(5)) == ("89.50 m²", "24,850.44 m²", "0.05 m²")
