"""What went wrong, as a sentence: what, where, and what to do, in the language spoken now.

Knows errors by their class name alone, so that saying one loads nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

from triparty.field_words import FIELDS
from triparty.i18n import _, language, mark

_DATABASE = {
    "Unreachable": mark(
        "The database cannot be opened. Check the path or the server, then try again. ({place}: {detail})"
    ),
    "NotADatabase": mark(
        "{place} is damaged or is no database of this program: {detail}. Nothing was changed. "
        "Put a safety copy in its place, or choose another folder with --data."
    ),
    "Lost": mark(
        "The connection to the database broke. What was being saved is there wholly or not at all: "
        "look, and do it again if it is not. ({place}: {detail})"
    ),
    "Damaged": mark("{place} is damaged: {detail}. Nothing was changed. {way_back}"),
    "OnNetworkShare": mark(
        "{place} lies on a network share ({detail}), where two computers can destroy it. "
        "Keep it on this computer's own disk, or share a PostgreSQL database (README, Settings)."
    ),
    "Unfinished": mark(
        "{place} is the unfinished copy of {detail} and no database to work on yet. Give the same "
        "`triparty copy --from … --to …` once more to go on, or add --again to begin anew."
    ),
    "NotEmpty": mark(
        "{place} holds records already (rows: {detail}). Nothing was copied. Choose a new file or an empty database."
    ),
    "CopyDiffers": mark(
        "The copy in {place} is not equal to its source ({detail}) and is not used. "
        "Add --again to begin anew; when that does not help, `triparty doctor` looks at the source."
    ),
    "NewerSchema": mark(
        "{place} was made by a newer release (schema {detail}). Nothing was changed. Update triparty on this computer."
    ),
    "Locked": mark(
        "The database is held by another program. Nothing was changed. Wait a moment or close that program, then try "
        "again. ({place}: {detail})"
    ),
    "NoRoom": mark(
        "There is no room left for {place}: {detail}. {room}Nothing was saved. Free some space, then try again."
    ),
    "ReadOnly": mark("{place} may not be written: {detail}. Nothing was saved. Check the file's permissions."),
}

_FOUND = (mark("the file is empty or gone"), mark("it is empty"), mark("there is no such file"))
"""What `meetings_db` itself finds wrong with a file, in its own words; other details are a driver's."""

_BARRED = {
    "disk": mark(
        "{place} lies on a disk that can only be read. Nothing was changed. Make the disk writable, or choose another "
        "folder with --data. A disk that became so by itself may be failing: copy the file away first."
    ),
    "folder": mark(
        "You may not write in the folder {at}, and the database {place} needs its log beside it. Nothing was changed. "
        "Ask whoever looks after this computer for the right to write there, or choose another folder with --data."
    ),
    "file": mark(
        "You may not read and write {at}. Nothing was changed. It may belong to somebody else, or somebody made it "
        "read-only: ask for the right to write it, or choose another folder with --data."
    ),
}
"""What keeps a file from being written, by `Bar`."""


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
    name = _(FIELDS[field]) if field in FIELDS else field
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
    if kind == "clock":
        return _("Please type a time of day, like 14:30.")
    if kind.startswith(("date", "time")):
        return _("Please type a date, like 12-05 or 2026-12-05.")
    return str(each["msg"])


def _stale(_error: Any) -> str:
    """Somebody else was faster."""
    return _("Somebody else saved this meanwhile. Nothing of yours was saved; look at their version, then save again.")


def _database(error: Any) -> str:
    """What is wrong with the database."""
    if bar := getattr(error, "bar", None):
        return _(_BARRED[bar]).format(place=error.place, at=error.at)
    way_back = _way_back(error.copy) if hasattr(error, "copy") else ""
    room = _room(error.free, error.needed) if hasattr(error, "free") else ""
    said = _(_DATABASE[type(error).__name__])
    detail = _(error.detail) if error.detail in _FOUND else error.detail
    return said.format(place=error.place, detail=detail, way_back=way_back, room=room)


def _room(free: int | None, needed: int) -> str:
    """How many bytes a disk has left, and how many it must have at least; empty where only a server knows."""
    if free is None:
        return ""
    left = f"{free / 1e6:.1f} MB"
    if free < needed:
        return _("{left} are left there, and at least {needed} are needed. ").format(
            left=left, needed=f"{needed / 1e6:.1f} MB"
        )
    return _("{left} are left there, and this needs more. ").format(left=left)


def _way_back(copy: str) -> str:
    """How to go on with the newest safety copy, a path."""
    if not copy:
        return _("There is no safety copy of it here; put one in its place, or choose another folder with --data.")
    from pathlib import Path
    from shlex import join

    command = join(["triparty", "--data", str(Path(copy).parent.parent), "restore", copy])
    return _("The newest safety copy that is whole can be put in its place: {command}").format(command=command)


def _asked(error: Any) -> str:
    """What a search does not understand, what was perhaps meant, and what it would understand."""
    place = 1 if language() == "zh_CN" else 0
    allowed = _(", ").join(pair[place] for pair in error.allowed)
    meant = " " + _("Did you mean “{nearest}”?").format(nearest=error.nearest) if error.nearest else ""
    if error.what == "key":
        wrong = _("A search knows no key “{key}:”.").format(key=error.typed)
        there = _("There are: {words}. In quotes it is looked for as it is.").format(words=allowed)
        return f"{wrong}{meant} {there}"
    if error.what == "value":
        wrong = _("“{value}” is nothing that “{key}:” knows.").format(value=error.typed, key=error.key)
        return f"{wrong}{meant} " + _("There are: {words}.").format(words=allowed)
    if error.what == "day":
        wrong = _("“{value}” is no day.").format(value=error.typed)
        return f"{wrong}{meant} " + _("A day looks so: {examples}.").format(examples=allowed)
    if allowed:
        return _("After “{key}:” comes one of these: {words}.").format(key=error.key, words=allowed)
    return _("After “{key}:” comes a name, or a part of it.").format(key=error.key)


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
    "AskedWrong": _asked,
    "OSError": _file,
}
