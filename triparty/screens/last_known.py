"""The Today of the last time, painted while the database opens. Needs Textual and the standard library alone."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from triparty.i18n import _, language
from triparty.widgets.cells import Words
from triparty.widgets.frame import STATIONS, Framed, refusable
from triparty.widgets.row_list import Column, Row, RowList

FILE = "today.json"
BOARD = (Column("", 1), Column("", 16), Column("", 24, share=2), Column("", 22, share=1, from_width=60))
"""The columns of Today: a mark, what it is about, which one, and until when."""

GO: list[BindingType] = [
    Binding(str(place), f"go('{name}')", title, show=False, id=f"go.{name}", tooltip=title)
    for place, (name, title) in enumerate(STATIONS, 1)
]
"""The number keys of the stations."""


def recall(folder: Path) -> tuple[tuple[str, ...], str, tuple[Row, ...]]:
    """(crumbs, who, rows) as they were remembered in this language; nothing where there is none to trust."""
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if kept["language"] != language():
            return (), "", ()
        rows = [Row(place, tuple(Words(*map(str, cell)) for cell in row)) for place, row in enumerate(kept["rows"])]
        if any(len(row.cells) != len(BOARD) for row in rows):
            return (), "", ()
        return tuple(map(str, kept["crumbs"])), str(kept["who"]), tuple(rows)
    except (OSError, ValueError, KeyError, TypeError):
        return (), "", ()  # nothing was lost: the live rows follow in a moment


def remember(folder: Path, crumbs: Sequence[str], who: str, rows: Sequence[Row]) -> None:
    """Keep what Today shows, for the next start; raises OSError."""
    cells = [[list(cell) if isinstance(cell, Words) else [cell, ""] for cell in row.cells] for row in rows]
    kept = {"language": language(), "crumbs": list(crumbs), "who": who, "rows": cells}
    folder.mkdir(parents=True, exist_ok=True)  # a desk on a server may never have had one
    beside = folder / f"{FILE}.{os.getpid()}"
    beside.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    os.replace(beside, folder / FILE)


class LastKnown(Framed[None]):
    """Today as it was, until the database is open; a number key already says where to go then."""

    STATION = "today"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", _("Try again"), show=False, id="first.again", tooltip=_("Open the database once more")),
        Binding(
            "s",
            "put_back",
            _("Safety copy"),
            show=False,
            id="first.put_back",
            tooltip=_("Put the newest safety copy in the place of a damaged file"),
        ),
        *GO,
    ]

    class Again(Message):
        """The database shall be opened once more."""

    @dataclass
    class PutBack(Message):
        """A safety copy shall be put in the place of the damaged file."""

        copy: Path
        file: Path

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._copy = self._file = ""
        self.wanted = "today"
        self.trouble = ""
        self._known = recall(folder)

    @property
    def FIVE(self) -> tuple[str, ...]:  # type: ignore[override]
        """The keys that matter: where to go, and what to do about it when something failed."""
        again = ("first.again",) if self.trouble else ()
        put_back = ("first.put_back",) if self._copy else ()
        return (*again, *put_back, "go.visits", "go.issues", "go.meetings")

    def compose_body(self) -> ComposeResult:
        """The board as it was."""
        yield RowList(BOARD, titled=False, teaching=_("Opening …"))

    def on_mount(self) -> None:
        """Show what was known."""
        crumbs, who, rows = self._known
        self.crumbs, self.who = crumbs or (_("Today"),), who
        board = self.query_one(RowList)
        board.rows = rows
        board.focus()

    def fail(self, sentence: str, copy: str = "", file: str = "") -> None:
        """Say why the database cannot be opened, and wait; `copy` can be put in the place of the damaged `file`."""
        self.trouble, self._copy, self._file = sentence, copy, file
        board = self.query_one(RowList)
        board.rows = ()
        board.teaching = sentence
        board.refresh()
        self.tell_keys()

    def why_not(self, action: str) -> str | None:
        """There is nothing to try again before something failed, and nothing to put back without a copy."""
        if action == "put_back" and not self._copy:
            return _("The database is not damaged, or there is no safety copy of it here.")
        return _("The database is being opened.") if action == "again" and not self.trouble else None

    def on_row_list_chosen(self) -> None:
        """What a row leads to may be gone: it is opened when it was read again."""
        self.tell(_("The database is being opened."))

    def action_go(self, name: str) -> None:
        """Remember where to go."""
        self.wanted = name

    def action_again(self) -> None:
        """Ask for another try."""
        if self.trouble:
            self.trouble = self._copy = ""
            self.query_one(RowList).teaching = _("Opening …")
            self.tell_keys()
            self.post_message(self.Again())

    @refusable
    def action_put_back(self) -> None:
        """Ask for the safety copy."""
        self.post_message(self.PutBack(Path(self._copy), Path(self._file)))

    def action_back(self) -> None:
        """There is nothing behind the first screen."""
