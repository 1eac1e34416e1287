"""What went wrong, as a sentence: what, where, and what to do, in the language spoken now.

Knows errors by their class name alone, so that saying one loads nothing.
"""

from collections.abc import Callable
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
    return "\n".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())


def _stale(_error: Any) -> str:
    """Somebody else was faster."""
    return _("Somebody else saved this meanwhile. Nothing of yours was saved; look at their version, then save again.")


def _database(error: Any) -> str:
    """What is wrong with the database."""
    return _(_DATABASE[type(error).__name__]).format(place=error.place, detail=error.detail)


def _file(error: Any) -> str:
    """What is wrong with a file or folder."""
    place = error.filename or ""
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
