"""The history by command: what was done, taking it back, and whether it is whole and the tables are what it says."""

import re
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from tests.journeys.commands import Shell
from triparty.commands.opening import open_database
from triparty.settings import load

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_journal.py"


def past_the_program(statement: str) -> None:
    """Change the desk's database behind the program's back."""
    database = open_database(load())
    with database._writing.begin() as connection:
        connection.execute(sa.text(statement))
    database.close()


def test_the_history_by_command(staffed: Shell) -> None:
    done = staffed.done
    number = done("issue", "list")[0]["number"]
    done("issue", "close", number, "--note", "Mended")
    own = done("history", "list", "--of", number)
    turn = own[0]["turn"]
    assert (own[0]["said"], own[0]["taken_back"]) == ("Closed an issue", False)
    assert own[0]["about"].startswith(f"Issue {number} ")
    assert {row["field"] for row in done("history", "show", turn)["changes"]} == {"Status"}
    assert done("history", "undo", turn)["done"] is False
    said = staffed("history", "undo", turn)
    assert (said.code, "Add --yes" in said.out, "Status: Closed → " in said.out) == (0, True, True)
    assert done("issue", "show", number)["status"] == "closed"
    assert done("history", "undo", turn, "--yes")["done"] is True
    assert done("issue", "show", number)["status"] != "closed"
    assert "taken back already" in staffed.refused("history", "undo", turn, "--yes")
    assert "no deed 99999" in staffed.refused("history", "show", 99999)
    assert len(done("history", "list", "--limit", "2")) == 2
    assert "Taken back: Closed an issue" in staffed("history", "list").out
    assert done("verify")["differences"] == []


def test_a_visit_and_an_action_have_their_own_history(staffed: Shell) -> None:
    done = staffed.done
    visit = done("visit", "list")[0]["number"]
    assert [row["said"] for row in done("history", "list", "--of", visit)] == ["Took in visit records"]
    action = done("action", "add", "Paint the lane", "--owner", "Zhao")["number"]
    assert [row["said"] for row in done("history", "list", "--of", action)] == ["Took down an action"]


def test_a_changed_history_is_found(staffed: Shell) -> None:
    past_the_program("UPDATE journal SET actor = 'somebody else' WHERE seq = 3")
    said = staffed("verify", "--json")
    assert (said.code, said.json["whole"], said.json["broken_at"]) == (1, False, 3)
    assert (said.json["why"], said.json["field"]) == ("content", "actor")
    assert "Entry 3 was changed" in staffed("verify").out


def test_a_row_changed_past_the_program_is_found(staffed: Shell) -> None:
    past_the_program("UPDATE person SET name = 'somebody else' WHERE name = (SELECT min(name) FROM person)")
    said = staffed("verify", "--json")
    assert (said.code, said.json["whole"]) == (1, True)
    assert [(row["kind"], row["how"], row["fields"]) for row in said.json["differences"]] == [
        ("person", "changed", ["name"])
    ]
    told = staffed("verify").out
    assert re.search(r"Person \S.* was changed past the history: Name", told)
    assert re.search(r"Name: the history says \S.*; the row says somebody else", told)


def test_a_history_cut_off_is_found_by_its_head(staffed: Shell) -> None:
    head = staffed.done("verify")["head"]
    past_the_program("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
    said = staffed("verify", "--head", head.upper(), "--json")
    assert (said.code, said.json["why"]) == (1, "cut")


def test_an_exported_history_is_judged_alike_by_the_short_script(staffed: Shell, tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    proved = staffed.done("verify", "--export", file)
    judged = subprocess.run([sys.executable, SCRIPT, file, proved["head"]], capture_output=True, text=True)
    assert (judged.returncode, judged.stderr) == (0, "")
    assert judged.stdout == f"{proved['entries']} entries, whole and unchanged, head {proved['head']}\n"
    assert not list(tmp_path.glob(".*.part"))
    (tmp_path / "cut.jsonl").write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    cut = subprocess.run([sys.executable, SCRIPT, tmp_path / "cut.jsonl", proved["head"]], capture_output=True)
    assert (cut.returncode, cut.stdout.split(b":")[0]) == (1, f"line {proved['entries']}".encode())
