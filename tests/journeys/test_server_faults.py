"""A server that stops while the program is open: told on the screen, and the next deed works when it is back."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.desk import LAMP, WIDE, a_desk, actions_of, app_of, shown, toasts
from tests.journeys.hands import press, settle
from tests.journeys.places import close_all
from tests.postgres import Cluster, private_cluster


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """A server of one's own, which the environment names."""
    with private_cluster() as cluster:
        if cluster is None:
            if os.environ.get("CI"):
                pytest.fail("PostgreSQL is missing, and this run must not skip it")
            pytest.skip("no PostgreSQL 15 or newer here to stop and start")
        monkeypatch.setenv("TRIPARTY_DATABASE", cluster.url)
        yield cluster
        close_all()


async def test_a_server_restarts_while_the_program_is_open(cluster: Cluster, tmp_path: Path) -> None:
    setting = a_desk(tmp_path)
    async with app_of(setting).run_test(size=WIDE, notifications=True, tooltips=True) as pilot:
        await settle(pilot)
        await press(pilot, "5")
        live = shown(pilot)
        assert any(LAMP in line for line in live)
        cluster.stop()
        await press(pilot, "f5")
        assert any("cannot be opened" in each for each in toasts(pilot))
        cluster.start()
        await press(pilot, "f5")
        assert shown(pilot) == live
        before = actions_of(setting)[LAMP].status
        cluster.stop("fast")
        cluster.start()
        await press(pilot, "w")
        assert actions_of(setting)[LAMP].status != before, "the deed after a restart is done as any other"
