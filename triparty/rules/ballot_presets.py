"""The preset rules of decision and an office's own rule files, both TOML: one table per rule, named by its key.

An office keeps its own beside its settings, one rule to a file; one that bears the name of a preset goes before it.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.ballot_rule import BallotRule, Base, Body, Groups, Measure, Participation, Recusal, Tie

_PRESETS = Path(__file__).with_name("ballot_rules.toml")
_FRACTION = re.compile(r"([0-9]{1,9})\s*/\s*([0-9]{1,9})")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_NAME = 64
_WORDS: Mapping[str, type[StrEnum]] = {
    "groups": Groups,
    "measure": Measure,
    "base": Base,
    "tie": Tie,
    "recused": Recusal,
    "body": Body,
}
_KEYS = tuple(field.name for field in fields(BallotRule) if field.name != "name")
_REQUIRED = tuple(field.name for field in fields(BallotRule) if field.default is MISSING and field.name != "name")
Word = TypeVar("Word", bound=StrEnum)


@lru_cache(maxsize=1)
def _presets() -> Mapping[str, BallotRule]:
    """The shipped rules, read once."""
    tables = tomllib.loads(_PRESETS.read_text(encoding="utf-8"))
    return {name: rule_from_table(name, table, _PRESETS.name) for name, table in tables.items()}


def load_rules() -> dict[str, BallotRule]:
    """Every preset by name, in the order of the file."""
    return dict(_presets())


def own_rules(folder: Path) -> tuple[dict[Path, BallotRule], list[str]]:
    """The office's own rules by their files, and what is wrong with the files that cannot be used."""
    rules: dict[Path, BallotRule] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            rule = _read_rule(path)
        except RuleError as error:
            problems += error.reasons
            continue
        twin = next((other for other, known in rules.items() if known.name == rule.name), None)
        if twin is not None:
            problems.append(
                _("{file} and {other} both hold a rule called [{name}]: give one of them another name.").format(
                    file=path, other=twin.name, name=rule.name
                )
            )
            continue
        rules[path] = rule
    return rules, problems


def known_rules(folder: Path | None) -> dict[str, BallotRule]:
    """Every rule by name: the presets, then the office's own in `folder`, each in the place of one of its name.

    A file that cannot be used is left out: `own_rules` says what is wrong with it.
    """
    own = own_rules(folder)[0].values() if folder is not None else ()
    return {**_presets(), **{rule.name: rule for rule in own}}


def load_rule(name_or_path: str | Path, folder: Path | None = None) -> BallotRule:
    """The rule of that name, of the office's own in `folder` or the presets; or the one rule in that TOML file.

    Raises RuleError for an unknown name (with the nearest), and for a file that cannot be read or is wrong
    (with the place).
    """
    known = known_rules(folder)
    asked = str(name_or_path)
    if asked in known:
        return known[asked]
    path = Path(name_or_path)
    if isinstance(name_or_path, Path) or path.suffix == ".toml" or len(path.parts) > 1 or path.is_file():
        return _read_rule(path)
    spoilt = own_rules(folder)[1] if folder is not None else []
    raise RuleError(
        _("There is no rule called {name}.").format(name=asked) + _nearest(asked, known),
        _("The rules are: {names}. A rule file's name ends in .toml.").format(names=_(", ").join(known)),
        *spoilt,
    )


def as_file(rule: BallotRule, name: str) -> str:
    """A rule as an office's own file: one table called `name`, what each setting may be above it, in the language
    spoken now.
    """
    from json import dumps

    lines = [
        _("A rule of decision. Change it, then see that it is understood: triparty ballot rules."),
        _("Put your own basis in place of this one: the text is printed with every result."),
        *(f"{key}: {' | '.join(kind)}" for key, kind in _WORDS.items()),
        'fraction: "1/2"; strict: ' + _('true = "more than", false = "at least"'),
        'participation: { fraction = "2/3", strict = false, by = "cast" }  (by: present | cast)',
        ", ".join(key for key in _KEYS if isinstance(getattr(rule, key), bool) and key != "strict") + ": true | false",
    ]
    table = rule.as_table()
    written = [f"# {line}" for line in lines]
    written += ["", f"[{name if _BARE.fullmatch(name) else dumps(name, ensure_ascii=False)}]"]
    for key in sorted(_KEYS, key=lambda key: not key.startswith(("title", "basis", "version"))):
        value = table.get(key)
        if key == "participation" and isinstance(value, dict):
            inside = ", ".join(f"{one} = {dumps(of, ensure_ascii=False)}" for one, of in value.items())
            written.append(f"{key} = {{ {inside} }}")
        elif key == "version" and value:
            written.append(f"{key} = {value}")
        elif value not in (None, ""):
            written.append(f"{key} = {dumps(value, ensure_ascii=False)}")
    return "\n".join(written) + "\n"


def rule_from_table(name: str, table: object, where: str) -> BallotRule:
    """A rule from its TOML table or from `BallotRule.as_table`; `where` is the file named in a RuleError."""
    place = f"{where}, [{name}]"
    if not isinstance(table, Mapping):
        raise RuleError(
            _("{place}: a rule is a table, [{name}] and its settings below it.").format(place=place, name=name)
        )
    problems = _strangers(table, _KEYS, place)
    problems += [_("{place}: {key} is missing.").format(place=place, key=key) for key in _REQUIRED if key not in table]
    values: dict[str, object] = {}
    for key in _KEYS:
        if key in table:
            try:
                values[key] = _value(key, table[key], place)
            except RuleError as error:
                problems += error.reasons
    if problems:
        raise RuleError(*problems)
    try:
        return BallotRule(name=name, **values)  # type: ignore[arg-type]  # each value was made for its own key
    except RuleError as error:
        raise RuleError(*(f"{place}: {reason}" for reason in error.reasons)) from error


def _read_rule(path: Path) -> BallotRule:
    """The one rule of an office's file."""
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise RuleError(
            _("The rule file {file} cannot be read: {reason}.").format(file=path, reason=error.strerror or error)
        ) from error
    except UnicodeDecodeError as error:
        raise RuleError(_("The rule file {file} is not UTF-8 text: save it as UTF-8.").format(file=path)) from error
    except tomllib.TOMLDecodeError as error:
        raise RuleError(_("The rule file {file} is not TOML: {reason}.").format(file=path, reason=error)) from error
    if len(tables) != 1:
        raise RuleError(
            _(
                "The rule file {file} must hold one rule, and holds {count}: write [name] once, above all settings."
            ).format(file=path, count=len(tables))
        )
    ((name, table),) = tables.items()
    if len(name) > _LONGEST_NAME:
        raise RuleError(
            _("{file}: the name [{name}] is longer than {most} characters.").format(
                file=path, name=name, most=_LONGEST_NAME
            )
        )
    return rule_from_table(name, table, str(path))


def _value(key: str, value: object, place: str) -> object:
    """One setting, checked; raises RuleError naming the place, the key and what it may be."""
    if key in _WORDS:
        return _word(_WORDS[key], key, value, place)
    match key:
        case "fraction":
            return _fraction(value, place)
        case "participation":
            return _participation(value, place)
        case "version":
            return _date(value, place)
        case "title" | "title_zh" | "basis" | "basis_zh":
            return _text(key, value, place)
        case _switch:
            return _switched(key, value, place)


def _word(words: type[Word], key: str, value: object, place: str) -> Word:
    """One of the words a setting may be."""
    known = [word.value for word in words]
    if value not in known:
        raise RuleError(
            _("{place}: {key} is {value}; it may be {choices}.").format(
                place=place, key=key, value=value, choices=_(", ").join(known)
            )
            + _nearest(str(value), known)
        )
    return words(str(value))


def _fraction(value: object, place: str) -> Fraction:
    """An exact fraction; a decimal is refused, since a third has none."""
    written = _FRACTION.fullmatch(value.strip()) if isinstance(value, str) else None
    if written is None or int(written[2]) == 0:
        raise RuleError(
            _('{place}: fraction is {value}; write it exactly and in quotes, like "2/3".').format(
                place=place, value=value
            )
        )
    return Fraction(int(written[1]), int(written[2]))


def _participation(value: object, place: str) -> Participation:
    """The quorum's own little table."""
    place = f"{place} participation"
    if not isinstance(value, Mapping):
        raise RuleError(
            _('{place}: write it like {{ fraction = "2/3", strict = false, by = "cast" }}.').format(place=place)
        )
    keys = ("fraction", "strict", "by")
    problems = _strangers(value, keys, place)
    problems += [_("{place}: {key} is missing.").format(place=place, key=key) for key in keys if key not in value]
    if problems:
        raise RuleError(*problems)
    fraction = _fraction(value["fraction"], place)
    strict = _switched("strict", value["strict"], place)
    by = _word(Base, "by", value["by"], place)
    try:
        return Participation(fraction, strict, by)
    except RuleError as error:
        raise RuleError(*(f"{place}: {reason}" for reason in error.reasons)) from error


def _date(value: object, place: str) -> date:
    """A version date, as TOML writes one or as text."""
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise RuleError(
            _("{place}: version is {value}; write a date like 2026-01-31.").format(place=place, value=value)
        ) from error


def _text(key: str, value: object, place: str) -> str:
    """Plain words."""
    if not isinstance(value, str):
        raise RuleError(_("{place}: {key} must be text in quotes.").format(place=place, key=key))
    return value


def _switched(key: str, value: object, place: str) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise RuleError(
            _("{place}: {key} is {value}; it may be true or false.").format(place=place, key=key, value=value)
        )
    return value


def _strangers(table: Mapping[str, object], keys: Collection[str], place: str) -> list[str]:
    """A sentence for every setting that no rule has."""
    return [
        _("{place}: there is no setting {key}.").format(place=place, key=key) + _nearest(key, keys)
        for key in table
        if key not in keys
    ]


def _nearest(asked: str, known: Collection[str]) -> str:
    """What was probably meant, as a sentence to go on with; empty when nothing is near."""
    near = get_close_matches(asked.lower(), known, n=1)
    return " " + _("Did you mean {name}?").format(name=near[0]) if near else ""
