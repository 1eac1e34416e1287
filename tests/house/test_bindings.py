"""Every key has a name people can rebind it by, a word about it, and a deed that is there."""

import importlib
import inspect
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from textual.actions import parse
from textual.binding import Binding

from triparty import app, screens, widgets
from triparty.widgets.frame import Framed


def modules() -> Iterator[Any]:
    """The app, and every module of the screens and widgets."""
    yield app
    for room in (screens, widgets):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            yield importlib.import_module(found.name)


def with_keys() -> Iterator[type[Any]]:
    """Every class that declares keys, once."""
    for module in modules():
        for thing in vars(module).values():
            if isinstance(thing, type) and thing.__module__ == module.__name__ and "BINDINGS" in vars(thing):
                yield thing


CLASSES = list(with_keys())


def keys_of(kind: type[Any]) -> list[Binding]:
    """The keys a class declares itself, each of them written out."""
    declared = vars(kind)["BINDINGS"]
    assert all(isinstance(binding, Binding) for binding in declared), kind
    return list(declared)


def deed(kind: type[Any], action: str) -> tuple[Any, tuple[object, ...]]:
    """The method an action calls, None where there is none, and the arguments it is given."""
    namespace, name, arguments = parse(action)
    target = {"": kind, "app": app.TripartyApp, "screen": Framed}[namespace]
    return getattr(target, f"_action_{name}", None) or getattr(target, f"action_{name}", None), arguments


def test_the_keys_of_every_room_are_looked_at() -> None:
    assert {"TripartyApp", "AgendaScreen", "InvitedPanel", "BallotPanel", "Form", "RowList"} <= {
        kind.__name__ for kind in CLASSES
    }


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_a_key_has_a_name_and_says_what_it_does(kind: type[Any]) -> None:
    assert [binding.key for binding in keys_of(kind) if not (binding.id and binding.tooltip)] == []


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_a_key_calls_a_deed_that_is_there(kind: type[Any]) -> None:
    for binding in keys_of(kind):
        method, arguments = deed(kind, binding.action)
        assert callable(method), f"{binding.id}: there is no action {binding.action}"
        try:
            inspect.signature(method).bind(kind, *arguments)
        except TypeError as wrong:
            pytest.fail(f"{binding.id}: {binding.action} of {method.__qualname__}: {wrong}")


def test_names_of_keys_are_given_once() -> None:
    owners: dict[str, set[int]] = defaultdict(set)
    for kind in CLASSES:
        for binding in keys_of(kind):
            owners[str(binding.id)].add(id(binding))  # stations share the very same keys to go elsewhere
    assert [name for name, bindings in owners.items() if len(bindings) > 1] == []
