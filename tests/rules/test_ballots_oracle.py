"""Every small ballot against an oracle that looks at single voters and never at a count.

The oracle knows neither fractions nor bases: it walks along the voters and weighs them against each other, so that
"more than half" is "more for than not", and "at least two thirds" is "each who is missing is made good by two".
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain, product
from itertools import combinations_with_replacement as bags

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triparty.rules.ballot_presets import load_rule, load_rules
from triparty.rules.ballots import Count, Groups, decide

YES, NO, ABSTAINED, INVALID, RECUSED, SILENT, ABSENT = STATES = "ynbirsa"
"""What became of one voter: three ways to answer, and four of not having answered."""

Voter = tuple[str, int]
"""A state, and the area in 0.01 m²."""
Body = Sequence[Voter]
Side = Callable[[str], int]


def weigh(body: Body, side: Side, *, by_area: bool = False) -> int:
    """What is left when every voter pulls with the strength `side` gives the state."""
    return sum(side(state) * (area if by_area else 1) for state, area in body)


def here(state: str) -> bool:
    """Whether the voter came."""
    return state != ABSENT


def answered(state: str) -> bool:
    """Whether the voter took part: an abstention does, an invalid slip does not."""
    return state in (YES, NO, ABSTAINED)


def for_against(counted: Callable[[str], bool], against: int = 1) -> Side:
    """Who is in favour pulls one way, everybody else who is `counted` pulls `against` the other way."""
    return lambda state: 1 if state == YES else -against if counted(state) else 0


def made_good(counted: Callable[[str], bool], times: int) -> Side:
    """Who is `counted` pulls one way, who is missing pulls `times` as much the other way."""
    return lambda state: 1 if counted(state) else -times


def majority_here(body: Body) -> bool:
    """More than half of those here, of whom a recused one is none."""
    return weigh(body, for_against(lambda state: here(state) and state != RECUSED)) > 0


def more_here_than_missing(body: Body) -> bool:
    """More than half came."""
    return weigh(body, made_good(here, 1)) > 0


def two_thirds_here(body: Body) -> bool:
    """At least two thirds came."""
    return bool(body) and weigh(body, made_good(here, 2)) >= 0


def by_parties(bodies: Sequence[Body], against: int) -> bool:
    """One vote per party, what more than half of its answers say; each party not in favour pulls `against`."""
    said = [1 if weigh(body, for_against(answered)) > 0 else -against for body in bodies]
    return all(any(here(state) for state, _area in body) for body in bodies) and sum(said) >= 0


def by_owners(body: Body, against: int, enough: Callable[[int], bool]) -> bool:
    """Article 278: two thirds take part by area and by heads, and of those `enough` agree by area and by heads."""
    part = any(answered(state) for state, _area in body)
    return part and all(
        weigh(body, made_good(answered, 2), by_area=by_area) >= 0
        and enough(weigh(body, for_against(answered, against), by_area=by_area))
        for by_area in (False, True)
    )


def carried(name: str, bodies: Sequence[Body]) -> bool:
    """What the preset of that name must answer."""
    together = [voter for body in bodies for voter in body]
    states = [state for state, _area in together]
    against_all = weigh(together, for_against(lambda _state: True))
    answers: dict[str, Callable[[], bool]] = {
        "consensus": lambda: NO not in states and all(any(s == YES for s, _area in body) for body in bodies),
        "each-party-majority-present": lambda: all(majority_here(body) for body in bodies),
        "one-party-one-vote": lambda: by_parties(bodies, 2),
        "one-party-one-vote-all": lambda: by_parties(bodies, len(bodies)),
        "majority-present": lambda: majority_here(together),
        "majority-present-chair": lambda: majority_here(together),
        "majority-cast": lambda: states.count(YES) > states.count(NO),
        "majority-all": lambda: against_all > 0,
        "owners-ordinary": lambda: by_owners(together, 1, lambda left: left > 0),
        "owners-special": lambda: by_owners(together, 3, lambda left: left >= 0),
        "interested-owners": lambda: bool(states) and set(states) == {YES},
        "committee": lambda: more_here_than_missing(together) and against_all > 0,
        "committee-half": lambda: more_here_than_missing(together) and against_all >= 0,
        "residents-meeting": lambda: more_here_than_missing(together) and majority_here(together),
        "village-meeting": lambda: more_here_than_missing(together) and majority_here(together),
        "village-households": lambda: two_thirds_here(together) and majority_here(together),
        "village-representatives": lambda: two_thirds_here(together) and majority_here(together),
    }
    return answers[name]()


@cache
def counted(place: int, body: Body) -> Count:
    """The voters of one group as the engine is given them."""
    heads = {state: sum(own == state for own, _area in body) for state in STATES}
    areas = {state: sum(area for own, area in body if own == state) for state in STATES}
    numbers: list[int] = []
    for of in (heads, areas):
        numbers += [sum(of.values()), sum(of[state] for state in STATES if here(state))]
        numbers += [of[state] for state in (YES, NO, ABSTAINED, INVALID, RECUSED)]
    return Count(f"group {place}", *numbers)


def every_body(most: int, areas: Sequence[int] = (1,)) -> list[Body]:
    """Every group of at most so many voters, whose areas are any of `areas`."""
    voters = list(product(STATES, areas))
    return [body for size in range(most + 1) for body in bags(voters, size)]


def every_ballot(groups: int, most: int, areas: Sequence[int] = (1,)) -> Iterator[tuple[Body, ...]]:
    """Every ballot of so many groups with at most so many voters altogether, in no particular order of groups."""
    bodies = every_body(most, areas)

    def further(start: int, groups: int, left: int) -> Iterator[tuple[Body, ...]]:
        if not groups:
            yield ()
        for place in range(start, len(bodies) if groups else start):
            if len(bodies[place]) * groups > left:  # the bodies grow: nothing behind fits either
                break
            for others in further(place, groups - 1, left - len(bodies[place])):
                yield (bodies[place], *others)

    return further(0, groups, most)


def mistaken(name: str, ballots: Iterator[tuple[Body, ...]]) -> list[tuple[Body, ...]]:
    """The first few ballots that engine and oracle answer differently."""
    rule, wrong = load_rule(name), []
    for bodies in ballots:
        counts = [counted(place, tuple(body)) for place, body in enumerate(bodies)]
        if decide(rule, counts).passed != carried(name, bodies):
            wrong.append(bodies)
            if len(wrong) == 3:
                break
    return wrong


GROUPED = [name for name, rule in load_rules().items() if rule.groups is Groups.EACH or rule.every_party_present]
"""The rules to which it matters who sits where; the others pour all votes together."""


@pytest.mark.parametrize("name", list(load_rules()))
def test_every_small_ballot(name: str) -> None:
    """Up to five voters in every state each, in one group; in two and in three up to four where it matters who sits in
    which, and up to three where it does not. Five would be 17,726 ballots for each of those rules, which takes seconds
    for each: `test_larger_ballots` draws from them.
    """
    most = 4 if name in GROUPED else 3
    assert not mistaken(name, chain(every_ballot(1, 5), every_ballot(2, most), every_ballot(3, most)))


@pytest.mark.parametrize("name", [name for name, rule in load_rules().items() if rule.measures_area])
def test_every_small_ballot_of_owners(name: str) -> None:
    """Up to three owners with a small and a large flat, and two in two groups: heads and areas disagree."""
    assert not mistaken(name, chain(every_ballot(1, 3, (2, 3)), every_ballot(2, 2, (2, 3))))


voters = st.tuples(st.sampled_from(STATES), st.integers(1, 9))
bodies = st.lists(st.lists(voters, max_size=5), min_size=1, max_size=3)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(list(load_rules())), bodies)
def test_larger_ballots(name: str, drawn: list[list[Voter]]) -> None:
    """Up to three groups of up to five voters, of any area: some of them."""
    assert not mistaken(name, iter([tuple(drawn)]))
