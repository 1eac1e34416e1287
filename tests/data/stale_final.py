"""Deeds upon a version after the minutes are final: signatures, the signed original, amendments."""

from collections.abc import Callable

from meetings_db.models import Amendment, Meeting, OriginalBase, PaperKind, Party, PostingBase, SignatureBase
from meetings_db.models.base import Edited
from tests.data.builders import START, typed_meeting
from tests.data.stale_desk import Deed, Office
from tests.data.test_signing import DAY, WRONG, final, signed
from triparty.services import agendas, amending, signing
from triparty.services.papers import record_paper
from triparty.services.postings import put_up_notice, take_down_notice


def _signature(office: Office) -> tuple[Edited, Callable[[int], object]]:
    meeting, note = final(office.db, office.place), signing.note_signature
    served = SignatureBase(served_to="赵丁四", served_on=DAY)
    row = office.db.run(note, meeting.id, Party.PROPERTY, served, "zh_CN")
    return row, lambda version: office.db.run(note, meeting.id, row.party, signed(), "zh_CN", version=version)


def _original(office: Office) -> tuple[Edited, Callable[[int], object]]:
    meeting, keep = final(office.db, office.place), signing.keep_original
    row = office.db.run(keep, meeting.id, OriginalBase(place="3号盒第12页"))
    moved = OriginalBase(place="4号盒")
    return row, lambda version: office.db.run(keep, meeting.id, moved, version=version)


def _draft(office: Office) -> tuple[Meeting, Amendment]:
    meeting = final(office.db, office.place)
    office.db.run(signing.note_signature, meeting.id, Party.COMMUNITY, signed(), "zh_CN")
    return meeting, office.db.run(amending.draft_amendment, meeting.id, WRONG)


def _edit(office: Office) -> tuple[Edited, Callable[[int], object]]:
    _meeting, row = _draft(office)
    return row, lambda version: office.db.run(amending.edit_amendment, row.id, version, WRONG)


def _withdraw(office: Office) -> tuple[Edited, Callable[[int], object]]:
    _meeting, row = _draft(office)
    return row, lambda version: office.db.run(amending.withdraw_amendment, row.id, version)


def _put(office: Office) -> tuple[Edited, Callable[[int], object]]:
    _meeting, row = _draft(office)
    later = office.db.run(agendas.call_meeting, office.place.id, typed_meeting())
    return row, lambda version: office.db.run(amending.put_amendment, row.id, version, later.id)


def _taken_down(office: Office) -> tuple[Edited, Callable[[int], object]]:
    paper = office.db.run(
        record_paper,
        office.place.id,
        PaperKind.PUBLICATION,
        "zh_CN",
        meeting_id=None,
        snapshot="{}",
        sha256="0" * 64,
        file_name="a.docx",
    )
    row = office.db.run(put_up_notice, paper.id, PostingBase(place="东门", posted_at=START))
    return row, lambda version: office.db.run(take_down_notice, row.id, version)


DEEDS: dict[str, Deed] = {
    "take_down_notice": _taken_down,
    "note_signature": _signature,
    "keep_original": _original,
    "edit_amendment": _edit,
    "withdraw_amendment": _withdraw,
    "put_amendment": _put,
}
