"""What is done with an agenda's items: added, changed, moved, taken off, and marked with who may decide them."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from textual import work

from meetings_db.errors import StaleSave
from meetings_db.models import AgendaItem, AgendaItemBase
from triparty.i18n import _
from triparty.screens.agenda_form import item_fields, typed_of, typed_values
from triparty.screens.agenda_lists import ItemRows
from triparty.screens.deeds import MeetingScreen
from triparty.screens.guard import ask_guard
from triparty.screens.meeting_words import guard_said
from triparty.services import agendas
from triparty.widgets.form import Field, FieldError, Form
from triparty.widgets.frame import refusable

T = TypeVar("T")


class ItemDeeds(MeetingScreen):
    """The deeds upon single items; who mixes this in loads the plan and shows a side of it."""

    async def load(self) -> None:
        """Read the plan again."""
        raise NotImplementedError

    @property
    def invited(self) -> Sequence[str]:
        """The names of those who are invited."""
        raise NotImplementedError

    def show_side(self, waiting: bool) -> None:
        """Give the pool or the agenda the keys."""
        raise NotImplementedError

    @work
    async def shift_item(self, item: AgendaItem, by: int) -> None:
        """Move an item; the cursor goes with it."""
        async with self.deed():
            await self.db.run_async(agendas.move_item, item.id, by)
            await self.load()

    @work
    async def take_off(self, item: AgendaItem) -> None:
        """Take an item off; its issue waits in the pool again."""
        async with self.deed():
            try:
                await self.over(item, agendas.take_off_agenda)
            finally:
                await self.load()
            self.tell_done(_("Taken off the agenda: {title}").format(title=item.title))

    async def save_over(self, shown: AgendaItem, typed: AgendaItemBase) -> AgendaItem:
        """Save what was typed over an item as it was shown."""
        return await self.over(shown, agendas.edit_item, typed=typed)

    async def over(self, shown: AgendaItem, service: Callable[..., T], **more: object) -> T:
        """A deed upon an item as it was shown; one that was only moved meanwhile is still the same."""
        try:
            return await self.db.run_async(service, shown.id, version=shown.version, **more)
        except StaleSave as stale:
            theirs = stale.theirs
            if not isinstance(theirs, AgendaItem) or typed_of(theirs) != typed_of(shown):
                raise
            return await self.db.run_async(service, theirs.id, version=theirs.version, **more)

    @refusable
    def action_new(self) -> None:
        """An item that comes from no issue."""
        self.fill_in(None)

    @work
    async def fill_in(self, item: AgendaItem | None) -> None:
        """Fill in an item."""
        old = item

        async def save(values: dict[str, Any]) -> AgendaItem:
            """Check and keep what was typed."""
            if not str(values["minutes"]).strip().isdecimal():
                raise FieldError("minutes", _("Please type a whole number of minutes."))
            typed = typed_values(values, old, self.invited)
            async with self._turn:
                if old is None:
                    return await self.db.run_async(agendas.add_item, self.meeting_id, typed)
                return await self.save_over(old, typed)

        async def against(theirs: AgendaItem) -> list[Field]:
            """Save over what somebody else wrote, now that it is shown."""
            nonlocal old
            old = theirs
            return item_fields(theirs)

        saved = await self.app.push_screen_wait(Form(_("Agenda item"), item_fields(item), save, against))
        if saved is not None:
            async with self.deed():
                self.query_one(ItemRows).highlighted = None
                await self.load()
                self.show_side(False)
                self.query_one(ItemRows).highlighted = saved.position - 1
                self.tell_done(_("Saved."))

    @work
    async def guard(self, item: AgendaItem) -> None:
        """Say who may decide an item, and on what ground of law."""
        chosen = await ask_guard(self.app, item)
        if chosen is None:
            return
        authority, basis = chosen
        async with self.deed():
            try:
                marked = await self.over(item, agendas.guard_item, authority=authority, legal_basis=basis)
                self.tell_done(guard_said(marked))
            finally:
                await self.load()
