"""Letting an issue wait until a day."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from textual.app import App

from meetings_db.models import Issue
from triparty.i18n import _
from triparty.screens import typed
from triparty.widgets.form import Field, Form

Waits = Callable[[date | None, str], Awaitable[Issue]]
"""Has the issue wait until a day, None for no longer, with a word about it."""


async def ask_day(app: App[Any], number: str, waits_until: date | None, today: date, waits: Waits) -> Issue | None:
    """Ask until when an issue is to wait, and why; an empty day has it back in the pool. None where it was left."""

    async def save(values: dict[str, Any]) -> Issue:
        """Check and keep what was typed."""
        return await waits(typed.optional_day("day", values["day"], today), values["note"])

    hint = _("It comes back by itself that day; empty: it waits no longer")
    fields = [
        Field("day", _("Until"), str(waits_until or ""), hint=hint),
        Field("note", _("Why"), hint=_("Such as: after the tender, when the rain is over")),
    ]
    return await app.push_screen_wait(Form(_("{number} waits").format(number=number), fields, save))
