"""A file of visit records: seen first, taken in once, its bad rows told and set aside."""

import threading
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import ProgressBar, Static

from meetings_db.errors import Locked
from meetings_db.models import EstateBase
from tests.journeys.desk import NARROW, WIDE, a_desk, app_of, in_a_file, shown, toasts, until
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import Setting
from triparty.intake.imports import preview
from triparty.screens import import_file
from triparty.screens.import_file import ImportScreen
from triparty.screens.path_line import complete
from triparty.screens.visits import VisitsScreen
from triparty.services.directory import add_estate
from triparty.widgets.dialogs import Confirm
from triparty.widgets.form import Form

pytestmark = pytest.mark.usefixtures("on_both")

RECORDS = """走访日期,小区,位置,反映问题,联系电话
2026-03-02,银桦里,3栋2单元,电梯停运[x],13800000000
2026-03-03,银桦里,东门,路灯不亮,
2026-03-04,不存在的小区,1栋,漏水,
不是日期,银桦里,2栋,噪声,
"""


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    """A desk with the estate of the file."""
    setting = a_desk(tmp_path)
    setting.db.run(add_estate, setting.community_id, EstateBase(name="银桦里"))
    return setting


def counts(screen: object) -> str:
    """What the preview says it found."""
    assert isinstance(screen, ImportScreen)
    return str(screen.query_one("#counts", Static).content)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_file_is_seen_taken_in_once_and_its_bad_rows_set_aside(
    setting: Setting, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "走访.csv"
    file.write_bytes(RECORDS.encode("gb18030"))
    async with app_of(setting).run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "2", "i")
        await write(pilot, str(tmp_path / "missing.csv"))
        await press(pilot, "enter")
        assert "missing.csv" in toasts(pilot)[-1]
        assert isinstance(pilot.app.screen, VisitsScreen)
        await press(pilot, "ctrl+u")
        await write(pilot, str(file))
        await press(pilot, "enter")
        assert "+ new 2" in counts(pilot.app.screen)
        assert "! error 2" in counts(pilot.app.screen)
        assert len(shown(pilot)) == 4
        assert not any("2 visits" in each for each in toasts(pilot))
        await press(pilot, "f")
        assert len(shown(pilot)) == 2
        await press(pilot, "ctrl+s")
        assert "rejects" in counts(pilot.app.screen)
        assert list(tmp_path.glob("*rejects*"))
        await press(pilot, "ctrl+s")
        assert "already" in toasts(pilot)[-1]
        await press(pilot, "escape")
        assert sum("银桦里" in line for line in shown(pilot)) == 2
        await press(pilot, "i")
        await write(pilot, str(file))
        await press(pilot, "enter")
        assert "= same 2" in counts(pilot.app.screen), "the same file again changes nothing"


async def test_a_column_is_said_once_and_remembered(setting: Setting, tmp_path: Path) -> None:
    config = tmp_path / "config" / "settings.toml"
    setting = replace(setting, settings=replace(setting.settings, file=config, columns={"方面": "party"}))
    file = tmp_path / "records.csv"
    file.write_text("走访日期,院子,反映问题,谁记的\n2026-03-02,银桦里,电梯停运,陈\n", encoding="utf-8")
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "2", "i")
        await write(pilot, str(file))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Confirm), "the missing column is asked for"
        await press(pilot, "y", "tab", "right", "ctrl+s")
        assert "+ new 1" in counts(pilot.app.screen)
        await press(pilot, "c", "tab", "tab", "tab", "p", "ctrl+s")
        assert isinstance(pilot.app.screen, Form), "two columns cannot be the same"
        await press(pilot, "r", "ctrl+s")
        assert "谁记的" not in counts(pilot.app.screen)
        kept = tomllib.loads(config.read_text(encoding="utf-8"))["columns"]
        assert kept["院子"] == "estate"
        assert kept["方面"] == "party"
        assert "谁记的" in kept
        await press(pilot, "escape", "i")
        await write(pilot, str(file))
        await press(pilot, "enter")
        assert "+ new 1" in counts(pilot.app.screen), "nobody is asked twice"


@in_a_file
async def test_a_missing_column_may_stay_unsaid(setting: Setting, tmp_path: Path) -> None:
    file = tmp_path / "records.csv"
    file.write_text("走访日期,院子,反映问题\n2026-03-02,银桦里,电梯停运\n", encoding="utf-8")
    async with app_of(setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "2", "i")
        await write(pilot, str(file))
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, VisitsScreen)
        assert "estate" in toasts(pilot)[-1]
        assert pilot.app.screen.prompt.is_open, "another file may be named"


async def test_an_import_outlives_the_database(
    setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "records.csv"
    file.write_bytes(RECORDS.encode("gb18030"))

    def gone(*_args: object, **_more: object) -> None:
        raise Locked("/shared/place", "held")

    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "2", "i")
        with monkeypatch.context() as broken:
            broken.setattr(setting.db, "read", gone)
            await write(pilot, str(file))
            await press(pilot, "enter")
            assert "/shared/place" in toasts(pilot)[-1]
            assert isinstance(pilot.app.screen, VisitsScreen)
        await press(pilot, "enter")
        with monkeypatch.context() as broken:
            broken.setattr(setting.db, "run", gone)
            await press(pilot, "ctrl+s")
            assert "/shared/place" in toasts(pilot)[-1]
        await press(pilot, "ctrl+s")
        assert "Taken in" in counts(pilot.app.screen)


@in_a_file
async def test_reading_a_file_shows_how_far_it_is(
    setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "records.csv"
    file.write_bytes(RECORDS.encode("gb18030"))
    gate = threading.Event()

    def slowly(*args: Any, progress: Any, **more: Any) -> Any:
        progress(3, 4)
        gate.wait()
        return preview(*args, progress=progress, **more)

    monkeypatch.setattr(import_file, "preview", slowly)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "2", "i")
        await write(pilot, str(file))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        bar = pilot.app.screen.query_one(ProgressBar)
        await until(pilot, lambda: bar.progress == 3)
        assert bar.display
        assert "records.csv" in counts(pilot.app.screen)
        await pilot.press("t")
        await until(pilot, lambda: "being read" in "".join(toasts(pilot)))
        gate.set()
        await settle(pilot)
        assert not bar.display
        assert "+ new 2" in counts(pilot.app.screen)


def test_a_path_is_completed(tmp_path: Path) -> None:
    (tmp_path / "records.xlsx").write_bytes(b"")
    (tmp_path / "records.png").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    assert complete(f"{tmp_path}/rec") == f"{tmp_path}/records.xlsx"
    assert complete(f"{tmp_path}/fo") == f"{tmp_path}/folder/"
    assert complete(f"{tmp_path}/nothing") is None
    assert complete("/no/such/place/x") is None
    assert complete("") is None


async def test_missing_estates_are_entered_from_the_import_and_the_rows_judged_again(
    setting: Setting, tmp_path: Path
) -> None:
    file = tmp_path / "records.csv"
    file.write_text(
        "走访日期,小区,反映问题\n2026-03-04,甲园,漏水\n2026-03-05,甲园,噪声\n不是日期,乙园,停电\n", encoding="utf-8"
    )
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "2", "i")
        await write(pilot, str(file))
        await press(pilot, "enter")
        assert "甲园 ×2, 乙园 ×1" in counts(pilot.app.screen)
        await press(pilot, "ctrl+s")
        rejects = tmp_path / "records.rejects.csv"
        assert str(rejects) in toasts(pilot)[-1], "it says where the rejects are"
        told = rejects.read_text(encoding="utf-8-sig").splitlines()
        assert [line.count("There is no estate named") for line in told[1:]] == [1, 1, 1], "each reason once"
        await press(pilot, "ctrl+s")
        assert "To be taken in" in counts(pilot.app.screen), "nothing was taken in: it is read and judged again"
        await press(pilot, "plus", "escape")
        assert "! error 3" in counts(pilot.app.screen)
        await press(pilot, "plus", "ctrl+s")
        assert "+ new 2" in counts(pilot.app.screen)
        assert "not in the register" not in counts(pilot.app.screen)
        await press(pilot, "plus")
        assert "Every estate" in toasts(pilot)[-1]


@in_a_file
async def test_tab_completes_the_path_and_never_leaves_the_line(setting: Setting, tmp_path: Path) -> None:
    (tmp_path / "records.csv").write_bytes(RECORDS.encode("gb18030"))
    async with app_of(setting).run_test(size=NARROW, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "2", "i")
        await write(pilot, f"{tmp_path}/rec")
        await press(pilot, "tab", "tab", "shift+tab", "enter")
        assert "+ new 2" in counts(pilot.app.screen)
