"""Over the agenda: what a check finds, and who is invited."""

import asyncio
from typing import ClassVar
from uuid import UUID

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from meetings_db.engine import Database
from meetings_db.models import LINE, Participant
from meetings_db.queries.directory import Seat, register
from meetings_db.queries.meetings import meeting_room
from triparty.i18n import _
from triparty.rules.agendas import Finding
from triparty.screens.deeds import told
from triparty.services import agendas
from triparty.widgets.cells import Words
from triparty.widgets.frame import KeyLine
from triparty.widgets.framework import Line
from triparty.widgets.row_list import Column, Row, RowList
from triparty.words import PARTIES, STANDINGS


class CheckPanel(ModalScreen[str | None]):
    """What speaks against freezing. Where only warnings do and freezing was asked for, a reason overrides them."""

    FIVE: ClassVar[tuple[str, ...]] = ("line.done", "check.close")
    DEFAULT_CSS = """
    CheckPanel { align: center middle; }
    CheckPanel > Vertical { width: 84; max-width: 96%; height: auto; max-height: 94%; background: $surface;
                            border: round $warning; }
    CheckPanel VerticalScroll { height: auto; max-height: 70vh; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    CheckPanel Static { height: auto; margin-bottom: 1; }
    CheckPanel Line, CheckPanel Line:focus { height: 3; margin: 0 1; padding: 0 1; border: round $primary; }
    CheckPanel KeyLine { dock: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", _("Back"), show=False, id="check.close", tooltip=_("Mend it first")),
    ]

    def __init__(self, findings: tuple[Finding, ...], *, freezing: bool) -> None:
        super().__init__()
        self._findings = findings
        self._reason = freezing and all(finding.severity == "warning" for finding in findings)

    def compose(self) -> ComposeResult:
        """The findings, errors first; then the line for the reason."""
        with Vertical() as panel:
            panel.border_title = Content(_("Before the agenda is sent"))
            with VerticalScroll(can_focus=False):
                for finding in self._findings:
                    error = finding.severity == "error"
                    sign = "✗ " + _("mend") if error else "! " + _("warning")
                    yield Static(
                        Content.assemble((f"{sign}  ", "bold $error" if error else "bold $warning"), finding.sentence)
                    )
                if not self._findings:
                    yield Static(Content.styled("✓ " + _("Nothing is missing. z freezes the agenda."), "$success"))
                if self._reason:
                    yield Static(Content(_("To freeze it nevertheless, write the reason; it stays on record.")))
            if self._reason:
                line = Line(placeholder=_("why it cannot wait"), max_length=LINE)
                line.border_title = Content(_("Because"))
                yield line
            yield KeyLine()

    @on(Input.Submitted)
    def _reasoned(self, event: Input.Submitted) -> None:
        """A reason was given."""
        if event.value.strip():
            self.dismiss(event.value)


class InvitedPanel(ModalScreen[None]):
    """Everybody in the register; enter invites or uninvites."""

    FIVE: ClassVar[tuple[str, ...]] = ("invited.toggle", "invited.close")
    DEFAULT_CSS = """
    InvitedPanel { align: center middle; }
    InvitedPanel > Vertical { width: 92; max-width: 100%; height: 90%; background: $surface; border: round $primary; }
    InvitedPanel KeyLine { dock: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,i",
            "invite",
            _("Invite or not"),
            show=False,
            id="invited.toggle",
            tooltip=_("Invite this person, or take the invitation back"),
            priority=True,  # the list would take space for itself
        ),
        Binding("escape", "dismiss(None)", _("Done"), show=False, id="invited.close", tooltip=_("Back to the agenda")),
    ]

    def __init__(self, db: Database, community_id: UUID, meeting_id: UUID) -> None:
        super().__init__()
        self._db, self._community_id, self._meeting_id = db, community_id, meeting_id
        self._invited: dict[UUID, Participant] = {}
        self._turn = asyncio.Lock()

    def compose(self) -> ComposeResult:
        """The register with a mark for who is invited."""
        with Vertical() as panel:
            panel.border_title = Content(_("Invited"))
            columns = (
                Column("", 2),
                Column(_("Party"), 11),
                Column(_("Name"), 12, share=1),
                Column(_("Post"), 12, share=1),
                Column(_("Organisation"), 14, share=2, from_width=70),
                Column(_("Sits as"), 14),
            )
            yield RowList(columns, teaching=_("The register is empty. Enrol people at station 7 first."))
            yield KeyLine()

    def on_mount(self) -> None:
        """Read who is invited."""
        self._read()

    @work
    async def _read(self) -> None:
        async with self._turn:
            with told(self._refuse):
                await self._load()

    def _refuse(self, sentence: str) -> None:
        self.notify(sentence, severity="error", markup=False)

    async def _load(self) -> None:
        room = await self._db.read_async(meeting_room, self._meeting_id)
        seats = await self._db.read_async(register, self._community_id)
        self._invited = {who.post_id: who for who in room.participants}
        self.query_one(RowList).rows = tuple(self._row(seat) for seat in seats)

    def _row(self, seat: Seat) -> Row:
        """One post; who is invited has a mark."""
        invited = seat.post.id in self._invited
        cells = (
            Words("●" if invited else "○", "green" if invited else "grey"),
            _(PARTIES[seat.post.party]),
            seat.person.name,
            seat.post.title,
            seat.organisation.name,
            _(STANDINGS[seat.post.standing]),
        )
        return Row(seat.post.id, cells, "" if invited else "grey")

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.action_invite()

    @work
    async def action_invite(self) -> None:
        """Invite the post under the cursor, or take the invitation back."""
        rows = self.query_one(RowList)
        if not rows.rows:
            return
        post_id = rows.rows[rows.cursor].key
        assert isinstance(post_id, UUID)
        async with self._turn:
            with told(self._refuse):
                if post_id in self._invited:
                    await self._db.run_async(agendas.uninvite, self._invited[post_id].id)
                else:
                    await self._db.run_async(agendas.invite, self._meeting_id, post_id)
            with told(self._refuse):
                await self._load()
