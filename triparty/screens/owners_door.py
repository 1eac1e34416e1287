"""The way from the register to the owners' roll of an estate."""

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from meetings_db.models import Estate
from meetings_db.queries.directory import estates
from meetings_db.queries.owners import estates_with_roll
from triparty.i18n import _
from triparty.screens.list_station import ListStation
from triparty.screens.owners import OwnersScreen
from triparty.widgets.dialogs import Offer


class OwnersDoor(ListStation):
    """A station that leads to the roll of the estate under the cursor, of the only one, or of one that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "o",
            "roll",
            _("Owners' roll"),
            show=False,
            id="register.roll",
            tooltip=_("The owners of an estate, and their votes"),
        ),
    ]

    @work
    async def action_roll(self) -> None:
        """Open the roll of an estate."""
        estate = await self._estate_meant()
        if estate is not None:
            self.app.push_screen(OwnersScreen(self.db, self.desk, estate, clock=self.clock))

    async def _estate_meant(self) -> Estate | None:
        """The estate whose roll is meant."""
        known = {str(estate.id): estate for estate in await self.read(estates, self.desk.community_id)}
        if (here := known.get(str(self.rows.key))) is not None:
            return here
        kept = await self.read(estates_with_roll, self.desk.community_id)
        meant = [estate for estate in known.values() if estate.id in kept] or list(known.values())
        if len(meant) == 1:
            return meant[0]
        if not known:
            self.tell(_("There is no estate yet: press v for the estates, then n."), wrong=True)
            return None
        offers = [Offer(key, estate.name, _roll_said(kept.get(estate.id, 0))) for key, estate in known.items()]
        chosen = await self.choose(_("Whose roll?"), offers)
        return known[chosen] if chosen else None


def _roll_said(units: int) -> str:
    """How large a roll is."""
    return _("{count} units").format(count=f"{units:,}") if units else _("no roll yet")
