"""Final minutes: what they lack; reopened while nobody signed them and nothing was built on them, else amended."""

from sqlmodel import Session, col, or_, select

from meetings_db.models import FinalMinutes, Meeting, Original, PresenceKind, Signature
from meetings_db.queries.meetings import MeetingRoom
from meetings_db.queries.signing import filed, lacking_of, signatures
from triparty.i18n import _, ngettext
from triparty.rules.notes import unsaid


def missing_in(room: MeetingRoom) -> list[str]:
    """What minutes will say is not filled in: presenters, words, owners, dates and presence; a sentence each."""
    unpresented = [str(item.position) for item in room.items if not item.presenter]
    actions = [action for own in room.actions.values() for action in own]
    unowned = sum(not action.owner for action in actions)
    undated = sum(action.due_on is None for action in actions)
    found = []
    if not any(event.kind is PresenceKind.ARRIVE for events in room.presence.values() for event in events):
        found.append(_("Nobody is marked as present."))
    if unpresented:
        sentence = ngettext("No presenter: item {numbers}", "No presenter: items {numbers}", len(unpresented))
        found.append(sentence.format(numbers=_(", ").join(unpresented)))
    if silent := [str(item.position) for item in room.items if unsaid(item.notes)]:
        sentence = ngettext(
            "Somebody had the floor, and no words: item {numbers}",
            "Somebody had the floor, and no words: items {numbers}",
            len(silent),
        )
        found.append(sentence.format(numbers=_(", ").join(silent)))
    if unowned:
        found.append(
            ngettext("{count} action has no owner", "{count} actions have no owner", unowned).format(count=unowned)
        )
    if undated:
        found.append(
            ngettext("{count} action has no date", "{count} actions have no date", undated).format(count=undated)
        )
    return found


def held_since(session: Session, meeting: Meeting) -> Meeting | None:
    """The newest meeting of the community that was opened after this one, or counts after it."""
    later = or_(col(Meeting.ordinal) > meeting.ordinal, col(Meeting.opened_at) > meeting.opened_at)
    held = (Meeting.community_id == meeting.community_id, col(Meeting.opened_at).is_not(None), later)
    return session.exec(select(Meeting).where(*held).order_by(col(Meeting.ordinal).desc())).first()


def why_shut(session: Session, meeting: Meeting) -> str:
    """Why final minutes are no longer reopened but amended; empty where they may be reopened."""
    known = signatures(session, meeting.id)
    signed = [known[party] for party in known if party not in lacking_of(known)]
    if signed:
        return _("{name} signed the minutes on {day}.").format(name=signed[0].name, day=signed[0].signed_on)
    if (later := held_since(session, meeting)) is not None:
        return _("Meeting {number} was held since.").format(number=later.ordinal)
    if filed(session, meeting.id):
        return _("The minutes are filed under their record number.")
    return ""


def to_be_amended() -> str:
    """What is done instead of reopening."""
    return _("What must be put right in these minutes is amended, and a later meeting approves it.")


def make_draft_again(session: Session, meeting: Meeting) -> None:
    """Make final minutes a draft; they keep their number, and whoever was served them is served anew."""
    for kind in (FinalMinutes, Signature, Original):
        for row in session.exec(select(kind).where(kind.meeting_id == meeting.id)):
            session.delete(row)
    meeting.finalised_at = None
    session.flush()
