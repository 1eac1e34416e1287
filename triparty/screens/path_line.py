"""Paths being typed, pasted or dropped: completed from the file system, and told whether there are such files."""

import asyncio
import os
import shlex
from pathlib import Path

from textual.suggester import Suggester

from triparty.i18n import _
from triparty.widgets.prompt import Chip

TABLES = (".xlsx", ".xls", ".csv", ".txt")
"""What the names of tables end with."""


class PathSuggester(Suggester):
    """Completes the path of a folder or of a file with one of the `endings`; → takes what is suggested."""

    def __init__(self, endings: tuple[str, ...] = TABLES) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._endings = endings

    async def get_suggestion(self, value: str) -> str | None:
        """The first path that begins with `value`."""
        return await asyncio.to_thread(complete, value, self._endings)


def complete(typed: str, endings: tuple[str, ...] = TABLES) -> str | None:
    """The first folder, or file with one of the `endings`, in the file system that begins with what was typed."""
    if not typed:
        return None
    path = Path(typed).expanduser()
    folder = path if typed.endswith("/") else path.parent
    begun = "" if typed.endswith("/") else path.name
    try:
        names = sorted(folder.iterdir())
    except OSError:
        return None
    for each in names:
        if (
            each.name.startswith(begun)
            and not each.name.startswith(".")
            and (each.is_dir() or each.suffix.lower() in endings)
        ):
            ending = "/" if each.is_dir() else ""
            return typed[: len(typed) - len(begun)] + each.name + ending
    return None


def file_chip(typed: str) -> list[Chip]:
    """Whether there is such a file."""
    path = Path(typed.strip().strip("'\"")).expanduser()
    if path.is_file():
        return [Chip(_("File"), f"{path.name}  {path.stat().st_size:,} B", "green")]
    return [
        Chip(_("Folder"), _("→ takes what is suggested"), "blue")
        if path.is_dir()
        else Chip(_("File"), _("not found yet"), "amber")
    ]


def paths_in(typed: str) -> list[Path]:
    """The paths of a line: typed, pasted or dropped, with quotes, backslashes or `file://` as terminals write them.

    Words that are a path only together, as where a name has a space, are taken together.
    """
    text = typed.strip()
    if not text:
        return []
    if _is_there(Path(text).expanduser()):
        return [Path(text).expanduser()]
    try:
        words = [word.strip("\"'") for word in shlex.split(text, posix=os.name != "nt")]
    except ValueError:  # a quote that is part of a name
        words = text.split()
    paths = []
    while words:
        path, used = _first_path(words)
        paths.append(path)
        words = words[used:]
    return paths


def _first_path(words: list[str]) -> tuple[Path, int]:
    """The path that the first words are, as many as make one that is there; and how many they are."""
    if words[0].startswith("file:"):
        from urllib.parse import urlsplit
        from urllib.request import url2pathname

        return Path(url2pathname(urlsplit(words[0]).path)), 1
    for count in range(len(words), 0, -1):
        path = Path(" ".join(words[:count])).expanduser()
        if _is_there(path):
            return path, count
    return Path(words[0]).expanduser(), 1


def _is_there(path: Path) -> bool:
    """Whether there is such a file or folder; a name no file can have names none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
