"""Who may decide what: the wording that an item's authority permits.

The joint meeting is a consultation body. Matters of Civil Code article 278 belong to the owners together: on
those it can only agree to propose them, and no paper of this program says that it "passed" one.
"""

from collections.abc import Callable

from meetings_db.models import SETTLED, Authority, ItemStatus
from triparty.i18n import _, mark
from triparty.rules import RuleError

_AGREED = {
    Authority.WITHIN: mark("The meeting agreed: {matter}."),
    Authority.COMMITMENT: mark("The party concerned undertook: {matter}."),
    Authority.OWNERS: mark("The meeting agreed to propose to the owners for their joint decision: {matter}."),
    Authority.DEPARTMENT: mark("The meeting agreed to refer to the department in charge: {matter}."),
}
_NOT_AGREED = {
    Authority.WITHIN: mark("The meeting did not agree on: {matter}."),
    Authority.COMMITMENT: mark("No party undertook: {matter}."),
    Authority.OWNERS: mark("The meeting did not agree to propose to the owners: {matter}."),
    Authority.DEPARTMENT: mark("The meeting did not agree to refer: {matter}."),
}
# Words that claim a decision of the meeting's own.
_CLAIMS = (
    *("表决通过", "会议通过", "一致通过", "审议通过", "决定通过", "决议通过", "通过了"),
    *("the meeting passed", "was passed", "is passed", "adopted", "resolved to"),
)


def conclusion(authority: Authority, agreed: bool, matter: str, say: Callable[[str], str]) -> str:
    """The sentence that records the outcome, in the language of `say`; `matter` is a motion without its full stop."""
    sentence = (_AGREED if agreed else _NOT_AGREED)[authority]
    return say(sentence).format(matter=matter.rstrip("。.；; "))


def outcome(status: ItemStatus, authority: Authority, matter: str, say: Callable[[str], str]) -> str:
    """What became of an item, in the language of `say`: what was agreed or not, in the words its authority permits.

    `matter` is the item's conclusion as it is kept: the motion alone. What was noted or put off stands as written, and
    nothing became yet of what is only proposed.
    """
    if status not in SETTLED:
        return ""
    if matter and status in (ItemStatus.AGREED, ItemStatus.NOT_AGREED):
        return conclusion(authority, status is ItemStatus.AGREED, matter, say)
    return matter


def claims_in(authority: Authority, text: str) -> list[str]:
    """The words in a text by which the meeting would decide what only the owners together can."""
    said = text.casefold()
    return [claim for claim in _CLAIMS if claim in said] if authority is Authority.OWNERS else []


def refuse_claims(authority: Authority, matter: str, title: str) -> None:
    """Refuse words by which the meeting would decide what only the owners together can (Civil Code, Article 278).

    `matter` is the conclusion or the motion, `title` the item's. Raises RuleError with the words, and what to write.
    """
    claims = claims_in(authority, matter)
    if not claims:
        return
    instead = title if not any(claim in title.casefold() for claim in _CLAIMS) else "…"
    raise RuleError(
        *(
            _("“{claim}” cannot be said of a matter that the owners decide together.").format(claim=claim)
            for claim in claims
        ),
        _("Write only what is proposed to them, such as “{matter}”; the minutes then say: {sentence}").format(
            matter=instead, sentence=conclusion(authority, True, instead, _)
        ),
    )
