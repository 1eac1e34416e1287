"""A path being typed: completed from the file system, and told whether there is such a file."""

import asyncio
from pathlib import Path

from textual.suggester import Suggester

from triparty.i18n import _
from triparty.widgets.prompt import Chip

_ENDINGS = (".xlsx", ".xls", ".csv", ".txt")


class PathSuggester(Suggester):
    """Completes the path of a folder or of a file that can be taken in; → takes what is suggested."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first path that begins with `value`."""
        return await asyncio.to_thread(complete, value)


def complete(typed: str) -> str | None:
    """The first folder or table in the file system that begins with what was typed."""
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
            and (each.is_dir() or each.suffix.lower() in _ENDINGS)
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
