"""The fields of the register: of an estate, an organisation, and somebody in a post."""

from meetings_db.models import Estate, EstateForm, Organisation, Party, Standing
from meetings_db.queries.directory import Seat
from triparty.i18n import _
from triparty.widgets import words
from triparty.widgets.form import Field


def estate_fields(old: Estate | None) -> list[Field]:
    """The fields of an estate."""
    form = old.form if old else EstateForm.COMMERCIAL
    forms = [(each, words.estate_form(each)) for each in EstateForm]
    several = "" if old else _("Several with commas between")
    name = Field("name", _("Name"), old.name if old else "", hint=several)
    return [name, Field("form", _("Managed as"), form, forms)]


def organisation_fields(old: Organisation) -> list[Field]:
    """The fields of an organisation."""
    sides = [(side, words.party(side)) for side in Party]
    return [Field("name", _("Name"), old.name), Field("party", _("Party"), old.party, sides)]


def seat_fields(seat: Seat | None) -> list[Field]:
    """The fields of somebody in a post."""
    post = seat.post if seat else None
    return [
        Field("name", _("Full name"), seat.person.name if seat else ""),
        Field(
            "party", _("Party"), post.party if post else Party.COMMUNITY, [(side, words.party(side)) for side in Party]
        ),
        Field("organisation", _("Organisation"), seat.organisation.name if seat else ""),
        Field("title", _("Post"), post.title if post else ""),
        Field(
            "standing",
            _("In meetings"),
            post.standing if post else Standing.VOTING,
            [(how, words.standing(how)) for how in Standing],
        ),
        Field("phone", _("Phone"), post.phone if post else "", hint=_("Never leaves the office")),
        Field("starts_on", _("From"), str(post.starts_on or "") if post else "", hint=_("May stay empty")),
        Field("note", _("Note"), seat.person.note if seat else ""),
    ]
