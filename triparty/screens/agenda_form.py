"""The fields of an agenda item."""

from typing import Any

from meetings_db.models import AgendaItem, AgendaItemBase, Authority, ItemKind
from triparty.i18n import _
from triparty.widgets.form import Field
from triparty.words import AUTHORITIES, KINDS


def item_fields(item: AgendaItem | None) -> list[Field]:
    """The form of an item, empty or filled."""
    shown = item or AgendaItemBase(title="-")
    return [
        Field("title", _("Title"), item.title if item else ""),
        Field("kind", _("Kind"), shown.kind, [(kind, _(KINDS[kind])) for kind in ItemKind]),
        Field("authority", _("Who decides"), shown.authority, [(each, _(AUTHORITIES[each])) for each in Authority]),
        Field("presenter", _("Presenter"), shown.presenter),
        Field("minutes", _("Minutes allotted"), str(shown.minutes)),
    ]


def typed_of(item: AgendaItem) -> dict[str, Any]:
    """What of an item people type, by field."""
    return item.model_dump(include=set(AgendaItemBase.model_fields))
