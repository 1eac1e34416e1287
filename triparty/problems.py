"""What went wrong, as a sentence: what, where, and what to do, in the language spoken now.

Knows errors by their class name alone, so that saying one loads nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

from triparty.i18n import _, mark

_DATABASE = {
    "Unreachable": mark(
        "The database {place} cannot be opened: {detail}. Check the path or the server, then try again."
    ),
    "NotADatabase": mark(
        "{place} is damaged or is no database of this program: {detail}. Nothing was changed. "
        "Put a safety copy in its place, or choose another folder with --data."
    ),
    "NewerSchema": mark(
        "{place} was made by a newer release (schema {detail}). Nothing was changed. Update triparty on this computer."
    ),
    "Locked": mark(
        "{place} is held by another program: {detail}. Nothing was saved. Close the other program, then save again."
    ),
    "NoRoom": mark("There is no room left for {place}: {detail}. Nothing was saved. Free some space, then save again."),
    "ReadOnly": mark("{place} may not be written: {detail}. Nothing was saved. Check the file's permissions."),
}

_FIELDS = {
    "name": mark("Name"),
    "title": mark("Title"),
    "street": mark("Street"),
    "office": mark("Office"),
    "mark": mark("Mark of its papers"),
    "note": mark("Note"),
    "phone": mark("Phone"),
    "place": mark("Place"),
    "category": mark("Category"),
    "reporter": mark("Reporter"),
    "officer": mark("Officer"),
    "met": mark("Met"),
    "chair": mark("Chair"),
    "recorder": mark("Recorder"),
    "contact": mark("Contact"),
    "minutes": mark("Minutes"),
    "minutes_planned": mark("Planned minutes"),
    "presenter": mark("Presenter"),
    "what": mark("What is to be done"),
    "owner": mark("Owner"),
    "done_means": mark("Done when"),
    "budget": mark("Budget"),
    "funding": mark("Source of money"),
}
"""What the fields people type are called."""


def is_expected(error: BaseException) -> bool:
    """Whether `error` is a refusal or an accident that has a sentence, and not a fault of the program."""
    return _sentence(error) is not None


def say(error: BaseException) -> str:
    """The sentence for an expected error; raises it again when it is none."""
    sentence = _sentence(error)
    if sentence is None:
        raise error
    return sentence(error)


def _sentence(error: BaseException) -> Callable[[Any], str] | None:
    """The function that says this kind of error."""
    for kind in type(error).__mro__:
        if found := _SAID.get(kind.__name__):
            return found
    return None


def _refused(error: Any) -> str:
    """A rule's reasons, one on each line."""
    return "\n".join(error.reasons)


def _invalid(error: Any) -> str:
    """The fields that were typed wrong, one on each line."""
    return "\n".join(typing_error_at(each) for each in error.errors())


def typing_error_at(each: Mapping[str, Any]) -> str:
    """One of pydantic's findings, with the field it is about."""
    field = str(each["loc"][-1]) if each["loc"] else ""
    name = _(_FIELDS[field]) if field in _FIELDS else field
    return _("{field}: {problem}").format(field=name, problem=typing_error(each))


def typing_error(each: Mapping[str, Any]) -> str:
    """One of pydantic's findings in words a person can act on."""
    kind, limits = each["type"], each.get("ctx", {})
    if kind in ("missing", "string_too_short"):
        return _("Please fill this in.")
    if kind == "string_too_long":
        return _("Too long: at most {count} characters.").format(count=limits["max_length"])
    if kind.startswith("int_"):
        return _("Please type a whole number.")
    if kind == "greater_than_equal":
        return _("Please type {least} or more.").format(least=limits["ge"])
    if kind == "less_than_equal":
        return _("Please type {most} or less.").format(most=limits["le"])
    if kind.startswith(("date", "time")):
        return _("Please type a date, like 12-05 or 2026-12-05.")
    return str(each["msg"])


def _stale(_error: Any) -> str:
    """Somebody else was faster."""
    return _("Somebody else saved this meanwhile. Nothing of yours was saved; look at their version, then save again.")


def _database(error: Any) -> str:
    """What is wrong with the database."""
    return _(_DATABASE[type(error).__name__]).format(place=error.place, detail=error.detail)


def _file(error: Any) -> str:
    """What is wrong with a file or folder."""
    if error.filename is None:
        return _("Not everything could be written: {problem}. Check the disk, then try again.").format(
            problem=error.strerror or str(error)
        )
    place = error.filename
    return _("{place}: {problem}. Nothing was written. Check the disk and the folder, then try again.").format(
        place=place, problem=error.strerror or str(error)
    )


_SAID: dict[str, Callable[[Any], str]] = {
    "RuleError": _refused,
    "ValidationError": _invalid,
    "StaleSave": _stale,
    "DatabaseProblem": _database,
    "SettingsError": str,
    "OSError": _file,
}
