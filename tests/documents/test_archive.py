"""The archive package: its layout, its proofs, what a stranger's change in it shows, and the way back to a database."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from meetings_db.engine import Database
from meetings_db.models import ActionStatus, Estate, Meeting, MeetingStatus, Visit
from meetings_db.queries.journal import journal_head
from tests.documents.papers import docx, entry, p, texts
from tests.documents.rooms import make_lines, make_room
from triparty.documents.archive import check as checking
from triparty.documents.archive import layout, records
from triparty.documents.archive import make as making
from triparty.documents.archive.check import Property, check
from triparty.documents.archive.data import take_out
from triparty.documents.archive.make import Made, Order, make_package
from triparty.documents.archive.plan import Scope
from triparty.documents.archive.xml import child, parsed, serialised, text_of
from triparty.documents.papers import finalise
from triparty.rules import RuleError
from triparty.rules.archive import read_rules

AT = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


def keep(session: Session) -> Meeting:
    """The sample meeting without its people, with minutes that are final."""
    room = make_room()
    lines = make_lines(room)
    for rows in (
        [room.community],
        [*room.estates.values(), room.meeting],
        list(room.issues.values()),
        room.items,
        [sheet.ballot for sheets in room.ballots.values() for sheet in sheets],
        [count for sheets in room.ballots.values() for sheet in sheets for count in sheet.counts],
        [line.action for line in lines],
        [step for line in lines for step in line.updates],
    ):
        for row in rows:
            session.add(row)
        session.flush()
    for line in lines:
        if line.action.status not in (ActionStatus.CLOSED, ActionStatus.CANCELLED):
            line.action.status = ActionStatus.CANCELLED
    room.meeting.status = MeetingStatus.CLOSED
    session.flush()
    return finalise(session, room.meeting.id)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, blank_file: Path) -> Iterator[tuple[Database, Order]]:
    """A database with one final meeting, and the order to pack its year."""
    folder = tmp_path_factory.mktemp("archive")
    shutil.copyfile(blank_file, folder / "triparty.db")
    database = Database.in_file(folder / "triparty.db", actor="tester")
    meeting = database.run(keep)
    scope = Scope(meeting.community_id, "zh_CN", year=meeting.starts_at.astimezone().year)
    yield database, Order(scope, folder / "package", read_rules(), "陈子一", "Z109", with_pdf=False)
    database.close()


@pytest.fixture(scope="module")
def made(kept: tuple[Database, Order]) -> Made:
    """The package of that year."""
    return make_package(*kept, at=AT)


@pytest.fixture
def package(made: Made, tmp_path: Path) -> Path:
    """A copy of the package, to be spoilt."""
    folder = tmp_path / "package"
    shutil.copytree(made.folder, folder)
    return folder


def flaws(folder: Path) -> list[tuple[Property, str]]:
    """What is wrong with a package."""
    return [(each.property, each.says(str)) for each in check(folder).findings if each.well is False]


def first(folder: Path, ending: str) -> Path:
    """The first file of the records with that ending."""
    return sorted((folder / layout.RECORDS).rglob(f"*{ending}"))[0]


def relist(folder: Path) -> None:
    """Write the list of SHA-256 anew, as somebody would who covers up."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    (folder / layout.SM3).unlink(missing_ok=True)
    lines = [
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in named.items() if name not in layout.LISTS
    ]
    (folder / layout.SHA256).write_text("".join(lines), encoding="utf-8")


def test_the_package_is_a_plain_folder_in_the_layout_of_the_rule(made: Made) -> None:
    assert {path.name for path in made.folder.iterdir()} == {"说明文件.TXT", "文件目录.XML", "电子档案", "其他"}
    assert [item.number for item in made.items] == [
        "Z109-WS·2026-Y-LXH-0001",
        "Z109-WS·2026-Y-LXH-0002",
        "Z109-WS·2026-D30-LXH-0001",
        "Z109-WS·2026-D30-LXH-0002",
    ]
    assert len(made.left_out) == 1
    names = [path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*")]
    assert max(len(name.encode()) for name in names) < 200
    assert not [name for name in names if re.search(r'[ ·<>:"|?*\\]', name)]
    assert (made.folder / layout.RECORDS / "2026/WS/Z109-WS.2026-Y-LXH-0001/Z109-WS.2026-Y-LXH-0001_2.docx").is_file()
    readme = (made.folder / layout.README).read_bytes()
    assert readme.startswith(b"\xef\xbb\xbf")
    assert readme.count(b"\n") == readme.count(b"\r\n")
    assert "$" not in readme.decode("utf-8-sig")
    assert made.checked.well
    assert "✗" not in (made.folder / layout.REPORT).read_text(encoding="utf-8-sig")
    assert not list(made.folder.parent.glob(".*.part"))


def test_both_directories_are_identical_and_the_lists_are_those_of_sha256sum(made: Made) -> None:
    lines = layout.rows_of_xml((made.folder / layout.DIRECTORY).read_bytes())
    assert layout.rows_of_excel(made.folder / layout.EXCEL, "文件目录")[1:] == lines
    printed = layout.rows_of_excel(made.folder / layout.EXCEL, "归档文件目录")
    assert printed[0] == ["序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"]
    assert printed[1][2].endswith("号")
    listed = (made.folder / layout.SHA256).read_text(encoding="utf-8").splitlines()
    for line in listed:
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((made.folder / name).read_bytes()).hexdigest() == digest
    files = [path for path in made.folder.rglob("*") if path.is_file()]
    assert len(listed) == sum(path.relative_to(made.folder).as_posix() not in layout.LISTS for path in files)


def test_the_directory_is_in_word_too_a_volume_for_each_term(made: Made) -> None:
    assert sorted(path.name for path in (made.folder / layout.OTHER).glob("*.docx")) == [
        "归档文件目录_Z109-2026-D30.docx",
        "归档文件目录_Z109-2026-Y.docx",
    ]
    words = texts(entry(made.folder / layout.volume_place("Z109", 2026, "Y"), "word/document.xml"))
    assert words[1:11] == [
        *("全宗号", "Z109", "全宗名称", "晨曦社区党总支、晨曦社区居民委员会", "年　　度", "2026"),
        *("保管期限", "永久", "机构（问题）", "三方联席会议"),
    ]
    printed = layout.rows_of_excel(made.folder / layout.EXCEL, "归档文件目录")
    assert [words[place : place + 2] for place, word in enumerate(words) if word in ("1", "2")] == [
        [str(place), line[1]] for place, line in enumerate(printed[1:3], 1)
    ]
    listed = (made.folder / layout.SHA256).read_text(encoding="utf-8")
    assert listed.count("归档文件目录_") == 2


def test_a_wrong_template_of_the_directory_costs_no_number(
    kept: tuple[Database, Order], made: Made, tmp_path: Path
) -> None:
    database, order = kept
    (tmp_path / "zh_CN").mkdir()
    docx(tmp_path / "zh_CN" / "archive_directory.docx", p("【文件.档好】"))
    head = database.read(journal_head)
    with pytest.raises(RuleError, match="archive_directory"):
        make_package(database, replace(order, folder=tmp_path / "package", templates=tmp_path), at=AT)
    assert database.read(journal_head) == head
    assert not (tmp_path / "package").exists()


def test_it_becomes_an_equal_database_again(kept: tuple[Database, Order], made: Made, tmp_path: Path) -> None:
    database, _order = kept
    before = (made.folder / layout.DATABASE).read_bytes()
    target = Database.in_file(tmp_path / "again.db")
    done = take_out(made.folder, target)
    assert target.read(journal_head) == database.read(journal_head)
    assert done.rows["archiveitem"] == 4
    target.close()
    assert (made.folder / layout.DATABASE).read_bytes() == before


def test_what_was_sealed_is_packed_again_under_the_same_numbers(kept: tuple[Database, Order], made: Made) -> None:
    database, order = kept
    head = database.read(journal_head)
    again = make_package(
        database, replace(order, folder=made.folder.with_name("again"), fonds=""), at=AT + timedelta(days=2)
    )
    assert [item.id for item in again.items] == [item.id for item in made.items]
    assert database.read(journal_head) == head, "nothing was sealed anew"
    for path in made.folder.rglob("*.docx"):
        assert (again.folder / path.relative_to(made.folder)).read_bytes() == path.read_bytes()


def test_a_folder_that_is_taken_and_a_year_without_meetings_are_refused(
    kept: tuple[Database, Order], made: Made, tmp_path: Path
) -> None:
    database, order = kept
    with pytest.raises(RuleError, match="already"):
        make_package(database, order)
    with pytest.raises(RuleError, match="nothing to file"):
        make_package(database, replace(order, folder=tmp_path / "x", scope=replace(order.scope, year=2019)))
    assert list(tmp_path.glob("**/*.xml")) == []


def test_a_package_that_was_not_touched_is_well_anywhere(package: Path) -> None:
    assert flaws(package) == []
    with pytest.raises(RuleError, match="no archive package"):
        check(package / layout.RECORDS)


def test_what_was_changed_lost_or_added_is_found(package: Path) -> None:
    word, other = first(package, "_2.docx"), first(package, ".docx")
    word.write_bytes(word.read_bytes()[:-200])
    other.unlink()
    (package / "setup.exe").write_bytes(b"MZ")
    (package / "link").symlink_to("/etc/passwd")
    found = flaws(package)
    assert {of for of, _says in found} == set(Property)
    told = " ".join(says for _of, says in found)
    assert all(name in told for name in (word.name, other.name, "setup.exe", "link"))


def test_a_change_under_new_digests_is_found_by_what_else_it_contradicts(package: Path) -> None:
    first(package, ".docx").write_bytes(first(package, "_2.docx").read_bytes())
    relist(package)
    assert [of for of, says in flaws(package) if "Metadata" in says] == [Property.COMPLETE]


def test_a_history_that_was_changed_is_found(package: Path) -> None:
    history = package / layout.HISTORY
    history.write_bytes(history.read_bytes().replace(b'"actor":"tester"', b'"actor":"nobody"', 1))
    relist(package)
    assert any("line " in says for _of, says in flaws(package))


def test_a_directory_that_was_changed_is_found(package: Path) -> None:
    directory = package / layout.DIRECTORY
    directory.write_bytes(directory.read_bytes().replace(b"D30-LXH-0002", b"D30-LXH-0004"))
    relist(package)
    told = " ".join(says for _of, says in flaws(package))
    assert "differ: 4" in told
    assert "D30-LXH-0003" in told, "a number lacks"
    assert "Not in both" in told


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b"<" + b"a" * 5_000,
        b"",
    ],
    ids=["an entity", "no end", "nothing"],
)
def test_hostile_xml_is_told_and_read_no_further(package: Path, data: bytes) -> None:
    for path in (package / layout.DIRECTORY, first(package, ".xml"), package / layout.ABOUT):
        path.write_bytes(data)
    assert any(of is Property.USABLE for of, _says in flaws(package))


def test_signs_that_xml_cannot_hold_are_cut() -> None:
    assert text_of(parsed(serialised(child(None, "title", "甲\ufffe\uffff\x01\ud800乙<r>")))) == "甲乙<r>"


def test_what_this_machine_cannot_tell_is_no_flaw(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "knows_sm3", lambda: False)
    notes = [each.what for each in check(package).findings if each.well is None]
    assert any("SM3" in note for note in notes) or not (package / layout.SM3).exists()
    assert flaws(package) == []


def test_a_machine_without_sm3_says_so_in_the_list_s_place(
    kept: tuple[Database, Order], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, order = kept
    for module in (making, records):
        monkeypatch.setattr(module, "knows_sm3", lambda: False)
    made = make_package(database, replace(order, folder=tmp_path / "plain"), at=AT)
    assert not (made.folder / layout.SM3).exists()
    assert "没有 SM3 算法" in (made.folder / layout.README).read_text(encoding="utf-8-sig")
    assert flaws(made.folder) == []


def test_visits_and_what_was_written_are_filed_when_the_year_is_over(
    kept: tuple[Database, Order], made: Made, tmp_path: Path
) -> None:
    database, order = kept
    assert "when the year is over" in made.left_out[-1]
    community_id, at = order.scope.community_id, datetime(2025, 6, 1, 2, 0, tzinfo=UTC)

    def enter(session: Session) -> str:
        """A visit of the year before."""
        estate = session.exec(select(Estate)).first()
        assert estate is not None
        visit = Visit(
            community_id=community_id, estate_id=estate.id, number="V2025-0001", visited_at=at, officer="陈子一"
        )
        session.add(visit)
        session.flush()
        return visit.number

    number = database.run(enter)
    last_year = replace(order, folder=tmp_path / "2025", scope=replace(order.scope, year=2025))
    packed = make_package(database, last_year, at=AT)
    assert [(item.kind, item.number) for item in packed.items] == [("visit", "Z109-WS·2025-D10-LXH-0001")]
    assert packed.items[0].title.endswith(number)
    assert packed.left_out == []
