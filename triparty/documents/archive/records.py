"""The files of an item: its papers in Word and PDF, and what describes them, with their digests."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from meetings_db.engine import Database
from meetings_db.models import ArchiveItem, Meeting, PaperKind
from triparty.documents.archive.digests import knows_sm3, sha256, sm3
from triparty.documents.archive.layout import RECORDS, Entry
from triparty.documents.archive.xml import child, serialised
from triparty.documents.kinds import Asked
from triparty.documents.papers import write_word
from triparty.documents.pdf import Told, libreoffice, page_count, print_all
from triparty.i18n import in_language
from triparty.rules.archive import ArchiveRules, file_name_of
from triparty.services.archive import Draft
from triparty.words import PAPERS

if TYPE_CHECKING:
    from lxml import etree


class Printed(NamedTuple):
    """A paper of an item, made: its Word file, its PDF and the PDF's pages, None and 0 without LibreOffice."""

    kind: PaperKind
    word: Path
    pdf: Path | None
    pages: int


def print_items(
    db: Database,
    items: Sequence[ArchiveItem | Draft],
    folder: Path,
    community_id: UUID,
    templates: Path | None,
    told: Told | None,
    *,
    with_pdf: bool,
) -> list[list[Printed]]:
    """Make the papers of all items in `folder`, in their order. Raises RuleError for a template that is wrong."""
    written: list[list[tuple[PaperKind, Path]]] = []
    for place, item in enumerate(items):
        papers = json.loads(item.snapshot)
        written.append([(PaperKind(paper["kind"]), folder / f"{place}-{n}.docx") for n, paper in enumerate(papers)])
        for paper, (kind, path) in zip(papers, written[-1], strict=True):
            day = date.fromisoformat(paper["on"])
            asked = Asked(kind, item.language, community_id, day)
            write_word(db, asked, paper["values"], path, templates, datetime.combine(day, time()).astimezone())
    words = [path for papers in written for _kind, path in papers]
    pdfs = print_all(words, folder, told) if with_pdf and libreoffice() else [None] * len(words)
    of = dict(zip(words, pdfs, strict=True))
    return [[_printed(kind, path, of[path]) for kind, path in papers] for papers in written]


def put(
    item: ArchiveItem,
    place: int,
    papers: Sequence[Printed],
    root: Path,
    rules: ArchiveRules,
    meeting: Meeting | None,
    remark: str = "",
) -> Entry:
    """Put an item's papers and metadata where they belong under `root`; returns its line of the directory."""
    name = file_name_of(item.number)
    folder = root / RECORDS / str(item.year) / rules.number.category / name
    folder.mkdir(parents=True)
    files: list[tuple[PaperKind, Path, int]] = []
    for number, paper in enumerate(papers, 1):
        stem = name if number == 1 else f"{name}_{number}"
        for made in filter(None, (paper.pdf, paper.word)):
            path = folder / f"{stem}{made.suffix}"
            path.write_bytes(made.read_bytes())
            files.append((paper.kind, path, paper.pages))
    pages = sum(paper.pages for paper in papers)
    document = _described(item, pages, rules)
    for deed, at, who in (*_deeds(meeting), ("归档", item.sealed_at, item.sealed_by)):
        told = child(document, "业务行为")
        for part, text in {"行为": deed, "时间": _moment(at) if at else "", "责任人": who}.items():
            child(told, part, text)
    _list_files(document, files, root)
    (folder / f"{name}.xml").write_bytes(serialised(document))
    return Entry(
        place=str(place),
        number=item.number,
        reference=item.reference,
        responsible=item.responsible,
        title=item.title,
        day=f"{item.dated:%Y%m%d}",
        secrecy="",
        pages=str(pages or ""),
        file=files[0][1].relative_to(root).as_posix(),
        remark=remark,
    )


def _printed(kind: PaperKind, word: Path, pdf: Path | None) -> Printed:
    """A paper with its pages counted."""
    return Printed(kind, word, pdf, page_count(pdf.read_bytes()) if pdf else 0)


def _described(item: ArchiveItem, pages: int, rules: ArchiveRules) -> "etree._Element":
    """What an item is, after DA/T 46-2009."""
    kept = rules.retention.get(item.retention)
    document = child(None, "电子档案")
    for name, text in {
        "聚合层次": "件",
        "全宗号": item.fonds,
        "档号": item.number,
        "文号": item.reference,
        "题名": item.title,
        "责任者": item.responsible,
        "日期": f"{item.dated:%Y%m%d}",
        "密级": "",
        "年度": str(item.year),
        "档案门类代码": rules.number.category,
        "保管期限": kept.title_zh if kept else item.retention,
        "机构或问题代码": rules.number.matter,
        "页数": str(pages or ""),
        "语种": "汉语" if item.language == "zh_CN" else "英语",
        "形成系统": f"triparty {version('triparty')}",
        "内容摘要值": item.sha256,
    }.items():
        child(document, name, text)
    return document


def _deeds(meeting: Meeting | None) -> list[tuple[str, datetime | None, str]]:
    """What was done on the way to an item of a meeting, when and by whom."""
    if meeting is None:
        return []
    return [
        ("召开会议", meeting.opened_at, meeting.chair),
        ("会议记录", meeting.closed_at, meeting.recorder),
        ("纪要定稿", meeting.finalised_at, ""),
    ]


def _list_files(document: "etree._Element", files: Sequence[tuple[PaperKind, Path, int]], root: Path) -> None:
    """An item's files, each with its size, pages and digests."""
    say = in_language("zh_CN")
    for number, (kind, path, count) in enumerate(files, 1):
        file = child(document, "文件")
        for name, text in {
            "序号": str(number),
            "名称": say(PAPERS[kind]),
            "计算机文件名": path.relative_to(root).as_posix(),
            "格式": path.suffix[1:].upper(),
            "大小": str(path.stat().st_size),
            "页数": str(count) if count and path.suffix == ".pdf" else "",
            "SHA-256": sha256(path),
            "SM3": sm3(path) if knows_sm3() else "",
        }.items():
            child(file, name, text)


def _moment(at: datetime) -> str:
    """A moment with its offset, to the second."""
    return at.astimezone().isoformat(timespec="seconds")
