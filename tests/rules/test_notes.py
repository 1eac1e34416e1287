"""Notes of two people on one item: both are kept, once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triparty.rules.notes import joined, unsaid

LINES = st.lists(st.sampled_from(["", "- 张甲一：同意", "- 李乙二：等三家报价", "1", "2", "3"]), max_size=6).map(
    "\n".join
)


@pytest.mark.parametrize(
    ("over", "theirs", "mine", "both"),
    [
        ("", "theirs", "mine", "theirs\n\nmine"),
        ("a\nb", "a\nb\ntheirs", "a\nb\nmine", "a\nb\ntheirs\n\nmine"),
        ("a\nb", "a\nb\ntheirs", "mine\na\nb", "mine\na\nb\ntheirs"),
        ("a\nb\nc", "a\nB\nc", "a\nb\nc\nd", "a\nB\nc\nd"),
        ("a\nb\nc", "a\nB\nc", "a\n8\nc", "a\nB\n8\nc"),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
        ("half a wo", "half a word", "half a wort", "half a word\nhalf a wort"),
        ("a", "a\nsame", "a\nsame", "a\nsame"),
    ],
)
def test_what_two_people_made_of_notes(over: str, theirs: str, mine: str, both: str) -> None:
    assert joined(over, theirs, mine) == both


@given(LINES, LINES, LINES)
def test_nothing_that_was_written_is_lost(over: str, theirs: str, mine: str) -> None:
    both = joined(over, theirs, mine).splitlines()
    for one in (theirs, mine):
        new = {line for line in one.splitlines() if line} - set(over.splitlines())
        assert new.issubset(both)


@given(LINES, LINES)
def test_notes_only_one_person_touched_are_as_that_one_left_them(over: str, changed: str) -> None:
    assert joined(over, changed, over) == joined(over, over, changed) == joined(over, changed, changed) == changed


def test_two_people_writing_on_in_turn_do_not_repeat_each_other() -> None:
    kept = seen_by_other = ""
    for turn in range(20):
        mine = f"{seen_by_other}\n{turn}" if seen_by_other else str(turn)
        kept, seen_by_other = joined(seen_by_other, kept, mine), kept
    lines = [line for line in kept.splitlines() if line]
    assert sorted(lines, key=int) == [str(turn) for turn in range(20)]


def test_a_speech_without_words_is_counted() -> None:
    notes = "- 14:05 赵丁四（物业）：\n- 14:07 Zhao (Property): \n- 14:09 Sun (Residents): mend it\n- 14:10 a list: \n"
    assert unsaid(notes) == 2
    assert unsaid("") == 0
