"""The words of the program: gathered from the source, compared with the Chinese catalogue, compiled.

`python -m tests.house.words` rewrites the catalogue: what is new comes in untranslated, what is gone goes out.
"""

import ast
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "triparty" / "locale" / "zh_CN" / "LC_MESSAGES"
KEYWORDS = {"_": None, "mark": None, "say": None, "ngettext": (1, 2)}


@cache
def spoken() -> tuple[tuple[str, int, str | tuple[str, ...]], ...]:
    """(file, line, message) of every translatable message in the source, gathered once."""
    found = extract_from_dir(str(ROOT / "triparty"), [("**.py", "python")], keywords=KEYWORDS, comment_tags=())
    return tuple((file, line, message) for file, line, message, _comments, _context in found)


def asked_for() -> Iterator[str]:
    """Every message the source asks the catalogue for, wherever it stands; of several forms the first."""
    for file in (ROOT / "triparty").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(message)), *_]) if name in KEYWORDS:
                    yield message


def catalogue() -> Catalog:
    """The Chinese catalogue as it is kept."""
    with (FOLDER / "triparty.po").open("rb") as file:
        return read_po(file, locale="zh_CN", domain="triparty")


def compiled(words: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    target = BytesIO()
    write_mo(target, words)
    return target.getvalue()


def gathered(kept: Catalog | None) -> Catalog:
    """A catalogue of exactly what the source says, with the translations that are kept."""
    fresh = Catalog(locale="zh_CN", domain="triparty", project="triparty", version="", charset="utf-8", fuzzy=False)
    fresh.header_comment = "# The Chinese words of triparty."
    said = {message for _file, _line, message in spoken()}
    counted = {message[0] for message in said if isinstance(message, tuple)}
    for message in sorted(said - counted, key=str):
        old = kept.get(message) if kept is not None else None
        fresh.add(message, old.string if old is not None else None)
    return fresh


def main() -> None:
    """Write the catalogue and its compiled form."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    kept = catalogue() if (FOLDER / "triparty.po").exists() else None
    words = gathered(kept)
    with (FOLDER / "triparty.po").open("wb") as file:
        write_po(file, words, width=120, omit_header=False)
    (FOLDER / "triparty.mo").write_bytes(compiled(words))
    missing = [message.id for message in words if message.id and not _translated(message.string)]
    print(f"{len(words)} messages, {len(missing)} without a translation")
    for message in missing:
        print("  ", message)


def _translated(string: object) -> bool:
    """Whether every form is there."""
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


if __name__ == "__main__":
    main()
