"""Final minutes by keyboard: a party signs, another is served; an amendment is drafted and comes before a meeting."""

from datetime import date
from pathlib import Path

from sqlmodel import Session
from textual.widgets import Static

from meetings_db.models import AgendaItemBase, ItemStatus, Party
from meetings_db.queries.meetings import meeting_room
from meetings_db.queries.signing import AmendmentState, amendments, signatures
from tests.journeys.desk import NARROW, WIDE, a_desk, app_of, shown, toasts
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import Setting
from triparty.documents.papers import finalise
from triparty.services import agendas, meetings
from triparty.widgets.form import Form
from triparty.widgets.timeline import Life


def a_desk_with_final_minutes(folder: Path) -> Setting:
    """A meeting of today that agreed on one item, its minutes final."""
    setting = a_desk(folder)

    def hold(session: Session) -> None:
        item = agendas.add_item(session, setting.meeting_id, AgendaItemBase(title="Fire lane {{ x }}"))
        agendas.freeze_agenda(session, setting.meeting_id, override_reason="A journey")
        meetings.open_meeting(session, setting.meeting_id)
        meetings.settle_item(session, item.id, ItemStatus.AGREED, "Paint [/b] it")
        meetings.close_meeting(session, setting.meeting_id)
        finalise(session, setting.meeting_id)

    setting.db.run(hold)
    return setting


async def test_the_parties_sign_and_what_is_wrong_is_amended(tmp_path: Path) -> None:
    setting = a_desk_with_final_minutes(tmp_path)
    db, meeting_id, today = setting.db, setting.meeting_id, date.today()
    async with app_of(setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "4", "S", "1")
        await write(pilot, "Zhang [x]")
        await press(pilot, "ctrl+s")
        signed = db.read(signatures, meeting_id)[Party.COMMUNITY]
        assert (signed.name, signed.signed_on, signed.language) == ("Zhang [x]", today, "en")
        await press(pilot, "1")  # it is asked for the next party at once
        assert "Zhang [x] signed for this party" in toasts(pilot)[-1]

        await press(pilot, "2", "tab", "tab", "tab")
        await write(pilot, "Zhao")
        await press(pilot, "ctrl+s")
        served = db.read(signatures, meeting_id)[Party.PROPERTY]
        assert (served.signed_on, served.served_to, served.served_on) == (None, "Zhao", today)

        await press(pilot, "a", "down", "enter")
        await write(pilot, "A slip")
        await press(pilot, "tab", "tab")
        await write(pilot, "Paint it red")
        await press(pilot, "ctrl+s", "p")
        assert "No meeting lies ahead" in toasts(pilot)[-1]
        (draft,) = db.read(amendments, meeting_id)
        assert draft.state is AmendmentState.DRAFT
        assert (draft.amendment.says_now, draft.item and draft.item.position) == ("Paint [/b] it", 1)

        await press(pilot, "n", "ctrl+s", "1")
        assert any("on no agenda yet" in row for row in shown(pilot))
        await press(pilot, "4", "down", "S", "end", "enter", "p")
        (carried,) = db.read(amendments, meeting_id)
        assert carried.state is AmendmentState.ON_THE_WAY
        assert carried.meeting is not None
        (_report, item) = db.read(meeting_room, carried.meeting.id).items
        assert (item.id, item.conclusion) == (carried.carrier and carried.carrier.id, "Paint it red")
    db.close()


async def test_what_is_signed_stands_beside_the_list_at_once(tmp_path: Path) -> None:
    setting = a_desk_with_final_minutes(tmp_path)
    async with app_of(setting).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "4", "S", "1")
        await write(pilot, "Zhang [x]")
        await press(pilot, "ctrl+s", "escape")
        assert "signed: Zhang [x]" in str(pilot.app.screen.query_one(Life).query_one("#parts", Static).render())
    setting.db.close()


async def test_what_is_final_is_packed_for_the_archive_and_it_is_said_where(tmp_path: Path) -> None:
    setting = a_desk_with_final_minutes(tmp_path)
    async with app_of(setting).run_test(size=NARROW, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "4", "A", "tab")
        await write(pilot, "C 1")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, Form)  # it stays: a record number has no space
        await press(pilot, "home", "delete", "delete", "delete")
        await write(pilot, "C001")
        await press(pilot, "tab", "right", "ctrl+s")
        await pilot.app.workers.wait_for_complete()
        await settle(pilot)
        assert "packed and checked" in toasts(pilot)[-1]
        (package,) = setting.settings.papers.glob("archive-*")
        assert (package / "电子档案").is_dir()
    setting.db.close()
