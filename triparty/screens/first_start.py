"""The first start: which community this desk works for."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sqlmodel import Session
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from meetings_db.engine import Database
from meetings_db.models import Community, CommunityBase, EstateBase
from triparty import problems
from triparty.i18n import _
from triparty.screens import typed
from triparty.screens.community_form import community_fields
from triparty.services.directory import add_estate, found_community
from triparty.settings import Settings, SettingsError, save
from triparty.widgets.form import Field, Form
from triparty.widgets.frame import Framed


def found(session: Session, typed: CommunityBase, estates: list[EstateBase]) -> Community:
    """Found a community with its estates, in one piece."""
    community = found_community(session, typed)
    for estate in estates:
        add_estate(session, community.id, estate)
    return community


class FirstStart(Framed[None]):
    """Asks for the community, or points to the demo."""

    RAIL = False
    FIVE: ClassVar[tuple[str, ...]] = ("first_start.begin",)
    DEFAULT_CSS = """
    FirstStart #welcome { padding: 2 4; width: 100%; max-width: 90; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,n", "begin", _("Begin"), show=False, id="first_start.begin", tooltip=_("Enter your community")),
    ]

    @dataclass
    class Founded(Message):
        """A community was founded; `settings` know the officer."""

        settings: Settings

    def __init__(self, db: Database, settings: Settings) -> None:
        super().__init__()
        self.db = db
        self.settings = settings

    def compose_body(self) -> ComposeResult:
        """What this is, and the two ways to begin."""
        yield Static(
            Content.assemble(
                (_("One record from the doorstep to the archive.") + "\n\n", "bold"),
                _("There is no community in this database yet.") + "\n\n",
                ("enter", "bold $primary"),
                "  " + _("enter your community; it takes a minute") + "\n",
                (" esc", "bold $primary"),
                "   " + _("leave, and look around in a sample first:") + " ",
                ("triparty demo", "bold"),
            ),
            id="welcome",
        )

    def on_mount(self) -> None:
        """Begin at once."""
        self.crumbs = (_("First start"),)
        self.action_begin()

    @work
    async def action_begin(self) -> None:
        """Ask for the community and found it."""
        fields = [
            *community_fields(None),
            Field("officer", _("Your name"), self.settings.officer, hint=_("Signs every entry you make")),
            Field("estates", _("Estates"), hint=_("Their names with commas between; more can follow later")),
        ]

        async def found_it(values: dict[str, Any]) -> Settings:
            """Check and keep what was typed; gives the settings with the officer."""
            names = typed.names(values.pop("estates"))
            officer = values.pop("officer").strip()
            entry = CommunityBase.model_validate({**values, "office": values["office"].strip() or values["name"]})
            self.db.actor = officer or self.db.actor
            await self.db.run_async(found, entry, [EstateBase.model_validate({"name": name}) for name in names])
            if not officer or officer == self.settings.officer:
                return self.settings
            try:
                return await asyncio.to_thread(lambda: save(self.settings, officer=officer))
            except (OSError, SettingsError) as problem:
                warning = _("The community is entered, but your name could not be kept for the next start.")
                self.tell(f"{warning}\n{problems.say(problem)}", wrong=True)
                return replace(self.settings, officer=officer)

        settings = await self.app.push_screen_wait(Form(_("Your community"), fields, found_it))
        if settings is not None:
            self.post_message(self.Founded(settings))

    def action_back(self) -> None:
        """Leave the program."""
        self.app.exit()
