"""What the user set: understood or refused with a sentence, and kept when something else changes."""

from pathlib import Path

import pytest

from triparty import settings
from triparty.settings import SettingsError


def load(folder: Path, text: str = "", **environment: str) -> settings.Settings:
    """The settings of a file with this text, in an environment of its own."""
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return settings.load({"TRIPARTY_CONFIG": str(folder), "TRIPARTY_DATA": str(folder / "data"), **environment})


def load_again(folder: Path) -> settings.Settings:
    """What the file says now."""
    return settings.load({"TRIPARTY_CONFIG": str(folder)}, data=folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("officer = 5", ("settings.toml sets officer to 5", "quotes")),
        ('data = ["a"]', ("settings.toml sets data to ['a']", "quotes")),
        ("database = true", ("sets database to True",)),
        ('language = "fr"', ("settings.toml sets language to fr", "zh_CN, en")),
        ('paper_language = "Deutsch"', ("sets paper_language to Deutsch", "zh_CN, en")),
        ('colour = "red"', ("sets colour, which is no setting", "officer")),
        ("columns = 5", ("[columns]",)),
        ('[columns]\n"楼号" = 7', ("[columns]",)),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_file_setting_and_what_is_allowed(
    tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    with pytest.raises(SettingsError) as refused:
        load(tmp_path, text)
    for word in words:
        assert word in str(refused.value)


def test_an_unknown_language_is_refused_wherever_it_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TRIPARTY_"):
        load(tmp_path, TRIPARTY_LANGUAGE="fr")
    with pytest.raises(SettingsError, match="--lang"):
        settings.load({"TRIPARTY_CONFIG": str(tmp_path)}, lang="fr")


@pytest.mark.parametrize(("typed", "spoken"), [("zh", "zh_CN"), ("zh-Hans", "zh_CN"), ("en_GB", "en"), ("EN", "en")])
def test_any_way_to_write_a_language_that_is_spoken_is_understood(tmp_path: Path, typed: str, spoken: str) -> None:
    assert load(tmp_path, f'language = "{typed}"').spoken == spoken


def test_saving_one_thing_keeps_the_others_as_the_file_has_them(tmp_path: Path) -> None:
    before = load(
        tmp_path,
        'officer = "甲"\npapers = "~/papers"\n\n[columns]\n"楼\\"号" = "building"\n',
        TRIPARTY_OFFICER="today only",
        TRIPARTY_DATABASE="postgresql://today",
    )
    saved = settings.save(before, language="zh_CN")
    assert (saved.language, saved.officer) == ("zh_CN", "today only")
    again = load_again(tmp_path)
    assert (again.language, again.officer, again.database) == ("zh_CN", "甲", "")
    assert again.papers == Path("~/papers").expanduser()
    assert again.columns == {'楼"号': "building"}
    assert [each.name for each in tmp_path.iterdir()] == ["settings.toml"]


def test_what_is_saved_can_be_read_again_whatever_was_typed(tmp_path: Path) -> None:
    hostile = 'a"b\\c\x7f\x00\n[x]\u2028é'
    settings.save(load(tmp_path), officer=hostile, columns={hostile: "place"})
    again = load_again(tmp_path)
    assert (again.officer, again.columns) == (hostile, {hostile: "place"})


def test_a_setting_that_is_emptied_is_left_out(tmp_path: Path) -> None:
    settings.save(load(tmp_path, 'templates = "own"'), templates=None)
    assert load_again(tmp_path).templates is None
