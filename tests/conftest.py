"""What every test may use: English unless it says otherwise, and no setting of whoever runs the tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from triparty import i18n


@pytest.fixture(autouse=True)
def a_desk_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English, a fixed time zone, and folders nobody else uses."""
    for name in [name for name in os.environ if name.startswith("TRIPARTY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TRIPARTY_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("TRIPARTY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    i18n.use("en")
    yield
    i18n.use("en")
