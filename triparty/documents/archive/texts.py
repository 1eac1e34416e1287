"""The texts of a package, in Chinese as the rules for transfer want them: plain, UTF-8 with its mark, CRLF."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import NamedTuple

from meetings_db.models import Community
from meetings_db.queries.journal import Head
from meetings_db.text import clean
from triparty.documents.archive.layout import TRANSFER, Entry
from triparty.documents.archive.xml import child, serialised
from triparty.documents.cells import put_text
from triparty.rules.archive import ArchiveRules

_TEXTS = Path(__file__).with_name("texts")


class About(NamedTuple):
    """What a package says of itself."""

    community: Community
    scope: str
    complete: bool
    fonds: str
    made_at: datetime
    made_by: str
    items: int
    files: int
    size: int
    head: Head
    left_out: Sequence[str]
    sm3: bool
    pdf: bool


def plain_text(text: str) -> bytes:
    """A text as Notepad and every archive's machine opens it."""
    return b"\xef\xbb\xbf" + clean(text).replace("\n", "\r\n").encode()


def readme(about: About) -> bytes:
    """说明文件.TXT."""
    left_out = "\n".join(f"    {reason}" for reason in about.left_out) or "    无"
    return _filled("readme.txt", about, left_out=left_out)


def how_it_was_made(about: About, rules: ArchiveRules) -> bytes:
    """编制说明.TXT: how numbers and names are made, what the metadata are, how long each item is kept."""
    kept = "\n".join(
        f"    {rule.title_zh}：{rules.retention[rule.retention].title_zh}（{rule.retention}）\n"
        f"        依据：{rule.basis_zh}（版本日期 {rule.version}）"
        for rule in rules.item.values()
    )
    number = rules.number
    return _filled(
        "rules.txt",
        about,
        template=number.template,
        basis=number.basis_zh,
        version=str(number.version),
        category=number.category,
        matter=number.matter,
        kept=kept,
        elements="、".join(TRANSFER),
    )


def about_xml(about: About, rules: ArchiveRules) -> bytes:
    """归档包.xml: what a machine must know of the package."""
    root = child(None, "归档包")
    for name, text in {
        "范围": about.scope,
        "完整年度": "是" if about.complete else "否",
        "全宗号": about.fonds,
        "档号模板": rules.number.template,
        "制作时间": about.made_at.astimezone().isoformat(timespec="seconds"),
        "制作人": about.made_by,
        "制作系统": f"triparty {version('triparty')}",
        "件数": str(about.items),
        "历史记录条数": str(about.head.seq),
        "历史记录校验值": about.head.digest,
    }.items():
        child(root, name, text)
    return serialised(root)


def register(about: About, entries: Sequence[Entry], path: Path) -> None:
    """电子档案移交与接收登记表: what is known is filled in, what the two sides find and sign is left open."""
    from xlsxwriter import Workbook

    first, last = (entries[0].number, entries[-1].number) if entries else ("", "")
    known = [
        ("交接工作名称", f"{about.community.name}三方联席会议电子档案移交（{about.scope}）"),
        ("内容描述", "三方联席会议会议纪要、通知、议程、督办台账等"),
        ("移交电子档案数量", f"{about.items}件，{about.files}个文件（{first} 至 {last}）"),
        ("移交数据量", f"{about.size / 1e9:.3f} GB"),
        ("载体起止顺序号", ""),
        ("载体类型、规格", ""),
        ("数字摘要算法", "SHA-256、SM3" if about.sm3 else "SHA-256"),
        ("数字摘要清单", "其他/sha256.txt" + ("、其他/sm3.txt" if about.sm3 else "")),
        ("清单的 SHA-256 值（手填）", ""),
    ]
    found = ("准确性检验", "完整性检验", "可用性检验", "安全性检验", "载体外观检验")
    signed = ("填表人（签名）", "审核人（签名）", "单位（印章）", "日期")
    with Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": about.made_at.astimezone(UTC).replace(tzinfo=None), "author": "triparty"})
        sheet = book.add_worksheet("登记表")
        font = {"font_name": "宋体", "font_size": 12, "border": 1, "text_wrap": True, "valign": "vcenter"}
        cell, centred = book.add_format(font), book.add_format({**font, "align": "center"})
        title = book.add_format({**font, "border": 0, "bold": True, "font_size": 16, "align": "center"})
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 2, 32)
        sheet.set_default_row(38)
        sheet.merge_range(0, 0, 0, 2, "电子档案移交与接收登记表", title)
        for row, (name, text) in enumerate(known, 1):
            put_text(sheet, row, 0, name, cell)
            sheet.merge_range(row, 1, row, 2, "", cell)
            put_text(sheet, row, 1, text, cell)
        for row, name in enumerate(("检验内容", *found, *signed), len(known) + 1):
            sides = ("移交单位", "接收单位") if name == "检验内容" else ("", "")
            sheet.write_row(row, 0, (name, *sides), centred)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 1)


def _filled(name: str, about: About, **more: str) -> bytes:
    """A text of this package's folder with its blanks filled; what was typed is put in as it is."""
    template = Template((_TEXTS / name).read_text(encoding="utf-8"))
    return plain_text(
        template.substitute(
            more,
            community=about.community.name,
            office=about.community.office or about.community.name,
            scope=about.scope,
            fonds=about.fonds,
            made_at=f"{about.made_at.astimezone():%Y-%m-%d %H:%M}",
            made_by=about.made_by or "（未填）",
            items=str(about.items),
            files=str(about.files),
            program=f"triparty {version('triparty')}",
            entries=str(about.head.seq),
            digest=about.head.digest,
            sm3="其他/sm3.txt 是 SM3（GB/T 32905）清单，形式相同。"
            if about.sm3
            else "制作本包的电脑没有 SM3 算法，因此没有 其他/sm3.txt，只有 SHA-256 清单。",
            pdf="正文同时有 PDF（PDF/A-2b，版式文件）和 Word（.docx）两种格式，内容相同。"
            if about.pdf
            else "制作本包的电脑没有 LibreOffice，因此只有 Word（.docx）格式，页数未统计。",
        )
    )
