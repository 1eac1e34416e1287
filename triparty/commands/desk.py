"""What every command has at hand: the settings, the database when it is needed, and the way to answer."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import typer

from triparty.commands.opening import open_database
from triparty.commands.plain import plain
from triparty.commands.speaking import speak
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.settings import Settings

if TYPE_CHECKING:
    from meetings_db.engine import Database
    from meetings_db.models import Community

Json = Annotated[bool, typer.Option("--json", help=_("Answer in JSON."))]
"""The option every command takes."""


@dataclass
class Desk:
    """The settings of this run; the database is opened when a command first asks for it."""

    settings: Settings = field(default_factory=Settings)

    @cached_property
    def db(self) -> "Database":
        """The database, its schema up to date."""
        return open_database(self.settings)

    def close(self) -> None:
        """Give back the database, when one was opened."""
        if "db" in vars(self):
            self.db.close()

    @cached_property
    def community(self) -> "Community":
        """The community this desk works for; refused before it was founded."""
        from meetings_db.queries.directory import the_community

        community = self.db.read(the_community)
        if community is None:
            raise RuleError(
                _("There is no community yet. Begin with `triparty community found NAME`, or look at `triparty demo`.")
            )
        return community


def desk_of(ctx: typer.Context) -> Desk:
    """The desk this command runs at."""
    desk = ctx.find_object(Desk)
    return desk if desk is not None else Desk()


def answer(value: object, sentence: str, *, json: bool) -> None:
    """Answer a deed: the row as JSON, or one sentence that says what was done."""
    if json:
        answer_json(value)
    else:
        speak(_one_line(sentence))


def answer_json(value: object) -> None:
    """Print rows or values as JSON, text as it is where the output can carry it; signs that steer are spelled out."""
    from json import dumps

    in_utf8 = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"
    text = dumps(plain(value), ensure_ascii=not in_utf8, indent=2)
    speak(_spelled_out(text.encode("utf-8", "replace").decode("utf-8")))  # a lone surrogate is no text


def _spelled_out(text: str) -> str:
    """JSON with every sign that a terminal would obey written as its number: the same value, harmless to print."""
    from meetings_db.text import clean

    unsafe = {sign for sign in set(text) if not clean(sign)}
    return text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in unsafe})


def typed_text(text: str) -> str:
    """What was typed as an argument; `-` stands for everything on standard input, in UTF-8 or GBK.

    The blank that keeps the parser from taking `- a point` for an option is taken away.
    """
    if text != "-":
        return text[1:] if text.startswith(" -") else text
    raw = sys.stdin.buffer.read() if sys.stdin else b""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleError(_("What comes on standard input is no text in UTF-8 or GBK."))


def answer_rows(headings: Sequence[str], rows: Sequence[Sequence[object]], *, empty: str) -> None:
    """Print rows under their headings, aligned by cells; `empty` says what to do when there are none."""
    if not rows:
        speak(empty)
        return
    from rich.cells import cell_len

    lines = [[_one_line(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(cell_len(line[column]) for line in lines) for column in range(len(headings))]
    for line in lines:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        speak("  ".join(padded).rstrip())


def answer_facts(facts: Mapping[str, object]) -> None:
    """Print named facts, one on each line."""
    from rich.cells import cell_len

    width = max(cell_len(name) for name in facts)
    for name, value in facts.items():
        speak(f"{name}{' ' * (width - cell_len(name))}  {_one_line(value)}".rstrip())


def _one_line(value: object) -> str:
    """A value in one line that a terminal shows as it is."""
    from meetings_db.text import clean_line

    return clean_line(str(value)) if value is not None else ""
