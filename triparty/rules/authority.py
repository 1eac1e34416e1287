"""Who may decide what: the wording that an item's authority permits.

The joint meeting is a consultation body. Matters of Civil Code article 278 belong to the owners together: on
those it can only agree to propose them, and no paper of this program says that it "passed" one.
"""

from collections.abc import Callable

from meetings_db.models import Authority, ItemStatus
from triparty.i18n import mark

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


def conclusion(authority: Authority, agreed: bool, matter: str, say: Callable[[str], str]) -> str:
    """The sentence that records the outcome, in the language of `say`; `matter` is a motion without its full stop."""
    sentence = (_AGREED if agreed else _NOT_AGREED)[authority]
    return say(sentence).format(matter=matter.rstrip("。.；; "))


def outcome(status: ItemStatus, authority: Authority, matter: str, say: Callable[[str], str]) -> str:
    """What became of an item, in the language of `say`: what was agreed or not, in the words its authority permits.

    `matter` is the item's conclusion as it is kept: the motion alone. What was noted or put off stands as written.
    """
    if matter and status in (ItemStatus.AGREED, ItemStatus.NOT_AGREED):
        return conclusion(authority, status is ItemStatus.AGREED, matter, say)
    return matter
