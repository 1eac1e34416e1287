"""What becomes of an office's table by command: blank cells, doubts, corrections that must not be lost."""

import csv
from pathlib import Path

from tests.journeys.commands import Shell

TABLE = "走访日期,小区,位置,反映问题,处理方式\n"


def table(path: Path, *rows: str) -> Path:
    """A table of visits with these rows."""
    path.write_text(TABLE + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_a_blank_date_is_the_error_of_its_row_alone(founded: Shell, tmp_path: Path) -> None:
    file = table(tmp_path / "v.csv", ",丰乐小区,3栋,漏水,", "2026-11-02,丰乐小区,3栋,停电,")
    done = founded.done("import", file)
    assert (done["counts"]["new"], done["counts"]["error"]) == (1, 1)
    assert done["rows"][0]["reasons"] == ["走访日期: the date is empty; write it as 2026-10-09"]


def test_a_table_without_dates_names_the_missing_column(founded: Shell, tmp_path: Path) -> None:
    file = tmp_path / "v.csv"
    file.write_text("小区,反映问题\n丰乐小区,漏水\n", encoding="utf-8")
    assert "“visited_on”" in founded.refused("import", file, "--as", "visits")
    assert founded.done("issue", "list") == []


def test_a_negation_leaves_the_way_open_and_is_told(founded: Shell, tmp_path: Path) -> None:
    file = table(
        tmp_path / "v.csv",
        "2026-11-02,丰乐小区,3栋,漏水,无需上会",
        "2026-11-02,丰乐小区,4栋,停电,不移交",
        "2026-11-02,丰乐小区,5栋,噪声,提交联席会议",
        "2026-11-02,丰乐小区,6栋,路灯,无",
    )
    said = founded("import", file).out
    assert "“无需上会” says what is not to be done" in said
    assert "2 of the new rows are doubtful" in said
    assert [row["route"] for row in founded.done("issue", "list")] == ["none", "joint_meeting", "none", "none"]
    other = table(tmp_path / "w.csv", "2026-11-03,丰乐小区,3栋,漏水,without meeting")
    assert [row["row"] for row in founded.done("import", other)["warnings"]] == [2]


def test_corrections_in_the_rejects_are_never_overwritten(founded: Shell, tmp_path: Path) -> None:
    file = table(tmp_path / "v.csv", "2026-10-40,丰乐小区,3栋,漏水,", "2026-11-02,丰乐小区,3栋,停电,")
    rejects = Path(founded.done("import", file)["rejects"])
    assert rejects == tmp_path / "v.rejects.csv"
    assert Path(founded.done("import", file)["rejects"]) == rejects, "the same rejects again need no other file"
    rejects.write_bytes(rejects.read_bytes().replace(b"2026-10-40", b"2026-10-04"))
    corrected = rejects.read_bytes()
    again = founded("import", file).out
    assert f"{rejects} was there with other content" in again
    assert "v.rejects (2).csv" in again
    assert rejects.read_bytes() == corrected
    assert founded.done("import", rejects)["counts"]["new"] == 1


def test_two_tables_of_one_name_have_rejects_of_their_own(founded: Shell, tmp_path: Path) -> None:
    for ending in ("csv", "txt"):
        table(tmp_path / f"v.{ending}", f"2026-10-40,丰乐小区,3栋,漏水{ending},")
    assert Path(founded.done("import", tmp_path / "v.csv")["rejects"]).name == "v.csv.rejects.csv"
    assert Path(founded.done("import", tmp_path / "v.txt")["rejects"]).name == "v.txt.rejects.csv"


def test_rows_without_an_estate_are_taken_in_with_the_one_that_is_named(founded: Shell, tmp_path: Path) -> None:
    first = founded.done("import", tmp_path / "samples" / "visits-2026-10.xlsx")
    again = founded.done("import", first["rejects"], "--estate", "银桦里")
    assert again["counts"]["new"] == 8
    assert {row["estate"] for row in founded.done("issue", "list", "--estate", "银桦里")} == {"银桦里"}
    bare = tmp_path / "bare.csv"
    bare.write_text("日期,反映问题\n2026-11-02,漏水\n", encoding="utf-8")
    assert founded.done("import", bare, "--estate", "银桦里")["counts"]["new"] == 1
    assert "There is no estate named 没有" in founded.refused("import", bare, "--estate", "没有")
    assert "--estate" in founded.refused("import", bare, "--as", "people", "--estate", "银桦里", code=2)


def test_a_residents_committee_is_the_communitys_side_and_doubts_are_told(founded: Shell, tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    rows = [("居民委员会", "甲"), ("晨光社区居民委员会", "乙"), ("居民方", "丙"), ("社区居民", "丁"), ("居委会", "戊")]
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("方别", "姓名", "职务", "单位"), *((*row, "委员", f"{row[1]}处") for row in rows)])
    done = founded.done("import", file)
    people = {row["name"]: row["party"] for row in founded.done("person", "list")}
    assert people == {"甲": "community", "乙": "community", "丙": "residents", "丁": "community", "戊": "community"}
    assert [row["cells"][2] for row in done["warnings"]] == ["乙", "丁"]
