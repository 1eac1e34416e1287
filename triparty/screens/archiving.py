"""Giving away from a screen: what is final to the archive, numbered and judged; what is open to whoever takes over."""

import asyncio
from functools import partial
from itertools import count
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.binding import Binding

from meetings_db.models import Meeting
from triparty.i18n import _, ngettext
from triparty.screens.station import Station
from triparty.widgets.form import Field, FieldError
from triparty.widgets.frame import Desk

if TYPE_CHECKING:
    from triparty.documents.archive.make import Made, Order, Told
    from triparty.rules.archive import ArchiveRules

ARCHIVE = Binding(
    "A",
    "archive",
    _("Archive"),
    show=False,
    id="station.archive",
    tooltip=_("File what is final under record numbers, and pack it for the archive"),
)
HANDOVER = Binding(
    "H",
    "handover",
    _("Handover"),
    show=False,
    id="station.handover",
    tooltip=_("Write what is open, who is who and where papers are, for whoever takes over"),
)
_LONG = 30
"""Seconds for which it stays on the screen where the package is and what is not in it."""
_OFTEN = 1.0
"""Seconds after which it is told anew how far the package is."""


async def ask_and_file(station: Station, meeting: Meeting | None = None) -> None:
    """Ask of what and under which fonds, make the package, and say where it is. Call it from a worker."""
    from triparty.rules import RuleError
    from triparty.rules.archive import read_rules, series_of
    from triparty.services.archive import fonds_in_force

    settings = station.desk.settings
    try:
        rules = read_rules(settings.file.parent if settings.file.name else None)
    except RuleError as problem:
        station.refuse(problem)
        return
    fonds = await station.read(fonds_in_force, station.desk.community_id, rules)
    year = (meeting.starts_at.astimezone() if meeting else station.clock()).year

    async def save(values: dict[str, Any]) -> "Order":
        """Check what was typed."""
        try:
            series_of(rules.number, values["fonds"].strip(), year, next(iter(rules.retention)))
        except RuleError as problem:
            raise FieldError("fonds", str(problem)) from problem
        return _order(station.desk, rules, values, meeting)

    order = await station.fill(_("File and pack for the archive"), _fields(meeting, year, fonds), save)
    if order is not None:
        await _make(station, order)


def _fields(meeting: Meeting | None, year: int, fonds: str) -> list[Field]:
    """What is asked: of what, under which fonds, with PDF or without."""
    from triparty.documents.pdf import libreoffice

    years = [(str(each), _("All of {year}").format(year=each)) for each in (year, year - 1)]
    if meeting is not None:
        years = [("", _("Meeting no. {ordinal} alone").format(ordinal=meeting.ordinal)), years[0]]
    word_alone = [(False, _("Word alone: there is no LibreOffice on this computer"))]
    both = [(True, _("Word and PDF")), (False, _("Word alone"))]
    hint = _("全宗号: your archive gives it. It stands in every record number and is never changed.")
    return [
        Field("of", _("Of what"), years[0][0], years),
        Field("fonds", _("Fonds"), fonds, hint=hint),
        Field("pdf", _("Papers"), libreoffice() is not None, both if libreoffice() else word_alone),
    ]


def _order(desk: Desk, rules: "ArchiveRules", values: dict[str, Any], meeting: Meeting | None) -> "Order":
    """What was asked for, in a folder of its own among the papers."""
    from triparty.documents.archive.make import Order
    from triparty.documents.archive.plan import Scope

    settings, alone = desk.settings, meeting is not None and not values["of"]
    what = f"meeting-{meeting.ordinal}" if meeting is not None and alone else values["of"]
    return Order(
        Scope(
            desk.community_id,
            settings.written,
            None if alone else int(values["of"]),
            meeting.id if meeting is not None and alone else None,
        ),
        _free(settings.papers / _("archive-{what}").format(what=what)),
        rules,
        settings.officer,
        values["fonds"].strip(),
        settings.templates,
        with_pdf=values["pdf"],
    )


async def hand_over(station: Station) -> None:
    """Write the handover among the papers, and say where it is. Call it from a worker."""
    from triparty.documents.handover import file_name, list_beside, write_handover
    from triparty.documents.kinds.handover import Places

    settings = station.desk.settings
    path = _free(settings.papers / file_name(settings.written), ".docx")
    places = Places.of(station.db, settings)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(write_handover, station.db, station.desk.community_id, path, settings.written, places)
    except Exception as problem:
        station.refuse(problem)
        return
    said = _("Written: {file}, and the list to be signed: {list}")
    station.tell(said.format(file=path, list=list_beside(path).name))
    station.reload()


async def _make(station: Station, order: "Order") -> None:
    """Make the package in a thread, and say how it went."""
    from triparty.documents.archive.make import make_package

    station.notify(_("The package is being made; that takes a while …"), timeout=_LONG, markup=False)
    try:
        made = await asyncio.to_thread(make_package, station.db, order, told=_as_it_goes(station))
    except Exception as problem:
        station.refuse(problem)
        return
    station.notify(_said(made), timeout=_LONG, markup=False)
    station.reload()


def _as_it_goes(station: Station) -> "Told":
    """What says from the thread how far the package is; the desk goes on meanwhile."""
    loop, last = asyncio.get_running_loop(), monotonic()

    def told(done: int, total: int, what: str) -> None:
        nonlocal last
        if monotonic() - last >= _OFTEN:
            last = monotonic()
            said = _("The package is being made: {done} of {total} {what}").format(done=done, total=total, what=what)
            loop.call_soon_threadsafe(partial(station.notify, said.rstrip(), timeout=_LONG, markup=False))

    return told


def _said(made: "Made") -> str:
    """Where the package is, the first and the last number, what is not in it."""
    number = len(made.items)
    told = ngettext("{count} item packed and checked: {folder}", "{count} items packed and checked: {folder}", number)
    lines = [
        told.format(count=number, folder=made.folder),
        *(f"{item.number}  {item.title}" for item in made.items[:5]),
    ]
    if made.left_out:
        lines += [_("Not in it:"), *made.left_out[:5]]
    return "\n".join(lines)


def _free(path: Path, *endings: str) -> Path:
    """`path`, or that with a count behind the name: the first that is not there, with these endings neither."""
    names = (path if number == 1 else path.with_stem(f"{path.stem}-{number}") for number in count(1))
    return next(
        place for place in names if not any(each.exists() for each in (place, *map(place.with_suffix, endings)))
    )
