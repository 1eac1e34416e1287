"""The fields of an agenda item."""

from collections.abc import Iterable
from typing import Any

from meetings_db.models import AgendaItem, AgendaItemBase, Authority, ItemKind
from triparty.i18n import _
from triparty.intake.names import whole_name
from triparty.widgets.form import Field
from triparty.words import AUTHORITIES, KINDS


def item_fields(item: AgendaItem | None) -> list[Field]:
    """The form of an item, empty or filled; of a new one the words propose who decides, unless that is said."""
    shown = item or AgendaItemBase(title="-")
    decides: list[tuple[str, str]] = [] if item else [("", _("As its words propose"))]
    decides += [(each, _(AUTHORITIES[each])) for each in Authority]
    return [
        Field("title", _("Title"), item.title if item else ""),
        Field("kind", _("Kind"), shown.kind, [(kind, _(KINDS[kind])) for kind in ItemKind]),
        Field("authority", _("Who decides"), shown.authority if item else "", decides),
        Field("presenter", _("Presenter"), shown.presenter),
        Field("minutes", _("Minutes allotted"), str(shown.minutes)),
        Field("recurring", _("Comes back"), shown.recurring, [(False, _("Once")), (True, _("In every meeting"))]),
    ]


def typed_values(values: dict[str, Any], item: AgendaItem | None, invited: Iterable[str]) -> AgendaItemBase:
    """What was typed, checked; what the form does not ask stays. Raises `ValidationError`.

    Who presents may be typed short, as one of the names of the `invited` is spelt.
    """
    values = {**values, "presenter": whole_name(values["presenter"], invited)}
    kept = {} if item is None else {"legal_basis": item.legal_basis}
    return AgendaItemBase.model_validate(
        {**kept, **{name: value for name, value in values.items() if (name, value) != ("authority", "")}}
    )


def typed_of(item: AgendaItem) -> dict[str, Any]:
    """What of an item people type, by field."""
    return item.model_dump(include=set(AgendaItemBase.model_fields))
