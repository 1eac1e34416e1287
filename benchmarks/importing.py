"""Taking in a messy table of 10,000 visits, against openpyxl merely reading it."""

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from benchmarks import seed_words as words
from benchmarks.measure import Figure, Given, cpu_seconds, in_turns
from meetings_db.engine import Database
from meetings_db.models import CommunityBase, EstateBase
from triparty.intake.imports import Kind, TakenIn, preview, take_in
from triparty.services.directory import add_estates, found_community

ROWS = 10_000
TODAY = date(2026, 3, 20)
_HEADERS = (
    "序号",
    "走访日期",
    "时间",
    "小区名称",
    "楼栋房号",
    "反映人",
    "联系电话",
    "反映的主要问题",
    "问题类别",
    "紧急程度",
    "拟处理方式",
    "备注",
)
_ESTATES = tuple(f"{opening}新村" for opening in words.ESTATE_OPENINGS.split()[:12])
_BLANK_EACH, _TOTAL_EACH = 150, 1_000


def figures(given: Given) -> Iterator[Figure]:
    """The whole import, from the file to the last row on disk."""
    table = messy_table(given.folder / "messy.xlsx", ROWS)
    blank = given.folder / "blank.db"
    taken_in = given.folder / "taken.db"
    community_id = _register(blank)
    taken = in_turns(
        given.runs,
        {
            "import": cpu_seconds(lambda: imported(Path(shutil.copy(blank, taken_in)), community_id, table)),
            "read": cpu_seconds(lambda: _read(table)),
        },
    )
    yield Figure("bulk import of 10,000 messy rows", taken["import"], "openpyxl reading them", taken["read"], 3)


def imported(file: Path, community_id: UUID, table: Path) -> TakenIn:
    """Preview the table and take it in; every row is new, or wrong on purpose."""
    database = Database.in_file(file, actor="bench")
    seen = preview(database, community_id, table, Kind.VISITS, today=TODAY)
    done = take_in(database, community_id, seen)
    database.close()
    return done


def _read(table: Path) -> int:
    """What openpyxl alone needs: every cell of the sheet, looked at by nobody."""
    from openpyxl import load_workbook

    book = load_workbook(table, read_only=True)
    rows = sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))
    book.close()
    return rows


def _register(file: Path) -> UUID:
    """A database with a community and the table's estates; its id."""
    for old in file.parent.glob(f"{file.name}*"):
        old.unlink()
    database = Database.in_file(file, actor="bench")
    database.upgrade()
    community = database.run(found_community, CommunityBase(name="万家社区"))
    database.run(add_estates, community.id, [EstateBase(name=name) for name in _ESTATES])
    database.close()
    return community.id


def messy_table(file: Path, rows: int) -> Path:
    """A table as offices make them, made again alike each time: title lines, dates in six spellings, blank rows,
    totals, merged cells, telephone numbers of every kind, and in every hundred rows some that cannot be used.
    """
    from xlsxwriter import Workbook

    chance = random.Random(11)
    with Workbook(file) as book:
        sheet = book.add_worksheet("走访记录")
        sheet.merge_range(0, 0, 0, len(_HEADERS) - 1, "2025年度走访登记表")
        sheet.write_string(1, 0, "填表单位：万家社区")
        sheet.write_row(2, 0, _HEADERS)
        at = 3
        for number in range(1, rows + 1):
            sheet.write_row(at, 0, _cells(chance, number))
            at += 1
            if number % _BLANK_EACH == 0:
                at += 1
            if number % _TOTAL_EACH == 0:
                sheet.write_row(at, 0, ("合计", "", "", "", "", "", "", f"共{number}件"))
                at += 1
    return file


def _cells(chance: random.Random, number: int) -> tuple[object, ...]:
    """One row of the table."""
    day = date(2025, 1, 1) + timedelta(days=chance.randrange(365))
    thing, category = chance.choice(words.THINGS)
    trouble = chance.choice(words.TROUBLES[category].split())
    details = "".join(chance.sample(words.DETAILS, chance.randint(0, 2)))
    phone = f"1{chance.choice((38, 39, 50))}{chance.randrange(10**8):08d}"
    wrong = chance.random()
    return (
        number,
        "不详" if wrong < 0.01 else chance.choice(_SPELLINGS)(day),
        chance.choice(("", "", "9:30", "下午3点", "14：05")),
        chance.choice(_ESTATES) if wrong > 0.02 else chance.choice(_ESTATES).replace("新村", " 新村　"),
        f"{chance.randint(1, 40)}{chance.choice(('栋', '号楼', '-'))}{chance.randint(101, 3306)}",
        chance.choice(words.SURNAMES) + chance.choice(words.GIVEN),
        chance.choice(
            (phone, f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", "无", "", f"0123-{chance.randrange(10**7):07d}")
        ),
        "" if wrong > 0.99 else f"{thing}{trouble}（第{number}件）：{details}",
        chance.choice((category, category, "")),
        chance.choice(("一般", "普通", "紧急", "", "疑难")),
        chance.choice(("物业处理", "上会", "", "业主共同决定", "转办")),
        chance.choice(("", "", "已拍照", " 回电 \n 下周")),
    )


_SPELLINGS: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}/{day.month:02d}/{day.day:02d}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.month}月{day.day}日",
)
