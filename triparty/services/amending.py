"""Amending (更正) final minutes: drafted with a reason, put before a later meeting, in force once approved there."""

from uuid import UUID

from sqlmodel import Session

from meetings_db.models import (
    AgendaItem,
    AgendaItemBase,
    Amendment,
    AmendmentBase,
    Authority,
    ItemKind,
    Meeting,
    MeetingStatus,
    Why,
)
from meetings_db.queries.signing import Amended, AmendmentState, amendments
from triparty.i18n import _, on_record
from triparty.rules import RuleError
from triparty.services.agendas import append_item
from triparty.services.final import why_shut
from triparty.services.kept import change, find, find_version

_OPEN = (AmendmentState.DRAFT, AmendmentState.PUT_OFF, AmendmentState.TURNED_DOWN)


def draft_amendment(session: Session, meeting_id: UUID, typed: AmendmentBase, item_id: UUID | None = None) -> Amendment:
    """Draft an amendment of final minutes, of one item of theirs or of the whole; refused where reopening will do."""
    meeting = find(session, Meeting, meeting_id)
    if meeting.status is not MeetingStatus.FINAL:
        raise RuleError(_("These minutes are a draft still: correct them as they are."))
    if not why_shut(session, meeting):
        raise RuleError(_("Nobody has signed these minutes yet: reopen the meeting, and correct them as they are."))
    if item_id is not None and find(session, AgendaItem, item_id).meeting_id != meeting_id:
        raise RuleError(_("Say which item of the meeting the paper is for."))
    amendment = Amendment.model_validate(typed, update={"meeting_id": meeting_id, "item_id": item_id})
    session.add(amendment)
    session.flush()
    return amendment


def edit_amendment(session: Session, amendment_id: UUID, version: int, typed: AmendmentBase) -> Amendment:
    """Change an amendment that is before no meeting."""
    amendment = find_version(session, Amendment, amendment_id, version)
    _refuse_unless_open(_standing(session, amendment))
    change(amendment, typed)
    session.flush()
    return amendment


def withdraw_amendment(session: Session, amendment_id: UUID, version: int) -> None:
    """Take out a draft that never came before a meeting."""
    amendment = find_version(session, Amendment, amendment_id, version)
    standing = _standing(session, amendment)
    _refuse_unless_open(standing)
    if standing.meeting is not None:
        raise RuleError(
            _("Meeting {number} had this amendment before it: it stays on record.").format(
                number=standing.meeting.ordinal
            )
        )
    session.delete(amendment)
    session.flush()


def put_amendment(session: Session, amendment_id: UUID, version: int, meeting_id: UUID) -> AgendaItem:
    """Put an amendment on the agenda of a later meeting that is being prepared; agreed there, it is in force.

    The item says what is amended; who may decide it is who could decide what it amends.
    """
    amendment = find_version(session, Amendment, amendment_id, version)
    standing = _standing(session, amendment)
    _refuse_unless_open(standing)
    meeting, amended = find(session, Meeting, meeting_id), find(session, Meeting, amendment.meeting_id)
    if meeting.community_id != amended.community_id or meeting.ordinal <= amended.ordinal:
        raise RuleError(_("An amendment is approved by a later meeting of the same community."))
    if standing.state is AmendmentState.PUT_OFF and (before := standing.carrier) is not None:
        why = Why.PUT_OFF if before.started_at else Why.NOT_REACHED
        item = append_item(session, meeting, _as_item(amended, standing), None, why=why, carried_from_id=before.id)
    else:
        item = append_item(session, meeting, _as_item(amended, standing), None)
        amendment.carrier_id = item.id
    bring(item, amendment)
    session.flush()
    return item


def bring(item: AgendaItem, amendment: Amendment) -> None:
    """Let an item say what its meeting is asked to approve."""
    item.notes, item.conclusion = _said(amendment), amendment.shall_say


def _as_item(amended: Meeting, standing: Amended) -> AgendaItemBase:
    """The item of the agenda that brings an amendment before a meeting."""
    item = standing.item
    say = on_record().gettext
    title = say("Amendment of the minutes {reference}").format(reference=amended.reference)
    if item is not None:
        title = say("Amendment of the minutes {reference}, item {number}").format(
            reference=amended.reference, number=item.position
        )
    return AgendaItemBase(
        title=title,
        kind=ItemKind.CONSULTATION,
        authority=item.authority if item else Authority.WITHIN,
        legal_basis=item.legal_basis if item else "",
        presenter=amended.recorder,
    )


def _said(amendment: Amendment) -> str:
    """What the meeting has before it, as notes."""
    say = on_record().gettext
    parts = [say("Reason: {text}").format(text=amendment.reason)]
    if amendment.says_now:
        parts.append(say("It says now: {text}").format(text=amendment.says_now))
    parts.append(say("It shall say: {text}").format(text=amendment.shall_say))
    return "\n\n".join(parts)


def _standing(session: Session, amendment: Amendment) -> Amended:
    """Where the amendment stands."""
    return next(each for each in amendments(session, amendment.meeting_id) if each.amendment.id == amendment.id)


def _refuse_unless_open(standing: Amended) -> None:
    """Refuse to touch what is before a meeting, or in force."""
    if standing.state in _OPEN:
        return
    assert standing.meeting is not None
    if standing.state is AmendmentState.IN_FORCE:
        told = _("Meeting {number} approved this amendment: it is in force. Amend anew.")
    elif standing.meeting.status is MeetingStatus.IN_SESSION:
        told = _("Meeting {number} has this amendment before it. Settle it there.")
    else:
        told = _("This amendment is on the agenda of meeting {number}. Take it off there first.")
    raise RuleError(told.format(number=standing.meeting.ordinal))
