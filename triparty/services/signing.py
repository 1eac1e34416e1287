"""After the minutes are final: who signed them, and where the signed original is."""

import hashlib
from datetime import date
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import (
    Meeting,
    MeetingStatus,
    Original,
    OriginalBase,
    Party,
    Signature,
    SignatureBase,
)
from meetings_db.queries.signing import original_of, signatures
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.presence import held_at
from triparty.rules.signing import refuse_signature
from triparty.services.clock import moment
from triparty.services.kept import change, find, find_version
from triparty.services.papers import kept_minutes


def note_signature(
    session: Session,
    meeting_id: UUID,
    party: Party,
    typed: SignatureBase,
    language: str,
    *,
    version: int | None = None,
    today: date | None = None,
) -> Signature:
    """Note that a party signed the final minutes as they are in `language`, or was served them to sign later.

    `version` is that of the service that was shown, 0 where there was none. A second signature is refused.
    """
    meeting = find(session, Meeting, meeting_id)
    snapshot, _day = kept_minutes(session, meeting_id, language)
    held_on = held_at(meeting.starts_at, meeting.opened_at).astimezone().date()
    refuse_signature(party, typed, held_on, today or moment().astimezone().date())
    row = signatures(session, meeting_id).get(party)
    if row is not None and row.signed_on is not None:
        raise RuleError(signed_already(row))
    sha256 = hashlib.sha256(snapshot.encode()).hexdigest()
    if row is None:
        row = Signature.model_validate(
            typed, update={"meeting_id": meeting_id, "party": party, "language": language, "sha256": sha256}
        )
        session.add(row)
    else:
        row = find_version(session, Signature, row.id, row.version if version is None else version)
        change(row, typed)
        row.language, row.sha256 = language, sha256
    session.flush()
    return row


def signed_already(row: Signature) -> str:
    """That a party signed, and how that is put right."""
    return _("{name} signed for this party on {day}. Take that back first if it is wrong.").format(
        name=row.name, day=row.signed_on
    )


def keep_original(session: Session, meeting_id: UUID, typed: OriginalBase, *, version: int | None = None) -> Original:
    """Note where the signed original of final minutes is kept, and who holds it; `version` of what was shown, 0 where
    nobody had said.
    """
    if find(session, Meeting, meeting_id).status is not MeetingStatus.FINAL:
        raise RuleError(_("The minutes are not final yet. Make them final first; until then they are a draft."))
    row = original_of(session, meeting_id)
    if row is None:
        row = Original.model_validate(typed, update={"meeting_id": meeting_id})
        session.add(row)
    else:
        row = find_version(session, Original, row.id, row.version if version is None else version)
        change(row, typed)
    session.flush()
    return row
