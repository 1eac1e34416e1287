"""The four properties of a package (DA/T 70-2018): authentic, complete, usable, safe. No database is needed.

A package comes from another machine and is judged with distrust: nothing in it is run, fetched or changed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from triparty.documents.archive import layout
from triparty.documents.archive.data import history_flaw
from triparty.documents.archive.digests import knows_sm3, sha256, sm3
from triparty.documents.archive.openings import LARGEST, opens
from triparty.documents.archive.xml import parsed, text_of
from triparty.documents.pdf import page_count
from triparty.i18n import _, mark
from triparty.rules import RuleError
from triparty.rules.archive import gaps

if TYPE_CHECKING:
    from lxml import etree

LONGEST_PATH = 200
"""A path in a package has fewer bytes than this, counted from its root."""

_SHOWN = 5
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\ ]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_NEEDED = ("聚合层次", "档号", "题名", "责任者", "日期", "保管期限")

Told = Callable[[int, int, str], object]


class Property(StrEnum):
    """What a check is for."""

    AUTHENTIC = "authentic"
    COMPLETE = "complete"
    USABLE = "usable"
    SAFE = "safe"


PROPERTIES = {
    Property.AUTHENTIC: mark("Authenticity"),
    Property.COMPLETE: mark("Integrity"),
    Property.USABLE: mark("Usability"),
    Property.SAFE: mark("Safety"),
}


class Finding(NamedTuple):
    """What one check found: a flaw, that all is well, or None for what no program can tell. `places` are examples."""

    property: Property
    well: bool | None
    what: str
    places: tuple[str, ...] = ()

    def says(self, say: Callable[[str], str]) -> str:
        """It in words."""
        shown = "; ".join(self.places[:_SHOWN]) + (" …" if len(self.places) > _SHOWN else "")
        return say(self.what) + (f" {shown}" if shown else "")


@dataclass(frozen=True)
class Checked:
    """A package judged: so many items, files and bytes."""

    items: int
    files: int
    size: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether no flaw was found."""
        return all(each.well is not False for each in self.findings)


def check(root: Path, told: Told | None = None) -> Checked:
    """Judge the package in a folder. Raises RuleError where there is none."""
    if not (root / layout.DIRECTORY).is_file():
        raise RuleError(
            _("{folder} is no archive package: there is no {file} in it.").format(folder=root, file=layout.DIRECTORY)
        )
    package = _Package(root)
    found: list[Finding] = []
    parts = (_digests, _histories, _directories, _metadata, _pages, _openings, _names, _strangers)
    for number, part in enumerate(parts):
        if told is not None:
            told(number, len(parts), "")
        found += part(package)
    if told is not None:
        told(len(parts), len(parts), "")
    items = len(package.lines)
    return Checked(items, len(package.files), sum(path.stat().st_size for path in package.files.values()), found)


class _Package:
    """A package as it lies there, each thing read when it is first asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.odd: list[str] = []
        self.files: dict[str, Path] = {}
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                self.odd.append(name)
            elif path.is_file():
                self.files[name] = path

    def bytes_of(self, name: str) -> bytes:
        """A file's content; empty where it is not, or is too large to be what it should."""
        path = self.files.get(name)
        return path.read_bytes() if path is not None and path.stat().st_size <= LARGEST else b""

    @cached_property
    def lines(self) -> list[list[str]]:
        """The directory's lines, as in `layout.TRANSFER`; none where it cannot be read, which is found elsewhere."""
        try:
            return layout.rows_of_xml(self.bytes_of(layout.DIRECTORY))
        except RuleError:
            return []

    @cached_property
    def metadata(self) -> "dict[str, etree._Element]":
        """The metadata of each item by its path."""
        found = {}
        for name in self.files:
            if name.startswith(f"{layout.RECORDS}/") and name.endswith(".xml"):
                try:
                    found[name] = parsed(self.bytes_of(name))
                except RuleError:
                    continue  # told where everything is opened
        return found

    @cached_property
    def about(self) -> dict[str, str]:
        """What the package says of itself."""
        try:
            return {str(part.tag): text_of(part) for part in parsed(self.bytes_of(layout.ABOUT))}
        except RuleError:
            return {}

    def listed(self, name: str) -> dict[str, str]:
        """The digest of each file a list names."""
        text = self.bytes_of(name).decode("utf-8", "replace")
        return {match[2]: match[1] for line in text.splitlines() if (match := _LINE.fullmatch(line))}


def _finding(of: Property, well: str, flawed: str, places: list[str]) -> Finding:
    """All is well, or what is not and where."""
    return Finding(of, not places, flawed if places else well, tuple(places))


def _digests(package: _Package) -> Iterator[Finding]:
    """Every file is as the lists of digests say, and none lacks."""
    listed = package.listed(layout.SHA256)
    changed = [
        name for name, digest in listed.items() if name in package.files and sha256(package.files[name]) != digest
    ]
    yield _finding(Property.AUTHENTIC, mark("Every file has the SHA-256 of the list."), mark("Changed since:"), changed)
    lacking = [name for name in listed if name not in package.files]
    lacking += [name for name in (layout.SHA256, layout.README) if name not in package.files]
    yield _finding(Property.COMPLETE, mark("No file of the list lacks."), mark("These files lack:"), lacking)
    second = package.listed(layout.SM3)
    if not second:
        yield Finding(Property.AUTHENTIC, None, mark("There is no list of SM3 digests."))
    elif not knows_sm3():
        yield Finding(Property.AUTHENTIC, None, mark("This computer knows no SM3: that list was not checked."))
    else:
        changed = [
            name for name, digest in second.items() if name in package.files and sm3(package.files[name]) != digest
        ]
        changed += sorted(set(listed) - set(second) - {layout.SM3})
        yield _finding(Property.AUTHENTIC, mark("Every file has the SM3 of the list."), mark("Changed since:"), changed)


def _histories(package: _Package) -> Iterator[Finding]:
    """The history is whole, and the data are those it ends with."""
    flaw = history_flaw(package.root, package.about.get("历史记录校验值", ""))
    yield _finding(
        Property.AUTHENTIC,
        mark("The history is whole, and the data are what it says."),
        mark("The history and the data do not fit:"),
        [flaw] if flaw else [],
    )


def _directories(package: _Package) -> Iterator[Finding]:
    """The directory is the same in XML and Excel, names each item once, with what an archive asks for."""
    columns = {name: place for place, name in enumerate(layout.TRANSFER)}
    yield _finding(
        Property.COMPLETE,
        mark("The directories in XML and Excel are identical."),
        mark("The directories in XML and Excel differ:"),
        _differences(package),
    )
    numbers = Counter(line[columns["档号"]] for line in package.lines)
    twice = [number for number, count in numbers.items() if count > 1]
    yield _finding(Property.AUTHENTIC, mark("Each record number is there once."), mark("Given twice:"), twice)
    gone = [line[columns["档号"]] for line in package.lines if line[columns["电子档案名称"]] not in package.files]
    in_records = {text_of(each.find("档号")) for each in package.metadata.values()}
    gone += sorted(set(numbers) ^ in_records)
    yield _finding(
        Property.COMPLETE,
        mark("Directory and records name the same items."),
        mark("Not in both the directory and the records:"),
        gone,
    )
    poor = [
        line[columns["档号"]] or str(place)
        for place, line in enumerate(package.lines, 1)
        if not re.fullmatch(r"\d{8}", line[columns["日期"]])
        or any(not line[columns[name]] for name in ("档号", "责任者", "题名"))
        or line[columns["顺序号"]] != str(place)
    ]
    yield _finding(Property.COMPLETE, mark("Every line is filled in."), mark("Lines not filled in:"), poor)
    lacking = _gaps(numbers)
    if lacking and package.about.get("完整年度") != "是":
        yield Finding(
            Property.COMPLETE, None, mark("A part of a year: these numbers are not in this package:"), tuple(lacking)
        )
    else:
        yield _finding(Property.COMPLETE, mark("The numbers have no gap."), mark("Numbers that lack:"), lacking)


def _gaps(numbers: Counter[str]) -> list[str]:
    """The record numbers between the first and the last of each series that are not there."""
    series: defaultdict[str, list[int]] = defaultdict(list)
    for number in numbers:
        if match := re.fullmatch(r"(.*?)(\d{4,})", number):
            series[match[1]].append(int(match[2]))
    return [f"{name}{number:04d}" for name, some in series.items() for number in gaps(some)]


def _differences(package: _Package) -> list[str]:
    """Where the two directories differ."""
    if layout.EXCEL not in package.files or not package.lines:
        return [layout.EXCEL if package.lines else layout.DIRECTORY]
    try:
        own = layout.rows_of_excel(package.files[layout.EXCEL], "文件目录")
        printed = layout.rows_of_excel(package.files[layout.EXCEL], "归档文件目录")
    except Exception as error:  # whatever a damaged workbook makes its reader raise
        return [f"{layout.EXCEL}: {error}"]
    wanted = [list(layout.TRANSFER), *package.lines]
    differing = [str(place) for place, pair in enumerate(zip(own, wanted, strict=False)) if pair[0] != pair[1]]
    if len(own) != len(wanted) or len(printed) != len(wanted):
        differing.append(f"{len(own) - 1} / {len(printed) - 1} / {len(package.lines)}")
    shared = [(list(layout.FILING).index(name), list(layout.TRANSFER).index(name)) for name in ("档号", "题名", "日期")]
    for place, (one, other) in enumerate(zip(printed[1:], package.lines, strict=False), 1):
        if any(one[left] != other[right] for left, right in shared):
            differing.append(str(place))
    return differing


def _metadata(package: _Package) -> Iterator[Finding]:
    """Metadata say what they must, and the paths, sizes and digests in them are true."""
    wrong = []
    for name, document in package.metadata.items():
        if any(not text_of(document.find(part)) for part in _NEEDED) or document.find("文件") is None:
            wrong.append(name)
            continue
        for file in document.findall("文件"):
            path = text_of(file.find("计算机文件名"))
            there = package.files.get(path)
            beside = path.rpartition("/")[0] == name.rpartition("/")[0]
            size, digest = text_of(file.find("大小")), text_of(file.find("SHA-256"))
            if there is None or not beside or (size, digest) != (str(there.stat().st_size), sha256(there)):
                wrong.append(path)
    yield _finding(
        Property.COMPLETE,
        mark("The metadata are complete, and point to their files."),
        mark("Metadata that lack something, or do not fit their file:"),
        wrong,
    )


def _pages(package: _Package) -> Iterator[Finding]:
    """The page counts are true."""
    wrong, uncounted = [], 0
    for document in package.metadata.values():
        total = 0
        for file in document.findall("文件"):
            path = text_of(file.find("计算机文件名"))
            if path.endswith(".pdf"):
                count = page_count(package.bytes_of(path))
                total += count
                if text_of(file.find("页数")) != str(count):
                    wrong.append(path)
        if not total:
            uncounted += 1
        elif text_of(document.find("页数")) != str(total):
            wrong.append(text_of(document.find("档号")))
    yield _finding(Property.COMPLETE, mark("The page counts are true."), mark("Wrong page counts:"), wrong)
    if uncounted:
        yield Finding(
            Property.USABLE, None, mark("There is no PDF of these items, and no page count:"), (str(uncounted),)
        )


def _openings(package: _Package) -> Iterator[Finding]:
    """Every file opens, is of a form that archives take, and holds neither programs nor passwords."""
    unopened: list[str] = []
    unsafe: list[str] = []
    for name, path in package.files.items():
        trouble = opens(name, path)
        if trouble is not None:
            (unsafe if trouble.unsafe else unopened).append(f"{name} ({trouble.why})" if trouble.why else name)
    yield _finding(
        Property.USABLE, mark("Every file opens, and none is encrypted."), mark("These files do not open:"), unopened
    )
    yield _finding(
        Property.SAFE,
        mark("No file holds a program, an embedded object or a link to elsewhere."),
        mark("These files may start or fetch something:"),
        unsafe,
    )


def _names(package: _Package) -> Iterator[Finding]:
    """Every disk takes the names."""
    folded = Counter(name.casefold() for name in package.files)
    bad = [
        name
        for name in package.files
        if len(name.encode(errors="replace")) >= LONGEST_PATH
        or _UNSAFE.search(name)
        or folded[name.casefold()] > 1
        or any(_RESERVED.fullmatch(part) or part.endswith(".") for part in name.split("/"))
    ]
    yield _finding(
        Property.USABLE, mark("Every disk takes the names of the files."), mark("Names that are not safe:"), bad
    )


def _strangers(package: _Package) -> Iterator[Finding]:
    """Nothing is there that is not of the package."""
    known = {*package.listed(layout.SHA256), *layout.LISTS}
    foreign = [*package.odd, *(name for name in package.files if name not in known)]
    yield _finding(Property.SAFE, mark("There is no foreign file."), mark("Foreign files:"), foreign)
    yield Finding(Property.SAFE, None, mark("This program looks for no viruses: whoever takes it over does."))
