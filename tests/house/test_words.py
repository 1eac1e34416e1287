"""Both languages are whole, and the compiled catalogue is the one that is kept."""

import string
from collections.abc import Iterable

import pytest
from babel.messages.catalog import Message

from tests.house import words


@pytest.fixture(scope="module")
def kept() -> list[Message]:
    return [message for message in words.catalogue() if message.id]


def test_the_catalogue_says_what_the_source_says(kept: list[Message]) -> None:
    said = {message.id for message in words.gathered(None) if message.id}
    assert {message.id for message in kept} == said, "run: python -m tests.house.words"


def test_nothing_said_is_passed_over_by_the_gathering() -> None:
    """Babel does not look into the braces of an f-string, where words would stay English."""
    gathered = {message for _file, _line, message in words.spoken()}
    gathered |= {message[0] for message in gathered if isinstance(message, tuple)}
    assert sorted(set(words.asked_for()) - gathered) == []


def test_everything_is_translated(kept: list[Message]) -> None:
    assert [message.id for message in kept if not words._translated(message.string)] == []


def test_the_compiled_catalogue_is_the_kept_one() -> None:
    assert (words.FOLDER / "triparty.mo").read_bytes() == words.compiled(words.catalogue())


def test_translations_fill_the_same_fields(kept: list[Message]) -> None:
    for message in kept:
        told = fields(_forms(message.string))
        assert told <= fields(_forms(message.id)), message.id
        assert fields(_forms(message.id)[-1:]) <= told | {"count"}, message.id


def fields(texts: Iterable[str]) -> set[str]:
    """The names in braces."""
    return {name for text in texts for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name}


def _forms(said: object) -> list[str]:
    """A message's forms."""
    return [str(form) for form in said] if isinstance(said, (tuple, list)) else [str(said)]
