"""Desks on both databases: made once in a file and on a server, and copied for each test."""

import io
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from pathlib import Path

import pytest

from tests.intake.make import SAMPLES
from tests.journeys.commands import ESTATES, Desks, Shell
from tests.journeys.places import close_all
from tests.postgres import a_database
from triparty.cli import run
from triparty.settings import DATABASE


@pytest.fixture(scope="session")
def file_desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    """A community with its estates in a file; a copy of it with the sample files taken in."""
    folder = tmp_path_factory.mktemp("desks")
    made = Desks(str(folder / "founded"), str(folder / "staffed"))
    with _quiet_office(folder):
        _found("--data", made.founded)
        shutil.copytree(made.founded, made.staffed)
        _staff(folder, "--data", made.staffed)
    return made


@pytest.fixture(scope="session")
def server_desks(postgres: str, blank_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    """The same in databases of a server."""
    folder = tmp_path_factory.mktemp("desks")
    with a_database(postgres, blank_server) as founded, _quiet_office(folder) as environment:
        environment.setenv("TRIPARTY_DATABASE", founded.render_as_string(hide_password=False))
        _found()
        with a_database(postgres, str(founded.database)) as staffed:
            environment.setenv("TRIPARTY_DATABASE", staffed.render_as_string(hide_password=False))
            _staff(folder)
            environment.undo()
            yield Desks(str(founded.database), str(staffed.database))


@contextmanager
def _quiet_office(folder: Path) -> Iterator[pytest.MonkeyPatch]:
    """Commands run here say nothing, and keep nothing outside the folder."""
    with pytest.MonkeyPatch.context() as environment, redirect_stdout(io.StringIO()):
        environment.setenv("TRIPARTY_CONFIG", str(folder / "config"))
        environment.setenv("TRIPARTY_DATA", str(folder / "data"))
        yield environment


def _found(*where: str) -> None:
    """Found the community, and enter its estates."""
    assert run([*where, "community", "found", "晨光社区", "--street", "梧桐街道", "--mark", "三方联"]) == 0
    for name in ESTATES:
        assert run([*where, "estate", "add", name]) == 0


def _staff(folder: Path, *where: str) -> None:
    """Take in the sample files."""
    samples = shutil.copytree(SAMPLES, folder / "samples")
    for name in ("people.xlsx", "visits-2026-10.xlsx"):
        assert run([*where, "import", str(samples / name)]) == 0


@pytest.fixture(autouse=True)
def everything_closed() -> Iterator[None]:
    """Nothing that a journey opened stays open."""
    yield
    close_all()


@pytest.fixture(autouse=True)
def drawn_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The screens of a journey are drawn on a SQLite file; on a server, where they look the same, that is left out.

    Drawing is a third of a journey's time.
    """
    callspec = getattr(request.node, "callspec", None)
    if callspec is not None and "postgresql" in callspec.params.values():
        from textual._compositor import Compositor

        monkeypatch.setattr(Compositor, "render_update", lambda *_args, **_options: None)


@pytest.fixture(params=["sqlite", "postgresql"])
def on_both(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test runs with a SQLite file and with a database of a server, which the environment names."""
    with ExitStack() as after:
        if request.param == "sqlite":
            shutil.copy(request.getfixturevalue("blank_file"), tmp_path / DATABASE)
        else:
            server, blank = request.getfixturevalue("postgres"), request.getfixturevalue("blank_server")
            url = after.enter_context(a_database(server, blank))
            monkeypatch.setenv("TRIPARTY_DATABASE", url.render_as_string(hide_password=False))
        after.callback(close_all)
        yield


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Commands in this process, at a desk nobody has used."""
    return Shell(capsys)


@pytest.fixture(params=["sqlite", "postgresql"])
def founded(
    request: pytest.FixtureRequest, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    """A community with its estates, and the sample files in a folder of their own."""
    shutil.copytree(SAMPLES, tmp_path / "samples")
    with _a_desk_like("founded", request, tmp_path, monkeypatch):
        yield shell


@pytest.fixture(params=["sqlite", "postgresql"])
def staffed(
    request: pytest.FixtureRequest, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    """A community with estates, people and a month of visits."""
    with _a_desk_like("staffed", request, tmp_path, monkeypatch):
        yield shell


@contextmanager
def _a_desk_like(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A copy of the desk of that name, where the test's parameter says."""
    if request.param == "sqlite":
        shutil.copytree(getattr(request.getfixturevalue("file_desks"), name), tmp_path / "data")
        yield
        return
    template = getattr(request.getfixturevalue("server_desks"), name)
    with a_database(request.getfixturevalue("postgres"), template) as url:
        monkeypatch.setenv("TRIPARTY_DATABASE", url.render_as_string(hide_password=False))
        yield
