"""What may be taken back, and why not: what others hold in their hands, what is in force, what somebody built on."""

from collections.abc import Collection

from meetings_db.models import MeetingStatus
from triparty.i18n import _, mark

LARGEST = 100_000
"""The most changes that are taken back at one go: beyond that a safety copy is the way."""

_NEVER = {
    "finalminutes": mark(
        "The minutes are final and may be in other hands. What must be put right is recorded by the next meeting."
    ),
    "paper": mark("The paper is written and may be in other hands. Write it anew: the newest counts."),
    "archiveitem": mark("The item has its record number, which is never given again: what was filed stays filed."),
    "community": mark("Everything kept here belongs to the community. Correct its entry in the register instead."),
}
"""Rows that are never taken out again, by table."""

_BEFORE = (MeetingStatus.PREPARING, MeetingStatus.FROZEN, MeetingStatus.IN_SESSION)
_PHASES = {
    "participant": _BEFORE,
    **dict.fromkeys(
        ("presenceevent", "substitute", "recusal", "seatchoice"),
        (MeetingStatus.FROZEN, MeetingStatus.IN_SESSION),
    ),
    "ballot": (MeetingStatus.IN_SESSION,),
    "ballotcount": (MeetingStatus.IN_SESSION,),
    "vote": (MeetingStatus.IN_SESSION,),
}
"""When the rows of a meeting may come and go; an agenda item only while the meeting stands where it stood then."""


def never(entered: Collection[str]) -> list[str]:
    """Why a deed that entered rows into these tables is not taken back at all."""
    return [_(reason) for kind, reason in _NEVER.items() if kind in entered]


def phase_over(kind: str, then: MeetingStatus, now: MeetingStatus) -> bool:
    """Whether a row of a meeting, changed while it stood at `then`, can no longer be put back now that it is `now`."""
    if kind == "action":  # it goes on after the meeting, but what the final minutes say was taken down stays
        return now is MeetingStatus.FINAL
    return now is not then and now not in _PHASES.get(kind, ())


def taken_back_already(deed: str, who: str, when: str) -> str:
    """It is not in force."""
    return _("This was taken back already by {who}, {when}. Take that back to have it again.").format(
        deed=deed, who=who, when=when
    )


def vote_closed(motion: str) -> str:
    """A slip of an owners' vote whose count is known."""
    return _("The owners' vote is closed: {motion}. Take the closing back first.").format(motion=motion)


def brought_back(deed: str) -> str:
    """It is in force again: there is one way to undo it, not two."""
    return _("This brought back: {deed}. Take that one back instead.").format(deed=deed)


def too_large(count: int) -> str:
    """A deed of an import of many thousand rows."""
    return _(
        "It changed {count} rows: too many to take back at one go. Go back to the safety copy from before it."
    ).format(count=count)


def changed_later(thing: str, deed: str, who: str, when: str) -> str:
    """Another deed stands on top."""
    return _("{thing} was changed later: {deed} ({who}, {when}). Take that back first.").format(
        thing=thing, deed=deed, who=who, when=when
    )


def depends(thing: str, deed: str, who: str, when: str) -> str:
    """Another row refers to one that would go."""
    return _("{thing} depends on it: {deed} ({who}, {when}). Take that back first.").format(
        thing=thing, deed=deed, who=who, when=when
    )


def parent_gone(thing: str, parent: str) -> str:
    """What it belongs to was taken back meanwhile."""
    return _("{thing} belongs to {parent}, which is no longer there. Have that again first.").format(
        thing=thing, parent=parent
    )


def place_taken(thing: str) -> str:
    """What must be unique is another's by now."""
    return _("{thing} has its number, name or place by now. Change that one first.").format(thing=thing)


def meeting_went_on(ordinal: int) -> str:
    """The meeting is in another phase than it was then."""
    return _("Meeting {number} has gone on since: its record of that time is shut.").format(number=ordinal)


def on_the_table(item: int, title: str) -> str:
    """Two items would be on the table."""
    return _("Item {number} is on the table now: {title}. Settle it, or take back that it was taken up, first.").format(
        number=item, title=title
    )


def voted_on(ballot: int, item: int, motion: str) -> str:
    """An item would be off the table, or others would decide it, while its votes are taken."""
    return _("Ballot {round} on item {number} is open: {motion}. Close it or annul it first.").format(
        round=ballot, number=item, motion=motion
    )


def contradicted(ballot: int, item: int, motion: str) -> str:
    """Two ballots would stand that cannot both be in force."""
    return _("Ballot {round} on item {number} is in force: {motion}. Annul that one first.").format(
        round=ballot, number=item, motion=motion
    )


def settled_since(item: int, title: str) -> str:
    """A ballot would be open again on what was settled without it."""
    return _("Item {number} was settled without that ballot: {title}. Take that back first.").format(
        number=item, title=title
    )


def guarded_since(item: int, title: str) -> str:
    """A ballot would be open again whose motion was weighed by another who decides."""
    return _("Who may decide item {number} was changed since: {title}. Take that back first.").format(
        number=item, title=title
    )


def corrected_since(ballot: int, item: int, people: str) -> str:
    """A ballot would be in force again that counted people who were not there."""
    return _(
        "Who was there at ballot {round} on item {number} was corrected since: {people}. Take that back first."
    ).format(round=ballot, number=item, people=people)


def not_as_told(thing: str) -> str:
    """Somebody changed the row past the program."""
    return _("{thing} is not as the history says. See what `triparty verify` finds.").format(thing=thing)


def built_upon() -> str:
    """The database itself refused."""
    return _("Something else has come to depend on it. Take back what was done later, then this.")
