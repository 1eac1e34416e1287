"""The form of a unit with its owners, and of a vote that is opened."""

from typing import Any

from meetings_db.models import (
    AreaSource,
    LegalItem,
    OwnerBase,
    OwnerKind,
    OwnersVoteBase,
    SecondSlip,
    UnitBase,
    UnitState,
    UnitUse,
)
from meetings_db.queries.owners import UnitLife
from triparty.i18n import _
from triparty.intake.owner_rows import parse_area, parts_of
from triparty.owner_words import AREA_SOURCES, LEGAL_ITEMS, OWNER_KINDS, SECOND_SLIPS, UNIT_STATES, UNIT_USES
from triparty.rules.owners import ID_TAIL, room_called
from triparty.screens import typed
from triparty.widgets.form import Field, FieldError


def unit_fields(old: UnitLife | None) -> list[Field]:
    """The fields of a unit and of its owners; several owners stand in one line, who votes first."""
    unit = old.unit if old else None
    first = old.owners[0][1] if old and old.owners else None
    area = f"{unit.area // 100}.{unit.area % 100:02d}" if unit and unit.area else ""
    names = "、".join(owner.name for _ownership, owner in old.owners) if old else ""
    return [
        Field(
            "room",
            _("Room"),
            room_called(unit.building, unit.entrance, unit.room) if unit else "",
            hint=_("As 3-2-501"),
        ),
        Field("area", _("Area"), area, hint=_("In m², as 89.50")),
        Field(
            "area_source",
            _("Source of the area"),
            unit.area_source if unit else AreaSource.REGISTER,
            [(each, _(AREA_SOURCES[each])) for each in AreaSource],
        ),
        Field(
            "state",
            _("State"),
            unit.state if unit else UnitState.DELIVERED,
            [(each, _(UNIT_STATES[each])) for each in UnitState],
        ),
        Field(
            "use", _("Use"), unit.use if unit else UnitUse.DWELLING, [(each, _(UNIT_USES[each])) for each in UnitUse]
        ),
        Field("owners", _("Owner(s)"), names, hint=_("Several with 、 between; the first votes for the unit")),
        Field(
            "kind",
            _("Kind"),
            first.kind if first else OwnerKind.PERSON,
            [(each, _(OWNER_KINDS[each])) for each in OwnerKind],
        ),
        Field("id_tail", _("Identity no. ends"), first.id_tail if first else "", hint=_("The first owner's, 4 signs")),
        Field("phone", _("Phone"), first.phone if first else "", hint=_("Never leaves the office")),
        Field("guardian", _("Guardian"), first.guardian if first else "", hint=_("Where the first owner is a minor")),
    ]


def unit_of(values: dict[str, Any]) -> UnitBase:
    """The unit that was typed."""
    building, entrance, room = parts_of(values["room"])
    area, doubt = parse_area(values["area"]) if values["area"].strip() else (0, "")
    if doubt:
        raise FieldError("area", doubt)
    named = {name: values[name] for name in ("area_source", "state", "use")}
    return UnitBase.model_validate({"building": building, "entrance": entrance, "room": room, "area": area, **named})


def owner_of(values: dict[str, Any], old: UnitLife | None) -> list[OwnerBase]:
    """The owners that were typed; of one who was there before and is not the first, what is kept of them stays."""
    before = {owner.name: owner for _ownership, owner in old.owners} if old else {}
    first = {
        "kind": values["kind"],
        "phone": values["phone"],
        "id_tail": values["id_tail"].strip()[-ID_TAIL:].upper(),
        "guardian": values["guardian"],
    }
    found = []
    for place, name in enumerate(typed.names(values["owners"])):
        kept = before.get(name)
        said = {each: getattr(kept, each) for each in OwnerBase.model_fields} if kept else {"name": name}
        found.append(OwnerBase.model_validate({**said, **(first if place == 0 else {})}))
    return found


def vote_fields(today: str) -> list[Field]:
    """The fields of a vote."""
    return [
        Field("motion", _("Matter")),
        Field(
            "legal_item",
            _("Matter by law"),
            LegalItem.MANAGER,
            [(each, _(LEGAL_ITEMS[each])) for each in LegalItem],
            hint=_("It sets the rule"),
        ),
        Field("closes_on", _("Slips until"), today, hint=_("A day, such as 12-20 or +30d")),
        Field("building", _("Only building"), "", hint=_("Where a part of the estate decides alone")),
        Field("entrance", _("Only entrance"), ""),
        Field("applicant", _("Room that asks"), "", hint=_("For Article 279: its owner has no vote")),
        Field(
            "second_slip",
            _("A second slip"),
            SecondSlip.REPLACES,
            [(each, _(SECOND_SLIPS[each])) for each in SecondSlip],
        ),
        Field("proxy_cap", _("Owners per proxy"), "1", hint=_("0 where nobody may vote for another")),
        Field(
            "notice", _("How they were told"), "", lines=2, hint=_("How the owners were told, and what of not voting")
        ),
        Field("clause", _("Non-voters"), "", lines=2, hint=_("The wording of the rules, if they follow the majority")),
    ]


def vote_of(values: dict[str, Any], today: Any) -> OwnersVoteBase:
    """The vote that was typed."""
    if not values["proxy_cap"].strip().isdecimal():
        raise FieldError("proxy_cap", _("Please type a whole number."))
    applicant = values["applicant"].strip()
    return OwnersVoteBase.model_validate(
        {
            **values,
            "closes_on": typed.day("closes_on", values["closes_on"], today),
            "applicant": room_called(*parts_of(applicant)) if applicant else "",
        }
    )
