"""The command line's own promises: exit codes, and no traceback for what a user did."""

import json
from pathlib import Path

import pytest

from triparty.cli import run


def test_without_a_terminal_the_program_points_to_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 1
    assert "--help" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--nonsense"], ["nonsense"], ["ballot", "check"]])
def test_wrong_usage_exits_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_what_is_refused_exits_with_one_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ballot", "check", str(tmp_path / "missing.csv"), "--rule", "consensus"]) == 1
    assert "missing.csv" in capsys.readouterr().err


def test_the_language_is_chosen_before_the_help_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "zh_CN", "--help"]) == 0
    assert "三方联席会议" in capsys.readouterr().out


def test_settings_that_are_no_toml_are_refused_with_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRIPARTY_CONFIG", str(tmp_path))
    (tmp_path / "settings.toml").write_text("language = [", encoding="utf-8")
    assert run(["ballot", "rules"]) == 1
    assert "settings.toml" in capsys.readouterr().err


def test_the_demo_walks_the_whole_road_without_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", str(tmp_path / "demo"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["papers"]) == 10
    assert all(Path(paper).stat().st_size > 5_000 for paper in told["papers"])
    edited, missing = map(Path, told["papers"][:2])
    edited.write_bytes(b"edited by hand")
    missing.unlink()
    assert run(["demo", str(tmp_path / "demo"), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["did"], again["papers"], len(again["kept"])) == ([], [str(missing)], 9)
    assert edited.read_bytes() == b"edited by hand"
    assert run(["demo", str(tmp_path / "demo")]) == 0
    assert "10 papers were in" in capsys.readouterr().out


def test_the_demo_never_writes_over_a_file_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = [tmp_path / "people.xlsx", tmp_path / "received" / "people.xlsx", tmp_path / "tracker.docx"]
    mine[1].parent.mkdir()
    for file in mine:
        file.write_bytes(b"mine")
    assert run(["demo", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [file.read_bytes() for file in mine] == [b"mine"] * 3
    assert told["did"][0] == "people (2).xlsx: 12 new, 0 rejected"
    assert told["kept"] == [str(mine[2])]
    assert (tmp_path / "received" / "visits-2026-10.xlsx").is_file()


def test_the_demo_leaves_a_database_of_ones_own_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--data", str(tmp_path), "community", "found", "我们社区"]) == 0
    before = {each.name for each in tmp_path.iterdir()}
    assert run(["demo", str(tmp_path)]) == 1
    assert "holds 我们社区 and not the sample community" in capsys.readouterr().err
    assert {each.name for each in tmp_path.iterdir()} == before


def test_a_demo_in_a_folder_that_is_a_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "demo").write_text("a letter")
    assert run(["demo", str(tmp_path / "demo")]) == 1
    assert "demo" in capsys.readouterr().err
    assert (tmp_path / "demo").read_text() == "a letter"


def test_the_example_in_the_help_of_ballots_is_a_file_it_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ballot", "check", "--help"]) == 0
    told = capsys.readouterr().out
    lines = [line.strip() for line in told.splitlines() if line.count(",") == 5 and " " not in line.strip()]
    assert len(lines) == 4
    assert all(word in told for word in ("invalid", "recused", "ballot", "yes_area", "0.01 m²"))
    (tmp_path / "votes.csv").write_text("\n".join(lines), encoding="utf-8")
    assert run(["ballot", "check", str(tmp_path / "votes.csv"), "--rule", "consensus", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["passed"] is True


def test_the_files_of_counts_in_both_readmes_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("README.md", "README.zh-CN.md"):
        page = (Path(__file__).parent.parent.parent / name).read_text(encoding="utf-8")
        counts = page.partition("```csv\n")[2].partition("```")[0]
        (tmp_path / "votes.csv").write_text(counts, encoding="utf-8")
        assert run(["ballot", "check", str(tmp_path / "votes.csv"), "--rule", "consensus", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["passed"] is True
