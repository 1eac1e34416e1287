"""What a user may do wrong: a sentence on stderr, exit 1 or 2, never a traceback, nothing half done."""

import ast
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import triparty
from tests.journeys.commands import Shell
from triparty.words import PAPERS

HOSTILE = (
    "[/b]",
    "[bold red]x[/]",
    "{{ x }}",
    "{% for x in y %}",
    "=cmd|' /C calc'!A0",
    "%s %d {0}",
    "'; DROP TABLE issue; --",
)

in_a_file = pytest.mark.parametrize("staffed", ["sqlite"], indirect=True)
"""Where the output alone is looked at, and not what is kept."""


def program(*words: object) -> list[str]:
    """The command line of another process."""
    return [sys.executable, "-m", "triparty", *(str(word) for word in words)]


def test_before_the_community_is_founded_every_noun_says_how_to_begin(shell: Shell) -> None:
    for words in (
        ("issue", "list"),
        ("meeting", "show", "next"),
        ("tracker",),
        ("import", "x.xlsx"),
        ("community", "show"),
    ):
        assert "triparty community found NAME" in shell.refused(*words)
    shell.done("community", "found", "晨光社区")
    assert "works for 晨光社区 already" in shell.refused("community", "found", "别的社区")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("issue", "show", "9999"), "There is no issue 9999"),
        (("issue", "show", "2026-01"), "There is no issue 2026-01"),
        (("issue", "show", ""), "There is no issue"),
        (("issue", "triage", "1", "refused"), "the reporter will be told"),
        (("issue", "merge", "1", "1"), "with itself"),
        (("issue", "add", "灯", "--estate", "没有"), "There is no estate named 没有. There are: 丰乐小区"),
        (("issue", "add", "", "--estate", "丰乐小区"), "Title: Please fill this in"),
        (("issue", "add", "灯", "--estate", "丰乐小区", "--at", "某天"), "“某天” is no day"),
        (("estate", "add", "丰 乐 小 区"), "named 丰乐小区 already"),
        (("visit", "show", "V1999-0001"), "There is no visit"),
        (("person", "end", "无名氏"), "Nobody in the register is called 无名氏"),
        (("meeting", "show", "7"), "There is no meeting 7"),
        (("meeting", "show", "next"), "No meeting lies ahead"),
        (("meeting", "show", "last"), "No meeting was held yet"),
        (("meeting", "call", "会", "--at", "下周五"), "no day with a time"),
        (("meeting", "call", "会", "--at", "2026-13-45 99:99"), "no day with a time"),
        (("action", "step", "77", "started"), "There is no action 77"),
        (("action", "add", ""), ""),
        (("templates", "check", "none.docx"), "There is no file none.docx"),
        (("templates", "check", "none.docx", "--kind", "minutes"), "There is no file none.docx"),
        (("posted", "1", "--down"), "Say with --place where it hangs"),
        (("posted", "1", "--down", "--place", "gate", "--by", "Zhao"), "--by and --photo are told as it is put up"),
        (("import", "none.xlsx", "--as", "visits"), "There is no file none.xlsx"),
        (("import", "none.xlsx"), "There is no file none.xlsx"),
        (("tracker", "-o", "tracker.pdf"), "ending .docx"),
        (("notice", "1"), "There is no meeting 1"),
    ],
)
def test_a_refusal_says_what_and_what_to_do(staffed: Shell, words: tuple[str, ...], sentence: str) -> None:
    assert sentence in staffed.refused(*words)


@pytest.mark.parametrize(
    "words",
    [
        ("issue", "triage", "1", "nowhere"),
        ("issue", "list", "--open", "--all"),
        ("issue", "list", "--limit", "0"),
        ("issue", "shwo", "1"),
        ("meeting", "show"),
        ("meeting", "call", "会"),
        ("meeting", "show", "1", "2"),
        ("import", "x.csv", "--as", "birds"),
        ("import", "x.csv", "--column", "no-equals-sign"),
        ("import",),
        ("action", "add", "灯", "--meeting", "1"),
        ("nothing",),
        ("--nothing",),
    ],
)
def test_wrong_usage_is_exit_2(staffed: Shell, words: tuple[str, ...]) -> None:
    assert "Usage:" in staffed.refused(*words, code=2)


def test_votes_that_cannot_be_are_refused(staffed: Shell) -> None:
    staffed.done("meeting", "call", "会", "--at", "2030-11-26 14:30", "--place", "室", "--chair", "张甲一")
    staffed.done("meeting", "put", "1", "11", "--presenter", "赵丁四")
    vote = ("meeting", "vote", "1", "1", "--rule")
    assert "not in session" in staffed.refused(*vote, "consensus", "--unanimous")
    staffed.done("meeting", "freeze", "1")
    staffed.done("meeting", "arrive", "1", "李乙二")
    assert "called for 2030-11-26 14:30" in staffed.refused("meeting", "open", "1")
    staffed.done("meeting", "open", "1", "--yes")
    assert "Did you mean consensus?" in staffed.refused(*vote, "consensu", "--unanimous")
    staffed.refused(*vote, "consensus", "--community", "5,0,0")
    staffed.refused(*vote, "consensus", code=2)
    staffed.refused(*vote, "consensus", "--unanimous", "--community", "1,0,0", code=2)
    staffed.refused(*vote, "consensus", "--community", "one,0,0", code=2)
    staffed.refused(*vote, "consensus", "--community=-1,0,0", code=2)
    item = staffed.done("meeting", "show", "1")["items"][0]
    assert (item["status"], item["ballots"]) == ("waiting", [])
    assert "There is no item 9" in staffed.refused("meeting", "goto", "1", "9")
    assert "Nobody called 路人 is invited" in staffed.refused("meeting", "arrive", "1", "路人")


def test_what_people_typed_is_data_everywhere(staffed: Shell, tmp_path: Path) -> None:
    for text in HOSTILE:
        title = f"x {text}" if text.startswith("'") else text
        row = staffed.done("issue", "add", "--estate", "丰乐小区", "--reporter", text, "--", title)
        assert staffed.done("issue", "show", row["number"])["title"] == title
        assert title in staffed("issue", "show", row["number"]).out
        assert title in staffed("issue", "list").out
        assert text in staffed.refused("issue", "list", "--estate", text)
    for text in HOSTILE:
        staffed.done("action", "add", "--owner", text, "--", text)
    staffed.done("tracker", "-o", tmp_path / "t.xlsx")
    staffed.done("tracker", "-o", tmp_path / "t.docx")


def test_control_signs_never_reach_the_terminal(staffed: Shell) -> None:
    row = staffed.done("issue", "add", "红\x1b[31m字\x07\u202e", "--estate", "丰乐小区")
    assert row["title"] == "红[31m字"
    shown = staffed("issue", "show", row["number"]).out
    assert "\x1b" not in shown


def test_names_in_a_file_and_of_a_file_reach_the_terminal_clean(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "red\x1b[31m\x9b\u202e.csv"
    file.write_text(
        "ballot,group,entitled,present,yes,no,abstain,invalid,recused\na\x9b2J\u202eb,all,3,3,3,0,0,0,0\n",
        encoding="utf-8",
    )
    said = shell("ballot", "check", file, "--rule", "consensus")
    file.write_text("nothing,here\n", encoding="utf-8")
    wrong = shell.refused("ballot", "check", file, "--rule", "consensus")
    assert "a2Jb: " in said.out
    assert "red[31m.csv" in wrong
    assert not set(said.out + wrong) & set("\x1b\x9b\u202e")


def test_json_spells_out_the_signs_a_terminal_would_obey(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "v.csv"
    file.write_text(
        "ballot,group,entitled,present,yes,no,abstain,invalid,recused\na\x9b\u202eb,all,3,3,3,0,0,0,0\n",
        encoding="utf-8",
    )
    said = shell("ballot", "check", file, "--rule", "consensus", "--json")
    assert r"a\u009b\u202eb" in said.out
    assert not set(said.out) & set("\x9b\u202e")


def test_everything_said_goes_through_one_door() -> None:
    package = Path(triparty.__file__).parent
    printing = {
        path.relative_to(package).as_posix()
        for path in (*package.glob("*.py"), *(package / "commands").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert printing == {"commands/speaking.py"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@in_a_file
def test_a_full_disk_behind_the_output_is_told(staffed: Shell) -> None:
    with Path("/dev/full").open("wb") as full:
        for words in (("estate", "list"), ("--help",)):
            said = subprocess.run(program(*words), stdout=full, stderr=subprocess.PIPE, encoding="utf-8")
            assert said.returncode == 1
            assert said.stderr.startswith("Not everything could be written: ")
            assert said.stderr.count("\n") == 1


def test_a_file_that_is_something_else_is_told(staffed: Shell, tmp_path: Path) -> None:
    page = tmp_path / "表.xlsx"
    page.write_text("<html><table><tr><td>小区</td></tr></table></html>", encoding="utf-8")
    paper = tmp_path / "visits.csv"
    staffed.done("tracker", "-o", tmp_path / "t.docx")
    shutil.copy(tmp_path / "t.docx", paper)
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    odd = tmp_path / "odd.csv"
    odd.write_text("颜色,形状\n红,圆\n", encoding="utf-8")
    for path, word in (
        (page, "HTML"),
        (paper, "Word document"),
        (empty, "empty"),
        (odd, "column names"),
        (tmp_path, "folder"),
    ):
        assert word in staffed.refused("import", path)
        assert word in staffed.refused("import", path, "--as", "visits")


def test_a_list_is_whole_unless_told_and_then_says_what_it_left_out(staffed: Shell) -> None:
    every = len(staffed.done("issue", "list"))
    assert f"{every - 3} more are not shown." in staffed("issue", "list", "--limit", "3").out
    assert "not shown" not in staffed("issue", "list", "--limit", every).out
    assert len(staffed.done("issue", "list", "--limit", "3")) == 3


def test_papers_go_only_where_they_may(staffed: Shell, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text("a file, not a folder")
    assert "not written" in staffed.refused("tracker", "-o", plain / "t.docx")
    assert "not written" in staffed.refused("tracker", "-o", tmp_path / "none" / "t.xlsx")
    staffed.refused("templates", "export", plain)
    staffed.refused("templates", "export", plain / "below")
    assert plain.read_text() == "a file, not a folder"
    assert {each.name for each in tmp_path.iterdir()} <= {"data", "plain"}


def test_a_paper_somebody_changed_is_never_overwritten_by_itself(staffed: Shell, tmp_path: Path) -> None:
    paper = tmp_path / "t.docx"
    staffed.done("tracker", "-o", paper)
    staffed.done("action", "add", "换灯")
    staffed.done("tracker", "-o", paper)
    paper.write_bytes(paper.read_bytes() + b"by hand")
    changed = paper.read_bytes()
    assert "--overwrite" in staffed.refused("tracker", "-o", paper)
    assert paper.read_bytes() == changed
    staffed.done("tracker", "-o", paper, "--overwrite")
    assert paper.read_bytes() != changed


@in_a_file
def test_the_offices_own_templates_are_kept_checked_and_used(staffed: Shell, tmp_path: Path) -> None:
    own = tmp_path / "own"
    every = 2 * len(PAPERS)
    assert len(staffed.done("templates", "export", own, "--use")["written"]) == every
    assert all(row["own"] for row in staffed.done("templates", "list"))
    broken = own / "en" / "tracker.docx"
    broken.write_bytes(b"not a Word file")
    assert len(staffed.done("templates", "export", own)["kept"]) == every
    said = staffed("templates", "check", "--json")
    assert said.code == 1
    assert [each["file"] for each in said.json if each["problems"]] == [str(broken)]
    named = staffed("templates", "check", own, own / "en", "--json").json
    assert len(named) == every + every // 2
    assert "there is no template in it" in staffed.refused("templates", "check", tmp_path / "own" / "..")
    assert "its name is none of" in staffed.refused("templates", "check", broken.rename(own / "ours.docx"))
    assert "its name is none of" in staffed.refused("templates", "check", own)
    (own / "ours.docx").replace(broken)
    staffed.refused("tracker", "-o", tmp_path / "t.docx", "--language", "en")
    assert not (tmp_path / "t.docx").exists()
    staffed.done("templates", "export", own, "--overwrite")
    staffed.done("tracker", "-o", tmp_path / "t.docx", "--language", "en")


def test_a_word_file_without_a_word_on_what_it_is_says_how_it_is_read_back(staffed: Shell, tmp_path: Path) -> None:
    paper = tmp_path / "t.docx"
    staffed.done("tracker", "-o", paper)
    assert "--as minutes or --as tracker" in staffed.refused("import", paper)


def test_a_damaged_database_is_told_and_left_alone(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "data" / "triparty.db"
    file.parent.mkdir()
    file.write_bytes(b"no database at all " * 500)
    assert "damaged or is no database" in shell.refused("issue", "list")
    assert file.read_bytes() == b"no database at all " * 500
    assert "triparty.db" in shell.refused("--data", file, "issue", "list")


@pytest.mark.parametrize("staffed", ["sqlite"], indirect=True)
def test_a_newer_database_is_told_and_left_alone(staffed: Shell, tmp_path: Path) -> None:
    file = tmp_path / "data" / "triparty.db"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    connection.close()
    assert "newer release" in staffed.refused("issue", "list")


def test_a_database_url_that_is_none_is_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for url in ("mysql://u:secret@h/d", "mysql+pymysql://u:secret@h/d", "oracle://u:secret@h/d"):
        monkeypatch.setenv("TRIPARTY_DATABASE", url)
        said = shell.refused("issue", "list")
        assert url.partition(":")[0] in said
        assert "postgresql://user:password@server/triparty" in said
        assert "No module" not in said
        assert "secret" not in said
    for url in ("nonsense", "nosuch://x/y", "postgresql://u:secret@127.0.0.1:1/none"):
        monkeypatch.setenv("TRIPARTY_DATABASE", url)
        assert "secret" not in shell.refused("issue", "list")


@in_a_file
def test_a_reader_that_goes_away_is_no_trouble(staffed: Shell) -> None:
    for words in (("issue", "list", "--all", "--json"), ("estate", "list"), ("--help",)):
        process = subprocess.Popen(program(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        with process.stderr:
            assert process.stderr.read() == b""
        assert process.wait() == 0


@in_a_file
def test_a_terminal_of_another_encoding_shows_what_it_can(staffed: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "gbk")
    said = subprocess.run(program("estate", "list"), capture_output=True, check=True)
    assert "丰乐小区" in said.stdout.decode("gbk")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    assert subprocess.run(program("estate", "list"), capture_output=True, check=True).stderr == b""
    said = subprocess.run(program("estate", "list", "--json"), capture_output=True, check=True)
    assert r"\u4e30\u4e50" in said.stdout.decode("ascii")


def test_text_may_come_from_standard_input(staffed: Shell) -> None:
    staffed.done("meeting", "call", "会", "--at", "2030-11-26 14:30")
    staffed.done("meeting", "item", "1", "议题")
    note = program("meeting", "note", "1", "1", "-")
    subprocess.run(note, input="- 一\n- 二\n".encode(), check=True, capture_output=True)
    assert staffed.done("meeting", "show", "1")["items"][0]["notes"] == "- 一\n- 二"
    subprocess.run([*note, "--replace"], input="中文".encode("gbk"), check=True, capture_output=True)
    assert staffed.done("meeting", "show", "1")["items"][0]["notes"] == "中文"
    said = subprocess.run(note, input=b"\xff\xff\x00", capture_output=True)
    assert said.returncode == 1
    assert b"Traceback" not in said.stderr
