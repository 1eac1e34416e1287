"""A conclusion claims no more than its authority permits."""

import pytest

from meetings_db.models import Authority
from triparty.rules import RuleError
from triparty.rules.authority import conclusion, refuse_claims


@pytest.mark.parametrize(
    ("authority", "agreed", "sentence"),
    [
        (Authority.WITHIN, True, "The meeting agreed: mend the lamp."),
        (Authority.WITHIN, False, "The meeting did not agree on: mend the lamp."),
        (Authority.COMMITMENT, True, "The party concerned undertook: mend the lamp."),
        (Authority.COMMITMENT, False, "No party undertook: mend the lamp."),
        (
            Authority.OWNERS,
            True,
            "The meeting agreed to propose to the owners for their joint decision: mend the lamp.",
        ),
        (Authority.OWNERS, False, "The meeting did not agree to propose to the owners: mend the lamp."),
        (Authority.DEPARTMENT, True, "The meeting agreed to refer to the department in charge: mend the lamp."),
        (Authority.DEPARTMENT, False, "The meeting did not agree to refer: mend the lamp."),
    ],
)
def test_each_authority_has_its_own_words(authority: Authority, agreed: bool, sentence: str) -> None:
    for matter in ("mend the lamp", "mend the lamp.", "mend the lamp。 ", "mend the lamp；"):
        assert conclusion(authority, agreed, matter, str) == sentence


@pytest.mark.parametrize("authority", list(Authority))
def test_nothing_is_ever_said_to_have_passed(authority: Authority) -> None:
    for agreed in (True, False):
        assert "pass" not in conclusion(authority, agreed, "", str)


def test_the_matter_is_data_whatever_it_holds() -> None:
    matter = "{matter} {0} %s [b]【会议.标题】"
    assert conclusion(Authority.WITHIN, True, matter, str) == f"The meeting agreed: {matter}."


def test_the_sentence_is_said_in_the_language_asked_for() -> None:
    def say(sentence: str) -> str:
        assert sentence == "The meeting agreed: {matter}."
        return "会议同意：{matter}。"

    assert conclusion(Authority.WITHIN, True, "修灯。", say) == "会议同意：修灯。"


@pytest.mark.parametrize(
    ("matter", "claim"),
    [("会议表决通过更换屋面", "表决通过"), ("The plan was ADOPTED.", "adopted"), ("屋面更换一致通过", "一致通过")],
)
def test_words_that_decide_for_the_owners_are_refused_with_what_to_write(matter: str, claim: str) -> None:
    with pytest.raises(RuleError) as told:
        refuse_claims(Authority.OWNERS, matter, "更换屋面")
    assert claim in told.value.reasons[0]
    assert "propose to the owners for their joint decision: 更换屋面." in told.value.reasons[-1]
    refuse_claims(Authority.WITHIN, matter, "更换屋面")
    refuse_claims(Authority.OWNERS, "更换屋面", matter)


def test_a_title_that_claims_itself_is_not_held_up_as_an_example() -> None:
    with pytest.raises(RuleError) as told:
        refuse_claims(Authority.OWNERS, "表决通过换屋面", "表决通过换屋面")
    assert "换屋面" not in told.value.reasons[-1]
