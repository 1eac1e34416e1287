"""Where a public notice was put up and when it was taken down, asked for at the papers."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from meetings_db.models import Posting, PostingBase
from meetings_db.queries.papers import PaperLine, postings
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.screens.path_line import paths_in
from triparty.screens.station import Station
from triparty.screens.typed import moment, moment_text
from triparty.services.photos import Picture
from triparty.services.postings import put_up_notice, take_down_notice
from triparty.widgets import moments
from triparty.widgets.dialogs import Offer
from triparty.widgets.form import Field, FieldError


async def ask_where_posted(station: Station, paper: PaperLine) -> None:
    """Note another place of a notice, or that it was taken down somewhere. Call it from a worker."""
    known = await station.read(postings, [paper.id])
    offers = [Offer("new", _("Put up at a place"), key="n")]
    offers += [
        Offer(each.id.hex, _("Taken down: {place}").format(place=each.place), moments.full(each.posted_at), str(at))
        for at, each in enumerate((each for each in known if each.taken_down_at is None), 1)
    ]
    chosen = await station.choose(_("Public notice"), offers) if len(offers) > 1 else "new"
    if chosen == "new":
        await _put_up(station, paper.id)
    elif chosen is not None:
        await _take_down(station, next(each for each in known if each.id.hex == chosen))
    station.reload()


def told(known: list[Posting]) -> list[tuple[str, str]]:
    """The places of a notice, for its life."""
    found = []
    for each in known:
        said = _("from {begin} to {end}") if each.taken_down_at else _("since {begin}")
        end = moments.full(each.taken_down_at) if each.taken_down_at else ""
        facts = [each.place, said.format(begin=moments.full(each.posted_at), end=end), each.posted_by, each.photo_name]
        found.append((_("Put up"), "  ".join(filter(None, facts))))
    return found


async def _put_up(station: Station, paper_id: UUID) -> None:
    """The form of a place."""
    now = station.clock()
    fields = [
        Field("place", _("Place"), hint=_("Such as: board at the east gate")),
        Field("posted_at", _("Put up"), moment_text(now)),
        Field("posted_by", _("Put up by"), station.desk.settings.officer),
        Field("photo", _("Photo"), hint=_("The file of a picture of it hanging there; may be dropped here.")),
    ]

    async def save(values: dict[str, Any]) -> Posting:
        """Check and keep what was typed."""
        photo = values.pop("photo")
        typed = PostingBase.model_validate({**values, "posted_at": moment("posted_at", values["posted_at"], now)})
        picture = await asyncio.to_thread(_picture, photo) if photo.strip() else None
        return await station.db.run_async(put_up_notice, paper_id, typed, picture)

    await station.fill(_("Public notice"), fields, save, _("Saved."))


async def _take_down(station: Station, posting: Posting) -> None:
    """The form of a time."""
    now = station.clock()

    async def save(values: dict[str, Any]) -> Posting:
        """Check and keep what was typed."""
        at = moment("taken_down_at", values["taken_down_at"], now)
        return await station.db.run_async(take_down_notice, posting.id, posting.version, at)

    fields = [Field("taken_down_at", _("Taken down"), moment_text(now))]
    await station.fill(posting.place, fields, save, _("Saved."))


def _picture(typed: str) -> Picture:
    """The picture a line names; refused where it names several, or none that can be read."""
    from triparty.intake.photo import prepare

    paths = paths_in(typed)
    try:
        return prepare(paths[0] if len(paths) == 1 else Path(typed.strip()))
    except RuleError as problem:
        raise FieldError("photo", "\n".join(problem.reasons)) from None
