"""How papers are filed: what makes one item (件), how long it is kept, how its record number (档号) is made.

All of it is data: a shipped TOML file, and an office's own, each table with its basis and the day of its version.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from meetings_db.models import PaperKind
from triparty.i18n import _
from triparty.problems import typing_error
from triparty.rules import RuleError

FILE = "archive.toml"
"""The name of both files: the shipped one beside this module, the office's beside its settings."""

LONGEST_NUMBER = 60
"""The most signs a record number may have: files are named by it, and the longest path has less than 200 bytes."""

_SHIPPED = Path(__file__).with_name(FILE)
_PARTS = ("fonds", "category", "year", "retention", "matter", "item")
_NEEDED = ("fonds", "year", "retention", "item")
_NAME = re.compile(r"[a-z0-9_-]{1,32}")
_CODE = re.compile(r"[A-Za-z0-9]{1,10}")
# What stands between the parts; blanks and the signs no file name may have are not among it.
_BETWEEN = re.compile(r"(\{[a-z]+\}|[A-Za-z0-9·.\-—_〔〕]){1,100}")


def _template(text: str) -> str:
    """Refuse a template that makes no file name, or numbers that are not each their own."""
    named = re.findall(r"\{(.*?)\}", text)
    if not _BETWEEN.fullmatch(text) or set(named) - set(_PARTS) or len(named) != len(set(named)):
        said = _("Name each of {parts} at most once; between them letters, digits, · . - _ and no blank.")
        raise PydanticCustomError("template", said.replace("{parts}", ", ".join(f"{{{part}}}" for part in _PARTS)))
    if lacking := [f"{{{part}}}" for part in _NEEDED if part not in named]:
        raise PydanticCustomError("template", _("It must name {parts}.").replace("{parts}", ", ".join(lacking)))
    return text


def _code(text: str) -> str:
    """Refuse a code that is not of letters and digits."""
    if not _CODE.fullmatch(text):
        raise PydanticCustomError("code", _("Up to ten letters and digits."))
    return text


def _name(text: str) -> str:
    """Refuse the name of an item that is too long to be kept."""
    if not _NAME.fullmatch(text):
        raise PydanticCustomError("name", _("Up to 32 small letters, digits, - and _."))
    return text


Code = Annotated[str, AfterValidator(_code)]
Name = Annotated[str, AfterValidator(_name)]


class _Table(BaseModel):
    """A table of the file: nothing in it may be unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Numbering(_Table):
    """How record numbers are made: DA/T 22-2015 or DA/T 13-2022, as the archive wants it."""

    template: Annotated[str, AfterValidator(_template)]
    fonds: Code | Literal[""]
    category: Code
    matter: Code
    matter_title: str
    matter_title_zh: str
    basis: str
    basis_zh: str
    version: date

    def matter_in(self, language: str) -> str:
        """What the matter's code stands for."""
        return self.matter_title_zh if language == "zh_CN" else self.matter_title


class Retention(_Table):
    """How long something is kept."""

    title: str
    title_zh: str

    def title_in(self, language: str) -> str:
        """How long that is."""
        return self.title_zh if language == "zh_CN" else self.title


class ItemRule(_Table):
    """What makes one item, and how long it is kept: papers `of` a final meeting, of a visit, or one that was written.

    What is not of a meeting may change until the year is over, and is filed then.
    """

    title: str
    title_zh: str
    of: Literal["meeting", "visit", "written"]
    papers: list[str]
    retention: str
    basis: str
    basis_zh: str
    version: date

    def title_in(self, language: str) -> str:
        """What it is."""
        return self.title_zh if language == "zh_CN" else self.title

    @property
    def kinds(self) -> list[PaperKind]:
        """Its papers, the one that gives it its title first."""
        return [PaperKind(word) for word in self.papers]


class ArchiveRules(_Table):
    """Everything that is said about filing."""

    number: Numbering
    retention: dict[Code, Retention]
    item: dict[Name, ItemRule]


def read_rules(folder: Path | None = None) -> ArchiveRules:
    """The rules in force, those of the office's `folder` before the shipped ones.

    Raises RuleError for a file that is wrong, with the place.
    """
    tables = _read(_SHIPPED)
    path = folder / FILE if folder else None
    if path is not None and path.exists():
        for name, own in _read(path).items():
            if isinstance(own, dict) and "matter" in own:  # a code of their own is never called by the shipped title
                own = {"matter_title": own["matter"], "matter_title_zh": own["matter"], **own}
            there = tables.get(name)
            tables[name] = {**there, **own} if isinstance(there, dict) and isinstance(own, dict) else own
    try:
        rules = ArchiveRules.model_validate(tables)
    except ValidationError as error:
        raise RuleError(
            *(
                _("{place}: {reason}").format(
                    place=f"{path or _SHIPPED}, {'.'.join(map(str, each['loc']))}", reason=typing_error(each)
                )
                for each in error.errors()
            )
        ) from error
    if problems := list(_unknown(rules)):
        raise RuleError(*(_("{place}: {reason}").format(place=path, reason=problem) for problem in problems))
    return rules


def series_of(rules: Numbering, fonds: str, year: int, retention: str) -> str:
    """The lowest class, within which items are counted: the record number without the item's own.

    Raises RuleError for a fonds that is none: it is asked for, for no number can be corrected later.
    """
    if not fonds:
        raise RuleError(
            _(
                "Say the number of the fonds (全宗号): your archive gives it. It stands in every record number, "
                "and a number that was given is never changed."
            )
        )
    if not _CODE.fullmatch(fonds):
        raise RuleError(_("{fonds} is no number of a fonds: up to ten letters and digits.").format(fonds=fonds))
    return rules.template.format(
        fonds=fonds, category=rules.category, year=year, retention=retention, matter=rules.matter, item="{item}"
    )


def record_number(series: str, sequence: int) -> str:
    """The record number of the item with that number in its series: four digits, as DA/T 22-2015 has it."""
    number = series.replace("{item}", f"{sequence:04d}")
    if len(number) > LONGEST_NUMBER:
        said = _("The record number {number} is too long: at most {most} signs.")
        raise RuleError(said.format(number=number, most=LONGEST_NUMBER))
    return number


def file_name_of(number: str) -> str:
    """A record number as a file name every disk takes: `·` becomes `.`."""
    return number.replace("·", ".").replace("—", "-")


def gaps(sequences: Iterable[int]) -> list[int]:
    """The numbers that lack between 1 and the largest."""
    there = set(sequences)
    return [number for number in range(1, max(there, default=0)) if number not in there]


def _unknown(rules: ArchiveRules) -> Iterable[str]:
    """What an item names that there is not."""
    for name, item in rules.item.items():
        if item.retention not in rules.retention:
            yield _("[item.{name}] is kept for {retention}, and there is no [retention.{retention}].").format(
                name=name, retention=item.retention
            )
        for word in item.papers:
            if word not in list(PaperKind):
                known = ", ".join(PaperKind)
                yield _("[item.{name}] names the paper {word}. There are: {known}.").format(
                    name=name, word=word, known=known
                )


def _read(path: Path) -> dict[str, Any]:
    """The tables of a file. Raises RuleError with the place."""
    try:
        tables: Mapping[str, Any] = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise RuleError(
            _("{file} cannot be read: {reason}.").format(file=path, reason=error.strerror or error)
        ) from error
    except UnicodeDecodeError as error:
        raise RuleError(_("{file} is not UTF-8 text: save it as UTF-8.").format(file=path)) from error
    except tomllib.TOMLDecodeError as error:
        raise RuleError(_("{file} is not TOML: {reason}.").format(file=path, reason=error)) from error
    return dict(tables)
