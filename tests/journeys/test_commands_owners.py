"""The owners' roll and vote by command: everything answers in JSON, and what is refused says why."""

from pathlib import Path
from shutil import copyfile

from tests.intake.make import SAMPLES, text
from tests.journeys.commands import Shell

UNTIL = "2099-12-20"


def with_a_roll(founded: Shell, tmp_path: Path) -> Shell:
    """An estate with the sample roll, the two areas it lacks put in."""
    copyfile(SAMPLES / "owners.xlsx", tmp_path / "owners.xlsx")
    taken = founded.done("import", tmp_path / "owners.xlsx")
    assert (taken["kind"], taken["counts"]) == ("owners", {"new": 240, "same": 0, "conflict": 1, "error": 0})
    lacking = founded.done("owner", "count")
    assert (lacking["countable"], [each["room"] for each in lacking["troubles"]]) == (False, ["2-1-502", "4-1-101"])
    assert "its area is not known" in founded.refused(
        "owner", "vote", "open", "续聘物业", "--item", "278-4", "--until", UNTIL
    )
    for room in ("2-1-502", "4栋1单元101"):
        founded.done("owner", "edit", room, "--area", "89.50㎡", "--source", "survey")
    return founded


def test_the_roll_is_mended_merged_and_counted(founded: Shell, tmp_path: Path) -> None:
    roll = with_a_roll(founded, tmp_path)
    assert roll.done("owner", "count")["heads"] == 228
    found = roll.done("owner", "same")
    assert (found["heads"], found["heads_if_all"], len(found["pairs"])) == (228, 226, 2)
    assert roll.done("owner", "merge", "1-2-701", "1-2-702")["heads"] == 227
    roll.done("owner", "apart", "1-2-701", "1-2-801")
    assert roll.done("owner", "split", "1-2-702")["same_as_id"] is None
    added = roll.done(
        "owner", "add", "7-1-101", "--owner", "王一", "--owner", "李二", "--area", "90", "--id-tail", "1033"
    )
    assert added["area"] == 9_000
    roll.done("owner", "voter", "7-1-101", "李二")
    line = roll.done("owner", "roll", "--building", "7")[0]
    assert (line["room"], line["name"], line["owners"]) == ("7-1-101", "李二", 2)
    roll.done("owner", "edit", "7-1-101", "--owner", "周三")
    assert roll.done("owner", "roll", "--building", "7")[0]["owners"] == 1
    assert "7-1-101" in roll("owner", "roll", "--building", "7").out
    assert "Nobody" not in roll("owner", "same").out
    for words in (("owner", "edit", "9-9-999", "--area", "1"), ("owner", "voter", "7-1-101", "吴四")):
        assert roll.refused(*words)
    assert "no area in m²" in roll.refused("owner", "edit", "7-1-101", "--area", "约90")


def test_a_vote_goes_from_slips_to_its_result(founded: Shell, tmp_path: Path) -> None:
    roll = with_a_roll(founded, tmp_path)
    roll.done(
        "owner", "vote", "open", "续聘物业", "--item", "278-4", "--until", UNTIL, "--building", "1", "--proxies", "2"
    )
    assert roll.done("owner", "vote", "slip", "1-1-101", "yes")["answer"] == "yes"
    assert roll.done("owner", "vote", "slip", "1-1-102", "yes", "--flaw", "unsigned")["flaw"] == "unsigned"
    assert roll.done("owner", "vote", "take-out", "1-1-102")["answer"] == "none"
    assert roll.done("owner", "vote", "deliver", "box", "--room", "1-1-102")["noted"] == 1
    result = text(tmp_path / "e.csv", "房号,表决意见\n1-1-102,反对\n1-1-101,反对\n9-9-901,同意\n")
    seen = roll.done("owner", "vote", "import", result, "--dry-run")
    assert (seen["taken_in"], seen["held_back"], len(seen["differences"])) == (0, 2, 3)
    assert roll.done("owner", "vote", "import", result)["taken_in"] == 1
    assert "Nothing was changed" in roll("owner", "vote", "import", result, "--dry-run").out
    shown = roll.done("owner", "vote", "show")
    assert (shown["count"]["yes"], shown["count"]["no"], shown["answer"]["passed"]) == (1, 1, False)
    assert "before the last day" in roll.refused("owner", "vote", "close", "--followers")
    assert roll.done("owner", "vote", "close", "--early", "票已收齐")["passed"] is False
    shown = roll("owner", "vote", "show", "--vote", "1").out
    assert ["took part" in shown, "票已收齐" in shown] == [True, True]
    assert roll.done("owner", "vote", "annul", "送达不合规", "--vote", "1")["annulled_reason"] == "送达不合规"
    assert [line["number"] for line in roll.done("owner", "vote", "list")] == [1]
    assert "There is no vote 7" in roll.refused("owner", "vote", "show", "--vote", "7")
    assert "Say which vote" in roll.refused("owner", "vote", "slip", "1-1-101", "yes")
