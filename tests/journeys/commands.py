"""A shell for tests: a command run in this process, with what it said on both streams."""

import json
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from triparty.cli import run

ESTATES = ("丰乐小区", "观澜一期", "晨曦花苑", "禾香新居", "柳塘湾", "银桦里")


class Desks(NamedTuple):
    """Data folders or databases made once and copied for each test: only founded, and with people and visits."""

    founded: str
    staffed: str


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer as the value it spells."""
        return json.loads(self.out)


class Shell:
    """Runs commands and reads what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: object) -> Said:
        """Run one command, whatever it answers."""
        self._capsys.readouterr()
        code = run([str(word) for word in words])
        out, err = self._capsys.readouterr()
        return Said(code, out, err)

    def done(self, *words: object) -> Any:
        """The JSON answer of a command that must succeed."""
        end = words.index("--") if "--" in words else len(words)
        said = self(*words[:end], "--json", *words[end:])
        assert (said.code, said.err) == (0, ""), said
        return said.json

    def refused(self, *words: object, code: int = 1) -> str:
        """What a command says on stderr that must be refused; nothing on stdout, and never a traceback."""
        said = self(*words)
        assert (said.code, said.out) == (code, ""), said
        assert said.err.strip()
        assert "Traceback" not in said.err
        return said.err
