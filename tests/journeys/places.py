"""Where the records of a journey are: a SQLite file in the test's folder, or the database the environment names."""

import os
from pathlib import Path

from meetings_db.engine import Database
from triparty.commands.opening import open_database
from triparty.settings import Settings

_opened: list[Database] = []


def settings_in(folder: Path, officer: str = "") -> Settings:
    """The settings of a desk whose files lie in `folder`."""
    return Settings(
        language="en",
        officer=officer,
        database=os.environ.get("TRIPARTY_DATABASE", ""),
        data=folder,
        papers=folder / "papers",
        file=folder / "settings.toml",
    )


def opened(settings: Settings) -> Database:
    """The database these settings name; closed when the test is over."""
    _opened.append(open_database(settings))
    return _opened[-1]


def close_all() -> None:
    """Close what was opened."""
    while _opened:
        _opened.pop().close()
