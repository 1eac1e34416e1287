"""The fields of a community, for the first start and for the register."""

from meetings_db.models import Community
from triparty.i18n import _
from triparty.widgets.form import Field


def community_fields(old: Community | None) -> list[Field]:
    """The fields of a community, empty or filled."""
    mark = _("Opens the numbers of minutes, as in 三方联纪〔2026〕4号; may stay empty")
    return [
        Field("name", _("Community"), old.name if old else "", hint=_("Its full name, as it stands on papers")),
        Field("office", _("Office"), old.office if old else "", hint=_("Who signs the papers; empty = the community")),
        Field("street", _("Street"), old.street if old else "", hint=_("The street or town it belongs to")),
        Field("mark", _("Paper mark"), old.mark if old else "", hint=mark),
    ]
