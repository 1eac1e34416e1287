"""How the owners' roll and a vote of owners look: small in Chinese, wide in English."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from textual.pilot import Pilot
from textual.widgets import Input

from meetings_db import journal
from meetings_db.models import Answer, AreaSource, Delivery, Flaw, LegalItem, OwnerBase, OwnersVoteBase, UnitBase
from meetings_db.queries.directory import estates, the_community
from meetings_db.queries.owners_votes import electors
from tests.journeys.hands import press, settle
from tests.looks.office import NOW, Friday, database_in, program, settings_of
from tests.looks.test_looks import in_china  # noqa: F401  (used by its name)
from triparty.services import clock, owners, owners_votes

ROLL = (
    ("1-1-101", 12_095, ("王一",)),
    ("1-1-102", 12_053, ("李二", "李小二")),
    ("1-1-201", 14_418, ("周三",)),
    ("1-1-202", 8_950, ("王一",)),
    ("1-2-101", 12_095, ("吴四",)),
    ("1-2-102", 6_897, ("郑五",)),
    ("2-1-101", 14_478, ("冯六",)),
    ("2-1-102", 0, ("陈七",)),
    ("2-1-201", 9_016, ()),
)
SLIPS = (
    (Answer.YES, Flaw.NONE, ""),
    (Answer.YES, Flaw.NONE, "王一"),
    (Answer.NO, Flaw.NONE, ""),
    (Answer.INVALID, Flaw.UNSIGNED, ""),
)


def kept(session: Session) -> None:
    """A roll of the first estate, and a vote of one of its buildings."""
    community = the_community(session)
    assert community is not None
    home = estates(session, community.id)[0].id
    for place, area, names in ROLL:
        building, entrance, room = place.split("-")
        unit = UnitBase(building=building, entrance=entrance, room=room, area=area, area_source=AreaSource.REGISTER)
        owners.enter_unit(session, home, unit, [OwnerBase(name=name, id_tail="1033") for name in names])
    (pair,) = owners.candidates(session, home)
    owners.merge_owners(session, pair.first.id, pair.second.id)
    typed = OwnersVoteBase(
        motion="续聘物业服务企业", legal_item=LegalItem.MANAGER, building="1", closes_on=date(2026, 12, 20)
    )
    vote = owners_votes.open_vote(session, home, typed, NOW)
    owners_votes.note_delivery(session, vote.id, Delivery.IN_HAND)
    for elector, (answer, flaw, proxy) in zip(electors(session, vote.id), SLIPS, strict=False):
        owners_votes.enter_slip(session, elector.id, answer, flaw, proxy, NOW)


@pytest.mark.parametrize(("language", "size"), [("zh_CN", (80, 24)), ("en", (120, 40))], ids=["zh_CN", "en"])
@pytest.mark.parametrize("name", ["roll", "vote"])
def test_look(
    name: str,
    language: str,
    size: tuple[int, int],
    tmp_path: Path,
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(journal, "datetime", Friday)
    monkeypatch.setattr(clock, "datetime", Friday)
    db = database_in(tmp_path)
    db.run(kept)

    async def go(pilot: Pilot[Any]) -> None:
        await press(pilot, "7", "v", "o", *(("o", "enter") if name == "vote" else ("down",)))
        for line in pilot.app.screen.query(Input):
            line.cursor_blink = False
        await settle(pilot)

    with program(language, monkeypatch) as app:
        assert snap_compare(app(lambda: db, settings_of(tmp_path, language)), terminal_size=size, run_before=go)
    db.close()
