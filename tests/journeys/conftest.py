"""Desks for commands: data folders made once and copied for each test."""

import io
import shutil
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from tests.intake.make import SAMPLES
from tests.journeys.commands import ESTATES, Desks, Shell
from triparty.cli import run


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    """A community with its estates; a copy of it with the sample files taken in."""
    folder = tmp_path_factory.mktemp("desks")
    made = Desks(folder / "founded", folder / "staffed")
    with pytest.MonkeyPatch.context() as environment, redirect_stdout(io.StringIO()):
        environment.setenv("TRIPARTY_CONFIG", str(folder / "config"))
        found = ("community", "found", "晨光社区", "--street", "梧桐街道", "--mark", "三方联")
        assert run(["--data", str(made.founded), *found]) == 0
        for name in ESTATES:
            assert run(["--data", str(made.founded), "estate", "add", name]) == 0
        shutil.copytree(made.founded, made.staffed)
        samples = shutil.copytree(SAMPLES, folder / "samples")
        for name in ("people.xlsx", "visits-2026-10.xlsx"):
            assert run(["--data", str(made.staffed), "import", str(samples / name)]) == 0
    return made


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Commands in this process, at a desk nobody has used."""
    return Shell(capsys)


@pytest.fixture
def founded(shell: Shell, desks: Desks, tmp_path: Path) -> Shell:
    """A community with its estates, and the sample files in a folder of their own."""
    shutil.copytree(desks.founded, tmp_path / "data")
    shutil.copytree(SAMPLES, tmp_path / "samples")
    return shell


@pytest.fixture
def staffed(shell: Shell, desks: Desks, tmp_path: Path) -> Shell:
    """A community with estates, people and a month of visits."""
    shutil.copytree(desks.staffed, tmp_path / "data")
    return shell
