"""A conclusion claims no more than its authority permits."""

import pytest

from meetings_db.models import Authority
from triparty.rules.authority import conclusion


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
