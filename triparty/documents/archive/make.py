"""Making a package: items are sealed, everything is written into a folder beside, judged, and renamed into place."""

import json
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from meetings_db.engine import Database
from meetings_db.models import ArchiveItem, PaperKind, Posting
from triparty.documents.archive import layout, texts
from triparty.documents.archive.check import PROPERTIES, Checked, check
from triparty.documents.archive.data import put_data
from triparty.documents.archive.digests import knows_sm3, sha256, sm3
from triparty.documents.archive.plan import Plan, Scope, plan, wording
from triparty.documents.archive.records import Printed, print_items, put
from triparty.documents.archive.volumes import put_volumes
from triparty.documents.papers import checked_template
from triparty.i18n import _, in_language, language
from triparty.rules import RuleError
from triparty.rules.archive import ArchiveRules, series_of
from triparty.services.archive import fonds_in_force, seal, sha256_of
from triparty.services.clock import moment
from triparty.services.files import refusal

Told = Callable[[int, int, str], object]


@dataclass(frozen=True)
class Order:
    """What is wanted: of what, where, under which rules; `fonds` and `templates` where the desk has its own."""

    scope: Scope
    folder: Path
    rules: ArchiveRules
    by: str = ""
    fonds: str = ""
    templates: Path | None = None
    with_pdf: bool = True


@dataclass(frozen=True)
class Made:
    """A package: its items, what stayed out and why, how it was judged, and the digest of its list of digests."""

    folder: Path
    items: list[ArchiveItem]
    left_out: list[str]
    checked: Checked
    sha256: str


def make_package(db: Database, order: Order, at: datetime | None = None, told: Told | None = None) -> Made:
    """Seal what can be sealed, and write the package into its folder, whole or not at all.

    Raises RuleError where there is nothing to file, the folder is taken, the fonds is not known, a template is wrong,
    or the disk refuses: the folder is then not there, and numbers that were given stay with their items.
    """
    now = moment(at)
    folder = order.folder
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise RuleError(_("{file} is there already. Choose another name, or move it away first.").format(file=folder))
    planned = db.read(plan, order.scope, order.rules, now.astimezone().date())
    if not planned.sealed and not planned.drafts:
        raise RuleError(_("There is nothing to file yet."), *planned.left_out)
    fonds = db.read(fonds_in_force, order.scope.community_id, order.rules, order.fonds)
    for draft in planned.drafts:
        series_of(order.rules.number, fonds, draft.year, draft.retention)  # refused before anything is printed
    checked_template(PaperKind.ARCHIVE_DIRECTORY, order.scope.language, order.templates)  # and before a number is given
    with TemporaryDirectory(prefix="triparty-") as made, _beside(folder) as root:
        printed = _print(db, order, planned, Path(made), told)
        items = db.run(seal, order.scope.community_id, planned.drafts, order.rules, fonds, order.by, now)
        if any(item.sha256 != sha256_of(draft) for item, draft in zip(items, planned.drafts, strict=True)):
            raise RuleError(_("Another desk filed the same at this moment. Do it again."))
        together = sorted(zip([*planned.sealed, *items], printed, strict=True), key=lambda pair: _place(order, pair[0]))
        checked = _write(db, order, planned, together, root, now, told)
        sum_of_sums = sha256(root / layout.SHA256)
    return Made(folder, [item for item, _papers in together], planned.left_out, checked, sum_of_sums)


def _place(order: Order, item: ArchiveItem) -> tuple[int, str, int]:
    """Where an item stands in the directory: what is kept longest first, then by record number."""
    kept = [*order.rules.retention]
    return kept.index(item.retention) if item.retention in kept else len(kept), item.series, item.sequence


def remark_of(planned: Plan, item: ArchiveItem, spoken: str) -> str:
    """What the directory says of an item: of minutes where their signed original on paper is, once somebody said; of a
    public notice where and how long it was up.
    """
    kind = item.subject.partition(":")[2].partition(":")[0]
    if item.meeting_id and kind == PaperKind.PUBLICATION:
        said = wording(item.meeting_id, item.language, json.loads(item.snapshot)[0]["values"])
        return _put_up(planned.postings.get(said, []), spoken)
    original = planned.originals.get(item.meeting_id) if item.meeting_id and item.reference else None
    if original is None:
        return ""
    say = in_language(spoken)
    said = say("Signed original: {place}, kept by {holder}") if original.holder else say("Signed original: {place}")
    return said.format(place=original.place, holder=original.holder)


def _put_up(postings: Sequence[Posting], spoken: str) -> str:
    """The places of a notice, each with its days."""
    say = in_language(spoken)
    told = []
    for each in postings:
        said = say("{place}: up from {first} to {last}") if each.taken_down_at else say("{place}: up from {first}")
        days = [f"{at.astimezone():%Y-%m-%d}" if at else "" for at in (each.posted_at, each.taken_down_at)]
        told.append(said.format(place=each.place, first=days[0], last=days[1]))
    return say("; ").join(told)


def _print(db: Database, order: Order, planned: Plan, folder: Path, told: Told | None) -> list[list[Printed]]:
    """Every paper of every item."""
    move = None if told is None else lambda done, total: told(done, total, _("papers"))
    return print_items(
        db,
        [*planned.sealed, *planned.drafts],
        folder,
        order.scope.community_id,
        order.templates,
        move,
        with_pdf=order.with_pdf,
    )


def _write(
    db: Database,
    order: Order,
    planned: Plan,
    together: Sequence[tuple[ArchiveItem, Sequence[Printed]]],
    root: Path,
    now: datetime,
    told: Told | None,
) -> Checked:
    """Everything under `root`, and its judgement: a package that is not well is refused."""
    scope, community = order.scope, planned.community
    lines = []
    for place, (item, papers) in enumerate(together, 1):
        meeting, remark = planned.meetings.get(item.meeting_id), remark_of(planned, item, scope.language)
        lines.append((item, put(item, place, papers, root, order.rules, meeting, remark)))
    entries = [entry for _item, entry in lines]
    head = put_data(db, root)
    said = f"{scope.year}年度" if scope.year else planned.meeting.title if planned.meeting else ""
    records = [path for path in (root / layout.RECORDS).rglob("*") if path.is_file()]
    about = texts.About(
        community=community,
        scope=said,
        complete=scope.year is not None,
        fonds=together[0][0].fonds,
        made_at=now,
        made_by=order.by,
        items=len(entries),
        files=len(records),
        size=sum(path.stat().st_size for path in records),
        head=head,
        left_out=planned.left_out,
        sm3=knows_sm3(),
        pdf=any(paper.pdf for _item, papers in together for paper in papers),
    )
    heading = (community.name, f"全宗号 {about.fonds}", said)
    (root / layout.DIRECTORY).write_bytes(layout.directory_xml(entries))
    (root / layout.SCHEMA).write_bytes(layout.directory_schema())
    layout.directory_excel(entries, root / layout.EXCEL, heading, now)
    put_volumes(db, community, lines, order.rules, scope.language, order.templates, root)
    (root / layout.README).write_bytes(texts.readme(about))
    (root / layout.RULES).write_bytes(texts.how_it_was_made(about, order.rules))
    (root / layout.ABOUT).write_bytes(texts.about_xml(about, order.rules))
    texts.register(about, entries, root / layout.REGISTER)
    _list_digests(root)
    checked = _judged(root, told)
    (root / layout.REPORT).write_bytes(texts.plain_text(report(checked, now)))
    _list_digests(root)
    return checked


def report(checked: Checked, at: datetime, spoken: str = "zh_CN") -> str:
    """What was found of each property, in lines."""
    say = in_language(spoken)
    lines = [
        say("Self-check of the archive package"),
        f"{at.astimezone():%Y-%m-%d %H:%M}",
        say("Items: {items}; files: {files}; bytes: {size}").format(
            items=checked.items, files=checked.files, size=checked.size
        ),
    ]
    for name, title in PROPERTIES.items():
        lines += ["", say(title)]
        lines += [
            f"  {'·' if each.well is None else '✓' if each.well else '✗'} {each.says(say)}"
            for each in checked.findings
            if each.property is name
        ]
    lines += ["", say("All is well.") if checked.well else say("Something is wrong.")]
    return "\n".join(lines) + "\n"


def _judged(root: Path, told: Told | None) -> Checked:
    """The package's judgement. Raises RuleError for a flaw."""
    checked = check(root, told)
    if not checked.well:
        say = in_language(language())
        raise RuleError(
            _("The package is not whole, so it was not put in its place."),
            *(each.says(say) for each in checked.findings if each.well is False),
        )
    return checked


def _list_digests(root: Path) -> None:
    """The lists that `sha256sum -c` and its likes read, started in the package's root."""
    names = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    named = sorted(name for name in names if name not in layout.LISTS)
    for place, digest in ((layout.SHA256, sha256), (layout.SM3, sm3)):
        if digest is sha256 or knows_sm3():
            (root / place).write_bytes("".join(f"{digest(root / name)}  {name}\n" for name in named).encode())


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder`, which takes its place when the block ends well."""
    beside = folder.with_name(f".{secrets.token_hex(6)}.part")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside.mkdir()
        yield beside
        if folder.is_dir():
            folder.rmdir()  # it is empty, and not every system renames over one
        beside.rename(folder)
    except OSError as error:
        raise RuleError(refusal(folder, error)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
