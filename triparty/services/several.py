"""One deed upon several things: what may be done with each is done, and each that is refused is told by its number."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from meetings_db.errors import StaleSave
from triparty.i18n import _
from triparty.problems import say
from triparty.rules import RuleError

_TOLD = 3
"""So many refusals are told one by one."""

T = TypeVar("T")
S = TypeVar("S", bound="Shown")


class Shown(Protocol):
    """A thing as a list shows it."""

    @property
    def id(self) -> UUID:
        """Its key."""

    @property
    def number(self) -> str:
        """What people call it."""

    @property
    def version(self) -> int:
        """The version that was seen."""


class Several(NamedTuple, Generic[T]):
    """What became of them: the rows of what was done, and why the others were left as they are, each by its number."""

    done: list[T]
    refused: list[str]


def with_each(shown: Iterable[S], deed: Callable[[S], T]) -> Several[T]:
    """Do the deed with each, in one transaction. Raises `RuleError` where every one is refused.

    The deed must refuse before it changes anything, as services do.
    """
    done: list[T] = []
    refused: list[str] = []
    for each in shown:
        try:
            done.append(deed(each))
        except (RuleError, StaleSave) as problem:
            refused.append(_refusal(each.number, say(problem)))
    if refused and not done:
        raise RuleError(*first_of(refused))
    return Several(done, refused)


def first_of(reasons: Sequence[str]) -> list[str]:
    """The first of many reasons, and how many there are more."""
    more = [_("… and {count} more.").format(count=len(reasons) - _TOLD)] if reasons[_TOLD:] else []
    return [*reasons[:_TOLD], *more]


def _refusal(number: str, reason: str) -> str:
    """A reason that names what it is about."""
    return reason if number in reason else _("{field}: {problem}").format(field=number, problem=reason)
