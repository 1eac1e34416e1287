"""A file of visit records: seen first, taken in once, its bad rows told and set aside."""

from pathlib import Path

import pytest
from textual.widgets import Static

from meetings_db.models import EstateBase
from tests.journeys.desk import NARROW, WIDE, a_desk, app_of, shown, toasts
from tests.journeys.hands import press, settle, write
from tests.journeys.meeting_setup import Setting
from triparty.screens.import_file import ImportScreen, _complete
from triparty.screens.visits import VisitsScreen
from triparty.services.directory import add_estate

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


def test_a_path_is_completed(tmp_path: Path) -> None:
    (tmp_path / "records.xlsx").write_bytes(b"")
    (tmp_path / "records.png").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    assert _complete(f"{tmp_path}/rec") == f"{tmp_path}/records.xlsx"
    assert _complete(f"{tmp_path}/fo") == f"{tmp_path}/folder/"
    assert _complete(f"{tmp_path}/nothing") is None
    assert _complete("/no/such/place/x") is None
    assert _complete("") is None
