"""Our papers against those of well-kept libraries: the same content, in turns, in one run."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure, Given, Missing, Taker, cpu_seconds, in_turns
from benchmarks.papers import tracker_values
from benchmarks.peers.content import ITEMS, PHOTOS, kept, minutes_values, photo_files, plainly
from benchmarks.peers.node import SCRIPT, asked, missing_from, node, peak_of
from benchmarks.peers.ours import bracket_template, excel_file, jinja_template, photo_template, word_file
from benchmarks.peers.python import docxtpl, missing_docxtpl, pandoc, pandoc_taker

ROWS = (100, 1_000, 10_000)
_LIMIT, _EXCEL = 1.0, 2.0
"""A peer is what we mean to be faster than. exceljs is known to stream faster than XlsxWriter, which keeps to the file
format of Excel more closely; the minutes have bounds of their own.
"""


def figures(given: Given) -> Iterator[Figure | Missing]:
    """Trackers of hundred to ten thousand rows, minutes with and without photos, and the memory of the longest."""
    if why := missing_from(given.peers):
        yield Missing("papers against the libraries of Node", why)
        return
    assert given.peers is not None
    told = tracker_values(given)
    with node(given.peers) as peer:
        for rows in ROWS:
            yield from _trackers(given, peer.taker, told, rows)
        yield from _minutes(given, peer.taker)
    yield from _of_python(given, given.peers)
    yield from _memory(given, given.peers)


def _paths(given: Given, rows: int) -> tuple[Path, Path]:
    """Where the data and the papers of a tracker are put."""
    return given.folder / f"tracker-{rows}.json", given.folder / "peer"


def _trackers(given: Given, peer: Any, told: dict[str, Any], rows: int) -> Iterator[Figure]:
    """Word and Excel of so many rows."""
    lines = (told["lines"] * (rows // len(told["lines"]) + 1))[:rows]
    said = {**told, "lines": lines}
    table = [[str(cell) for cell in line.values()] for line in lines]
    data, out = _paths(given, rows)
    template = bracket_template(given.folder / "docxtemplater.docx", len(table[0]))
    kept({"values": said, "head": [*lines[0]], "rows": table, "template": str(template)}, data)
    takers: dict[str, Taker] = {
        "word": cpu_seconds(partial(word_file, said, out.with_suffix(".docx"))),
        "excel": cpu_seconds(partial(excel_file, said, out.with_suffix(".xlsx"))),
        **{job: peer(job, data, out.with_name(job)) for job in ("npm docx", "docxtemplater", "exceljs")},
    }
    taken = in_turns(given.runs, takers)
    for job in ("npm docx", "docxtemplater"):
        yield Figure(f"Word tracker of {rows:,} rows", taken["word"], job, taken[job], _LIMIT)
    yield Figure(f"Excel tracker of {rows:,} rows", taken["excel"], "exceljs, streaming", taken["exceljs"], _EXCEL)


def _of_python(given: Given, folder: Path) -> Iterator[Figure | Missing]:
    """The same trackers by docxtpl and by pandoc, each where it is."""
    program, why = pandoc(), missing_docxtpl(folder)
    if why:
        yield Missing("papers against docxtpl", why)
    if program is None:
        yield Missing("papers against pandoc", "there is no pandoc on the path")
    with docxtpl(folder) if not why else nullcontext() as peer:
        for rows in ROWS:
            data, out = _paths(given, rows)
            known = json.loads(data.read_text(encoding="utf-8"))
            head, table = known["head"], known["rows"]
            takers = {"word": cpu_seconds(partial(word_file, known["values"], out.with_suffix(".docx")))}
            if peer is not None:
                asked_of = kept({**known, "jinja": str(jinja_template(out.with_name("jinja.docx"), len(head)))}, data)
                takers["docxtpl"] = peer.taker("docxtpl", asked_of, out.with_name("docxtpl.docx"))
            if program is not None:
                takers["pandoc"] = pandoc_taker(program, table, head, out.with_name("pandoc.docx"))
            taken = in_turns(given.runs, takers)
            for name in ("docxtpl", "pandoc"):
                if name in taken:
                    yield Figure(f"Word tracker of {rows:,} rows", taken["word"], name, taken[name], _LIMIT)


def _minutes(given: Given, peer: Any) -> Iterator[Figure]:
    """Forty items, without photos and with ten."""
    files = photo_files(given.folder)
    template = photo_template(given.folder / "minutes-with-photos.docx")
    for photos, reach in ((0, 0.15), (PHOTOS, 0.3)):
        values = minutes_values(photos)
        data, out = kept(plainly(values, files), given.folder / f"minutes-{photos}.json"), given.folder / "minutes.docx"
        ours = partial(word_file, values, out, template, lambda sha256, _name: files[sha256].read_bytes())
        taken = in_turns(given.runs, {"ours": cpu_seconds(ours), "docx": peer("minutes", data, out.with_suffix(".js"))})
        said = f"minutes of {ITEMS} items with Markdown" + (f" and {photos} photos" if photos else "")
        yield Figure(said, taken["ours"], "npm docx", taken["docx"], reach)


def _memory(given: Given, folder: Path) -> Iterator[Figure]:
    """The most memory a process takes that writes the longest tracker and nothing else."""
    data, out = _paths(given, ROWS[-1])
    for job, peers in (("word", ("npm docx", "docxtemplater")), ("excel", ("exceljs",))):
        ours = peak_of([sys.executable, "-m", "benchmarks.peers.alone", job, str(data), str(out)])
        for peer in peers:
            theirs = peak_of(["node", str(SCRIPT)], asked(peer, data, out), folder)
            yield Figure(f"memory of the {job.title()} tracker of {ROWS[-1]:,} rows", ours, peer, theirs, _LIMIT, "MB")
