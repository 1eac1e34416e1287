"""Final minutes: signed once by each party, reopened only while nobody signed, amended by a later meeting."""

from datetime import date, timedelta

from sqlmodel import Session, SQLModel, select

from meetings_db.engine import Database
from meetings_db.models import (
    Amendment,
    AmendmentBase,
    FinalMinutes,
    ItemStatus,
    Meeting,
    MeetingStatus,
    Original,
    OriginalBase,
    Party,
    Signature,
    SignatureBase,
    Why,
)
from meetings_db.queries.history import last_deed
from meetings_db.queries.meetings import MeetingRoom, meeting_room
from meetings_db.queries.signing import AmendmentState, amendments, in_force, on_no_agenda, signatures, unsigned
from meetings_db.queries.whereabouts import astray
from tests.data.builders import (
    START,
    Place,
    a_community,
    a_meeting,
    a_meeting_in_session,
    after,
    in_session,
    items_of,
    refused,
    room_of,
    typed_meeting,
)
from triparty.rules.signing import to_be_served
from triparty.services.agendas import call_meeting, take_off_agenda
from triparty.services.amending import draft_amendment, edit_amendment, put_amendment, withdraw_amendment
from triparty.services.carrying import carry_over, next_meeting
from triparty.services.meetings import close_meeting, reopen_meeting, settle_item
from triparty.services.papers import finalise_minutes
from triparty.services.signing import keep_original, note_signature
from triparty.services.undoing import undo

DAY = START.date()
WRONG = AmendmentBase(reason="时限记错", says_now="四月底前修好", shall_say="五月底前修好")


def said(room: MeetingRoom) -> dict[str, str]:
    """What the minutes say."""
    return {"zh_CN": f"纪要 {[item.conclusion for item in room.items]}", "en": "minutes"}


def final(db: Database, place: Place) -> Meeting:
    """A meeting that agreed on one item, its minutes final."""
    room = a_meeting_in_session(db, place)
    return _ended(db, room.meeting)


def _ended(db: Database, meeting: Meeting, status: ItemStatus = ItemStatus.AGREED) -> Meeting:
    """A meeting in session brought to its final minutes, every item settled so."""

    def end(session: Session) -> Meeting:
        for item in meeting_room(session, meeting.id).items:
            decided = status in (ItemStatus.AGREED, ItemStatus.NOT_AGREED)
            settle_item(session, item.id, status, (item.conclusion or "四月底前修好") if decided else "", after(5))
        close_meeting(session, meeting.id, after(9))
        return finalise_minutes(session, meeting.id, said, after(20))

    return db.run(end)


def _rows(session: Session, kind: type[SQLModel]) -> list[SQLModel]:
    """Every row of a table."""
    return list(session.exec(select(kind)))


def signed(day: date = DAY, **changes: object) -> SignatureBase:
    """A signature as it is typed."""
    return SignatureBase.model_validate({"name": "顾晨光", "signed_on": day, **changes})


def test_each_party_signs_once_to_what_the_minutes_say(db: Database) -> None:
    place = a_community(db)
    meeting = final(db, place)
    row = db.run(note_signature, meeting.id, Party.COMMUNITY, signed(), "zh_CN")
    kept = db.read(lambda session: session.exec(select(FinalMinutes).where(FinalMinutes.language == "zh_CN")).one())
    assert (row.sha256, row.language) == (kept.sha256, "zh_CN")
    again = refused(db, note_signature, meeting.id, Party.COMMUNITY, signed(), "zh_CN")
    assert again == f"顾晨光 signed for this party on {DAY}. Take that back first if it is wrong."
    count, (lacking,) = db.read(unsigned, place.id, 5)
    assert (count, lacking.lacking) == (1, [Party.PROPERTY, Party.RESIDENTS])
    for party in lacking.lacking:
        db.run(note_signature, meeting.id, party, signed(reservation="不同意第1项"), "zh_CN")
    assert db.read(unsigned, place.id, 5) == (0, [])


def test_whoever_was_absent_is_served_and_signs_later(db: Database) -> None:
    place = a_community(db)
    meeting = in_session(db, a_meeting(db, place, "停车"), absent=("赵丁四", "钱丙三"))
    _ended(db, meeting)
    assert to_be_served(room_of(db, meeting.id)) == [Party.PROPERTY]
    served = SignatureBase(served_to="赵丁四", served_on=DAY, served_by="当面送达")
    row = db.run(note_signature, meeting.id, Party.PROPERTY, served, "zh_CN")
    assert db.read(unsigned, place.id, 5)[1][0].lacking == [Party.COMMUNITY, Party.PROPERTY, Party.RESIDENTS]
    typed = SignatureBase.model_validate({**served.model_dump(), "name": "赵丁四", "signed_on": DAY})
    later = db.run(note_signature, meeting.id, Party.PROPERTY, typed, "zh_CN", version=row.version)
    assert (later.id, later.served_by, later.name) == (row.id, "当面送达", "赵丁四")
    turn = db.read(last_deed, db.actor)
    assert turn is not None
    db.run(undo, turn.seq)
    back = db.read(signatures, meeting.id)[Party.PROPERTY]
    assert (back.signed_on, back.served_to) == (None, "赵丁四")


def test_what_is_no_signature_is_refused(db: Database) -> None:
    place = a_community(db)
    meeting = final(db, place)
    early, late = DAY - timedelta(days=1), date.max
    for typed, reason in (
        (SignatureBase(), "Say on which day it was signed, or served to be signed later."),
        (SignatureBase(signed_on=DAY), "Say who signed."),
        (SignatureBase(name="某", served_on=DAY, served_to="某"), "Say on which day it was signed."),
        (SignatureBase(served_on=DAY), "Say to whom the minutes were served."),
        (signed(served_by="邮寄"), "Say on which day the minutes were served."),
        (signed(early), f"{early} is before the meeting."),
        (signed(late), f"{late} is yet to come."),
        (signed(served_on=DAY + timedelta(days=1), served_to="某"), "It was signed before it was served."),
    ):
        assert refused(db, note_signature, meeting.id, Party.RESIDENTS, typed, "zh_CN") == reason
    assert "not final" in refused(db, note_signature, a_meeting(db, place).id, Party.RESIDENTS, signed(), "zh_CN")
    assert "three" not in refused(db, note_signature, meeting.id, Party.OTHER, signed(), "zh_CN")


def test_the_newest_minutes_are_reopened_while_nobody_signed(db: Database) -> None:
    place = a_community(db)
    meeting = final(db, place)
    reference = meeting.reference
    db.run(note_signature, meeting.id, Party.PROPERTY, SignatureBase(served_to="赵", served_on=DAY), "zh_CN")
    db.run(keep_original, meeting.id, OriginalBase(place="3号盒"))
    assert "reopen the meeting" in refused(db, draft_amendment, meeting.id, WRONG)
    again = db.run(reopen_meeting, meeting.id, "时限记错", after(30))
    assert (again.status, again.finalised_at) == (MeetingStatus.IN_SESSION, None)
    for kind in (FinalMinutes, Signature, Original):
        assert db.read(_rows, kind) == []
    assert _ended(db, again).reference == reference
    db.run(note_signature, meeting.id, Party.COMMUNITY, signed(), "zh_CN")
    told = refused(db, reopen_meeting, meeting.id, "再改")
    assert told.startswith(f"顾晨光 signed the minutes on {DAY}.\nWhat must be put right in these minutes is amended")
    assert db.read(astray, place.id) == []


def test_final_minutes_of_which_nothing_was_kept_are_said_to_be_final(db: Database) -> None:
    place = a_community(db)
    meeting = final(db, place)

    def lose(session: Session) -> None:
        for kept in session.exec(select(FinalMinutes)):
            session.delete(kept)

    db.run(lose)
    told = refused(db, note_signature, meeting.id, Party.COMMUNITY, signed(), "zh_CN")
    assert told.startswith("These minutes are final, but what they say was not kept.\nReopen the meeting")
    in_session(db, a_meeting(db, place))
    told = refused(db, note_signature, meeting.id, Party.COMMUNITY, signed(), "zh_CN")
    assert told.endswith("Note where the paper is that the parties signed.")


def test_an_amendment_is_in_force_once_a_later_meeting_approved_it(db: Database) -> None:
    place = a_community(db)
    first = final(db, place)
    item = items_of(db, first.id)[0]
    before = db.read(lambda session: session.exec(select(FinalMinutes.snapshot)).all())
    db.run(note_signature, first.id, Party.COMMUNITY, signed(), "zh_CN")
    draft = db.run(draft_amendment, first.id, WRONG, item.id)
    draft = db.run(edit_amendment, draft.id, draft.version, WRONG)
    other = db.run(draft_amendment, first.id, AmendmentBase(reason="名字", shall_say="李甲一"))
    assert "later meeting" in refused(db, put_amendment, draft.id, draft.version, first.id)
    second = db.run(next_meeting, place.id, typed_meeting())
    carrier = db.run(put_amendment, draft.id, draft.version, second.id)
    assert (carrier.title, carrier.conclusion) == (
        f"Amendment of the minutes {first.reference}, item 1",
        "五月底前修好",
    )
    db.run(take_off_agenda, carrier.id)
    drafts = db.read(amendments, first.id)
    assert {each.state for each in drafts} == {AmendmentState.DRAFT}
    assert [each.amendment.id for each in db.read(on_no_agenda, place.id)] == [each.amendment.id for each in drafts]
    for each in (other, drafts[0].amendment):
        db.run(put_amendment, each.id, each.version, second.id)
    carried = db.read(amendments, first.id)[0].amendment
    assert "on the agenda of meeting 2" in refused(db, withdraw_amendment, carried.id, carried.version)
    in_session(db, second)
    assert db.read(in_force, first.id) == []
    _ended(db, second)
    assert [(each.number, each.amendment.reason) for each in db.read(in_force, first.id)] == [
        (1, "名字"),
        (2, "时限记错"),
    ]
    assert "in force" in refused(db, edit_amendment, carried.id, carried.version, WRONG)
    assert db.read(lambda session: session.exec(select(FinalMinutes.snapshot)).all())[: len(before)] == before
    assert db.read(astray, place.id) == []


def test_an_amendment_put_off_goes_on_and_one_turned_down_is_put_again(db: Database) -> None:
    place = a_community(db)
    first = final(db, place)
    second = db.run(call_meeting, place.id, typed_meeting())
    assert db.run(note_signature, first.id, Party.COMMUNITY, signed(), "zh_CN")
    draft = db.run(draft_amendment, first.id, WRONG)
    db.run(put_amendment, draft.id, draft.version, second.id)
    in_session(db, second)
    _ended(db, second, ItemStatus.DEFERRED)
    (standing,) = db.read(amendments, first.id)
    assert (standing.carrier and standing.carrier.conclusion) == "", "what was only proposed is no conclusion"
    third = db.run(next_meeting, place.id, typed_meeting())
    (standing,) = db.read(amendments, first.id)
    assert (standing.state, standing.meeting) == (AmendmentState.ON_THE_WAY, third)
    item = standing.carrier
    assert item is not None
    assert (item.why, item.conclusion) == (Why.PUT_OFF, "五月底前修好")
    assert "It says now: 四月底前修好" in item.notes
    db.run(take_off_agenda, item.id)
    (standing,) = db.read(amendments, first.id)
    row = standing.amendment
    assert (standing.state, standing.meeting and standing.meeting.id) == (AmendmentState.PUT_OFF, second.id)
    assert [each.meeting.id for each in db.read(on_no_agenda, place.id)] == [first.id]
    assert "Meeting 2 had this amendment" in refused(db, withdraw_amendment, row.id, row.version)
    again = db.run(put_amendment, row.id, row.version, third.id)
    assert (again.why, again.carried_from_id) == (item.why, item.carried_from_id)
    assert (db.run(carry_over, third), db.read(on_no_agenda, place.id)) == ([], [])
    in_session(db, third)
    assert "Settle it there" in refused(db, edit_amendment, row.id, row.version, WRONG)
    _ended(db, third, ItemStatus.NOT_AGREED)
    (standing,) = db.read(amendments, first.id)
    row = standing.amendment
    assert (standing.state, standing.number) == (AmendmentState.TURNED_DOWN, None)
    fourth = db.run(call_meeting, place.id, typed_meeting())
    db.run(put_amendment, row.id, row.version, fourth.id)
    turn = db.read(last_deed, db.actor)
    assert turn is not None
    db.run(undo, turn.seq)
    (standing,) = db.read(amendments, first.id)
    assert standing.state is AmendmentState.TURNED_DOWN


def test_a_draft_nobody_wants_is_withdrawn(db: Database) -> None:
    place = a_community(db)
    first = final(db, place)
    db.run(note_signature, first.id, Party.COMMUNITY, signed(), "zh_CN")
    draft = db.run(draft_amendment, first.id, WRONG)
    db.run(withdraw_amendment, draft.id, draft.version)
    assert db.read(lambda session: session.exec(select(Amendment)).all()) == []
