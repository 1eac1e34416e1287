"""Photos of the row under the cursor: told in its life by name, attached, shown, told what they show, taken off."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from meetings_db.models import Photo, PhotoBase, PhotoPhase
from meetings_db.queries.photos import Pictured, pictured
from triparty.i18n import _, ngettext
from triparty.intake.photo import ENDINGS, attach_files, pictures_in
from triparty.screens.list_station import ListStation
from triparty.screens.path_line import PathSuggester, paths_in
from triparty.services.photos import edit_photo, remove_photo
from triparty.widgets import moments, words
from triparty.widgets.cells import Words
from triparty.widgets.dialogs import Offer
from triparty.widgets.form import Field
from triparty.widgets.frame import refusable
from triparty.widgets.prompt import Chip
from triparty.widgets.timeline import facts


def photos_part(photos: Sequence[Photo], today: date) -> tuple[str, Content]:
    """The photos as a titled part of a life: by name, which every terminal can show."""
    lines = []
    for place, photo in enumerate(photos, 1):
        phase = words.photo_phase(photo.phase) if photo.phase is not PhotoPhase.NONE else ""
        lines.append((str(place), Words("  ".join(filter(None, (phase, _name(photo), _about(photo, today)))))))
    return _("Photos"), facts(lines)


def _name(photo: Photo) -> str:
    """What a photo shows, else the file it came from."""
    return photo.caption or photo.file_name


def _about(photo: Photo, today: date) -> str:
    """A photo's size, and when it was taken."""
    taken = moments.when(photo.taken_at, today) if photo.taken_at else ""
    return "  ".join(filter(None, (f"{photo.width}×{photo.height}", taken)))


def photo_chips(typed: str) -> list[Chip]:
    """How many pictures a line names, and what of it is not there."""
    paths = paths_in(typed)
    lost = [path for path in paths if not path.exists()]
    count = sum(_pictures(path) for path in paths if path not in lost)
    chips = [Chip(_("Photos"), str(count), "green")] if count else []
    return chips + [Chip(_("File"), _("{name} not found yet").format(name=path.name), "amber") for path in lost]


def _pictures(path: Path) -> int:
    """How many pictures a path that is there stands for."""
    if not path.is_dir():
        return 1
    try:
        return sum(each.suffix.lower() in ENDINGS for each in path.iterdir())
    except OSError:
        return 0


def viewer() -> str | None:
    """The program that shows a file in a window of this desktop; None where there is none."""
    if sys.platform == "darwin":
        return "open"
    if sys.platform == "win32":
        return "explorer"
    desktop = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if desktop else None


def _show(program: str, path: Path) -> None:
    """Start a viewer that outlives the program and writes nothing over its screen."""
    nothing = subprocess.DEVNULL
    subprocess.Popen([program, str(path)], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)


class PicturedStation(ListStation):
    """A list of things that have photos: `P` attaches them, and leads to what may be done with each."""

    PICTURED: ClassVar[Pictured]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "P",
            "photos",
            _("Photos"),
            show=False,
            id="station.photos",
            tooltip=_("Attach photos; see them, say what they show, take them off"),
        ),
    ]

    @refusable
    @work
    async def action_photos(self) -> None:
        """Attach photos to the row; with photos already, ask which is meant."""
        key = self.rows.key
        if not isinstance(key, UUID):
            return
        number, photos = await self.read(pictured, self.PICTURED, key)
        if not photos:
            await self._attach_photos(key, number)
            return
        offers = [Offer("attach", _("Attach photos"), key="a")]
        for place, photo in enumerate(photos, 1):
            phase = words.photo_phase(photo.phase) if photo.phase is not PhotoPhase.NONE else ""
            about = "  ".join(filter(None, (phase, _about(photo, self.today))))
            offers.append(Offer(str(photo.id), _name(photo), about, str(place) if place < 10 else ""))
        chosen = await self.choose(_("Photos of {number}").format(number=number), offers)
        if chosen == "attach":
            await self._attach_photos(key, number)
        elif chosen is not None:
            await self._ask_deed(next(photo for photo in photos if str(photo.id) == chosen), number)
            self._show_life(key)

    async def _attach_photos(self, key: UUID, number: str) -> None:
        """Ask for the files and what they show, and attach them."""
        typed = await self.prompt.ask(
            _("Which photos?"),
            hint=_("One path or several, or a folder; files may be dropped here"),
            understand=photo_chips,
            suggester=PathSuggester(ENDINGS),
        )
        paths = paths_in(typed or "")
        if not paths:
            return
        offers = [
            Offer(phase.value, words.photo_phase(phase), key=letter)
            for phase, letter in ((PhotoPhase.NONE, "n"), (PhotoPhase.BEFORE, "b"), (PhotoPhase.AFTER, "a"))
        ]
        shows = await self.choose(_("What do they show?"), offers)
        if shows is None:
            return
        files = await asyncio.to_thread(pictures_in, paths)
        self.tell(ngettext("Reading {count} photo …", "Reading {count} photos …", len(files)).format(count=len(files)))
        # One thread for all: leaving the station cancels the wait, not the work.
        taken = await asyncio.to_thread(attach_files, self.db, self.PICTURED, key, files, phase=PhotoPhase(shows))
        refused = [each.problem for each in taken if each.photo is None]
        done = len(taken) - len(refused)
        if done:
            told = ngettext("{count} photo is attached to {number}.", "{count} photos are attached to {number}.", done)
            self.tell_done(told.format(count=done, number=number))
        self.tell_refused(refused)
        self._show_life(key)

    async def _ask_deed(self, photo: Photo, number: str) -> None:
        """Ask what to do with a photo, and do it."""
        offers = [
            Offer("open", _("See it"), _("written as a file, and shown where there is a viewer"), "s"),
            Offer("edit", _("Say what it shows"), "", "e"),
            Offer("remove", _("Take it off"), "", "t"),
        ]
        deed = await self.choose(_name(photo), offers)
        if deed == "open":
            await self._open(photo, number)
        elif deed == "edit":
            await self._edit(photo)
        elif deed == "remove":
            told = _("Photo {name} is taken off {number}.").format(name=_name(photo), number=number)
            await self.do(told, remove_photo, photo.id, photo.version)

    async def _open(self, photo: Photo, number: str) -> None:
        """Write the photo into the office's folder, show it where there is a window to show it in, and say where."""
        from triparty.documents.photos import export_photos

        folder = self.desk.settings.papers / "photos"
        (path,) = await asyncio.to_thread(export_photos, self.db, [photo], folder, number)
        if program := viewer():
            _show(program, path)
        self.tell(_("Written: {file}").format(file=path))

    async def _edit(self, photo: Photo) -> None:
        """Say anew what a photo shows."""
        old = photo

        async def save(values: dict[str, Any]) -> Photo:
            """Check and keep what was typed."""
            before = {name: getattr(old, name) for name in PhotoBase.model_fields}
            entry = PhotoBase.model_validate({**before, **values})
            return await self.db.run_async(edit_photo, old.id, old.version, entry)

        async def against(theirs: Photo) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            old = theirs
            return _fields(theirs)

        await self.fill(photo.file_name, _fields(photo), save, _("The photo is saved."), against=against)


def _fields(photo: Photo) -> list[Field]:
    """What is said of a photo."""
    phases = [(phase, words.photo_phase(phase)) for phase in PhotoPhase]
    return [
        Field("caption", _("Caption"), photo.caption, hint=_("What is to be seen")),
        Field("phase", _("Shows"), photo.phase, phases),
    ]
