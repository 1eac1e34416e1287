"""Rows as plain values for JSON: words for enums, ISO 8601 for times (local, with their offset) and days."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

_INTERNAL = frozenset(("key", "source_key", "source_digest"))


def plain(value: object) -> Any:
    """`value` with nothing in it that JSON has no word for; keys by which the program knows rows again are left out."""
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return value.value
        case str():
            return value
        case datetime():
            return value.astimezone().isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(plain(name)): plain(each) for name, each in value.items()}
    if names := _names(value):
        return {name: plain(getattr(value, name)) for name in names if name not in _INTERNAL}
    if isinstance(value, Sequence | set | frozenset):
        return [plain(each) for each in value]
    return str(value)


def _names(value: object) -> list[str]:
    """The fields of a row, a dataclass or a named tuple; none for anything else."""
    if is_dataclass(value):
        return [each.name for each in fields(value)]
    named: Any = getattr(type(value), "model_fields", None) or getattr(value, "_fields", ())
    return list(named)
