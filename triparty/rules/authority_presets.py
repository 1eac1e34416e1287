"""The matters that the guard knows by their words, and who may decide them: a shipped TOML file and an office's own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path

from meetings_db.models import Authority
from triparty.i18n import _
from triparty.rules import RuleError

FILE = "authority.toml"
"""The name of both files: the shipped one beside this module, the office's beside its settings."""

_PRESETS = Path(__file__).with_name(FILE)
_LONGEST_KEY = 40


@dataclass(frozen=True)
class Matter:
    """A matter, who decides it, on what ground (with the day of the law's version), and the words it is known by."""

    key: str
    authority: Authority
    title: str
    title_zh: str
    basis: str
    basis_zh: str
    version: date
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def title_in(self, language: str) -> str:
        """What it is."""
        return self.title_zh if language == "zh_CN" else self.title

    def basis_in(self, language: str) -> str:
        """The ground of law."""
        return self.basis_zh if language == "zh_CN" else self.basis

    def fits(self, text: str) -> bool:
        """Whether the words stand in a text, which is in lower case."""
        if any(word.casefold() in text for word in self.unless):
            return False
        return any(all(word in text for word in line.casefold().split()) for line in self.when)


_own: Path | None = None


def use_folder(folder: Path | None) -> None:
    """Take the office's own matters from its configuration folder, where it has any; read when first needed."""
    global _own
    _own = folder / FILE if folder else None
    matters.cache_clear()


@lru_cache(maxsize=1)
def matters() -> Mapping[str, Matter]:
    """The matters in force by key, in the order in which they are tried: what the office adds comes first.

    Raises RuleError for a file of the office that is wrong, with the place.
    """
    shipped = _read(_PRESETS)
    own = _read(_own) if _own is not None and _own.exists() else {}
    return {**{key: each for key, each in own.items() if key not in shipped}, **shipped, **own}


def propose(*texts: str) -> Matter | None:
    """The first matter whose words stand in the texts: an item's title, its issue's category."""
    text = "\n".join(texts).casefold()
    return next((matter for matter in matters().values() if matter.fits(text)), None)


def fitting_basis(authority: Authority, key: str) -> str:
    """The ground an item keeps under an authority: none where it is known as another's."""
    matter = matters().get(key)
    return "" if matter is not None and matter.authority is not authority else key


def basis_said(key: str, language: str) -> str:
    """The ground of law an item keeps, as people read it; what is no key of a matter stands as it was written."""
    matter = matters().get(key) if key else None
    return matter.basis_in(language) if matter else key


def _read(path: Path) -> dict[str, Matter]:
    """The matters of a file. Raises RuleError with the place."""
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise RuleError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror or error)
        ) from error
    except UnicodeDecodeError as error:
        raise RuleError(_("{file} is not UTF-8 text: save it as UTF-8.").format(file=path)) from error
    except tomllib.TOMLDecodeError as error:
        raise RuleError(_("{file} is not TOML: {reason}.").format(file=path, reason=error)) from error
    return {
        key: _matter(key, table, _("{file}, [{name}]").format(file=path, name=key)) for key, table in tables.items()
    }


def _matter(key: str, table: object, place: str) -> Matter:
    """One matter, checked."""
    known = {field.name for field in fields(Matter)} - {"key"}
    if not isinstance(table, Mapping):
        raise RuleError(_("{place}: a matter is a table with its settings below it.").format(place=place))
    if len(key) > _LONGEST_KEY:
        raise RuleError(
            _("{place}: the name of a matter has at most {most} signs.").format(place=place, most=_LONGEST_KEY)
        )
    problems = [
        _("{place}: there is no setting {key}.").format(place=place, key=name) for name in table if name not in known
    ]
    needed = known - {"when", "unless"}
    problems += [
        _("{place}: {key} is missing.").format(place=place, key=name) for name in sorted(needed - table.keys())
    ]
    for name in ("title", "title_zh", "basis", "basis_zh"):
        if not isinstance(table.get(name, ""), str):
            problems.append(_("{place}: {key} must be text in quotes.").format(place=place, key=name))
    for name in ("when", "unless"):
        words = table.get(name, [])
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            problems.append(
                _('{place}: {key} is a list of words in quotes, like ["…", "…"].').format(place=place, key=name)
            )
    if "version" in table and type(table["version"]) is not date:
        problems.append(_("{place}: version is a day without quotes, like 2026-01-31.").format(place=place))
    if "authority" in table and table["authority"] not in list(Authority):
        choices = _(", ").join(Authority)
        problems.append(_("{place}: authority may be {choices}.").format(place=place, choices=choices))
    if problems:
        raise RuleError(*problems)
    lists = {name: tuple(table.get(name, ())) for name in ("when", "unless")}
    return Matter(**{**table, **lists, "key": key, "authority": Authority(table["authority"])})
