"""What a ballot in the meeting room comes to as it stands, and what can be done while nobody has voted."""

from textual.content import Content

from meetings_db.models import Authority, BallotMethod
from triparty.i18n import _, ngettext
from triparty.rules.authority import conclusion
from triparty.rules.ballots import BallotRule, Result, Tie


def how_to_vote(method: BallotMethod | None, *, frozen: bool) -> list[Content]:
    """The keys while nobody has voted; a roll that is called names its own."""
    if method is BallotMethod.ROLL_CALL:
        return []
    how = _("u everybody says yes   y n b call the roll   digits count hands   s secret   l rules")
    if frozen:
        how = _("Nobody has voted yet: type the numbers, a the rest yes, w annuls the ballot")
    return [Content.styled(how, "$foreground 65%")]


def outcome_line(authority: Authority, motion: str, rule: BallotRule, result: Result, left: int) -> Content:
    """The result as it stands, in the words the item's authority permits; `left` have not answered yet."""
    if result.tied and rule.tie is Tie.CHAIR:
        return Content.styled("= " + _("A tie: enter asks for the chair's casting vote"), "bold $warning")
    if not result.passed and left:
        return Content.styled(f"… {unanswered_said(left)}", "bold")
    sign, tone = ("✓", "$success") if result.passed else ("✗", "$warning")
    return Content.styled(f"{sign} {conclusion(authority, result.passed, motion, _)}", f"bold {tone}")


def unanswered_said(left: int) -> str:
    """How many have not answered yet."""
    return ngettext("{count} has not answered yet", "{count} have not answered yet", left).format(count=left)
