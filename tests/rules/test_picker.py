"""Whom a key means in the meeting room: letters that stay, and names by two letters."""

from string import ascii_lowercase

from hypothesis import given
from hypothesis import strategies as st

from meetings_db.models import Participant, Party, Standing, new_id
from meetings_db.search.pinyin import begins, begins_aloud, initials
from triparty.screens.meeting_room.picker import PAGE, Picker


def somebody(name: str) -> Participant:
    """An invited person of that name."""
    return Participant(
        meeting_id=new_id(),
        post_id=new_id(),
        person_id=new_id(),
        position=1,
        party=Party.OTHER,
        standing=Standing.ATTENDING,
        name=name,
        organisation="x",
    )


def test_initials_by_every_reading_and_of_words() -> None:
    assert [sorted(letters) for letters in initials("曾乐")] == [["c", "z"], ["l", "y"]]
    assert all(begins(letters, "曾乐") for letters in ("z", "zl", "cy"))
    assert not begins("zlx", "曾乐")
    assert begins("ly", "li yi [/b]")
    assert begins("an", "anna")
    assert not begins("x", "")


def test_pinyin_from_the_beginning_and_latin_as_written() -> None:
    assert all(begins_aloud(letters, "赵丁四") for letters in ("zh", "zhao", "zhaod", "zhaodings", "zds"))
    assert all(begins_aloud(letters, "lee ann") for letters in ("le", "lee"))
    assert not any(begins_aloud(letters, "赵丁四") for letters in ("ding", "zhou", "x"))


def test_letters_stay_with_people_whoever_comes_or_goes() -> None:
    people = [somebody(name) for name in "甲乙丙"]
    picker = Picker()
    picker.start(people, spelling=False)
    new = somebody("丁")
    shown = [people[0], new, people[2]]  # 丁 sits between them, 乙 is gone
    picker.follow(shown)
    assert [picker.key_of(who, shown) for who in shown] == ["a", "d", "c"]
    assert picker.letter(1, shown) is None
    assert picker.letter(3, shown) is new
    picker.start(shown, spelling=False)
    assert [picker.key_of(who, shown) for who in shown] == ["a", "b", "c"]


@given(st.integers(1, 90), st.integers(0, 5))
def test_everybody_is_reached_by_one_letter_of_one_page(count: int, turns: int) -> None:
    people = [somebody("某") for _place in range(count)]
    picker = Picker()
    picker.start(people, spelling=False)
    assert picker.pages == -(-count // PAGE)
    for _turn in range(turns):
        picker.turn()
    with_letter = [who for who in people if picker.key_of(who, people)]
    first = turns % picker.pages * PAGE
    assert [who.id for who in with_letter] == [who.id for who in people[first : first + PAGE]]
    for who in with_letter:
        found = picker.letter(ascii_lowercase.index(picker.key_of(who, people)), people)
        assert found is not None
        assert found.id == who.id


def press(picker: Picker, letters: str, people: list[Participant]) -> Participant | None:
    """The last answer to some letters."""
    found = None
    for letter in letters:
        found = picker.letter(ascii_lowercase.index(letter), people)
    return found


def test_two_letters_pick_who_is_alone_with_them_and_a_digit_one_of_several() -> None:
    people = [somebody(name) for name in ("张甲一", "张建", "李乙二", "赵丁四")]
    picker = Picker()
    picker.start(people, spelling=True)
    assert press(picker, "l", people) is None  # never by one letter: the second is on its way
    assert press(picker, "y", people) is people[2]
    assert picker.typed == ""
    assert press(picker, "zj", people) is None
    assert [picker.key_of(who, people) for who in people] == ["1", "2", "", ""]
    assert picker.digit(2, people) is people[1]
    assert press(picker, "zjy", people) is people[0]  # a third letter tells them apart too
    assert press(picker, "zhao", people) is people[3]  # nobody's initials: said aloud
    assert not picker.said
    assert press(picker, "q", people) is None
    assert picker.typed == ""
    assert picker.digit(1, people) is None
    assert (picker.said, picker.astray) == ("q", False)
    assert press(picker, "zx", people) is None
    assert (picker.said, picker.astray) == ("qzx", True)  # words, and no slip
