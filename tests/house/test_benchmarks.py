"""The benchmarks run; what they find is no matter of tests."""

import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.measure import Figure, Missing, in_turns


def test_one_command_prints_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--only", "deeds", "--issues", "50", "--runs", "1", "--folder", str(tmp_path)])
    told = capsys.readouterr().out
    assert "saving a vote on SQLite" in told
    assert code == (1 if "✗" in told else 0)
    assert f"Python {sys.version_info.major}.{sys.version_info.minor}" in told


def test_a_figure_says_what_it_was_against_and_whether_that_is_reached() -> None:
    assert (
        str(Figure("the list", 3, "a table", 2, 1.5))
        == "✓     1.50×  ≤ 1.5×     the list, against a table  (3 against 2 s)"
    )
    late = Figure("help", 0.5, "nothing", 0.1, 0.3, more=True)
    assert (late.reached, round(late.found, 3)) == (False, 0.4)
    assert "+0.40 s" in str(late)
    assert "no posting" in str(Missing("start", "there is no posting"))


def test_what_is_compared_is_run_in_turns() -> None:
    ran: list[str] = []

    def taker(name: str, cost: float) -> float:
        ran.append(name)
        return cost * len(ran)

    found = in_turns(2, {"a": lambda: taker("a", 1), "b": lambda: taker("b", 1)})
    assert ran == ["a", "b"] * 3
    assert found == {"a": 4.0, "b": 5.0}
