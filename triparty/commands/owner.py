"""`triparty owner`: the owners' roll of an estate, who is one head in it, and how large the electorate is."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty.commands import owner_vote
from triparty.commands.desk import Json, answer, answer_facts, answer_json, answer_rows, desk_of
from triparty.commands.finding import unit_called, with_roll
from triparty.commands.plain import plain
from triparty.commands.speaking import speak
from triparty.commands.words import OwnerWord, SourceWord, StateWord, UseWord, said
from triparty.i18n import _
from triparty.owner_words import UNIT_STATES
from triparty.rules import RuleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meetings_db.models import OwnerBase
    from triparty.rules.owners import Pair, Size, Trouble

Room = Annotated[str, typer.Argument(metavar="ROOM")]
EstateName = Annotated[str, typer.Option("--estate", metavar="NAME", help=_("The estate, where several have a roll."))]
Building = Annotated[str, typer.Option(help=_("Only this building."))]
Entrance = Annotated[str, typer.Option(help=_("Only this entrance of the building."))]
Area = Annotated[str | None, typer.Option(metavar="M2", help=_("Its area in m², as 89.50."))]
Source = Annotated[SourceWord | None, typer.Option(help=_("Where the area is taken from."))]
State = Annotated[StateWord | None, typer.Option(help=_("Whether it is sold and handed over."))]
Use = Annotated[UseWord | None, typer.Option(help=_("What it is for."))]
Owners = Annotated[list[str] | None, typer.Option("--owner", metavar="NAME", help=_("Who owns it; repeatable."))]
IdTail = Annotated[str, typer.Option(metavar="END", help=_("The end of the first owner's identity number."))]
Phone = Annotated[str, typer.Option(help=_("The first owner's telephone number; it never leaves the office."))]
Kind = Annotated[OwnerWord | None, typer.Option(help=_("What the owner is."))]


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("The owners' roll: units, owners, heads."), no_args_is_help=True)
    noun.command("roll", help=_("List the units of an estate with their areas and owners."))(roll_of)
    noun.command("count", help=_("Area, heads and units of an electorate, and what cannot be counted yet."))(count)
    noun.command("add", help=_("Enter a unit with its owners."))(add)
    noun.command("edit", help=_("Correct a unit, or say who owns it now."))(edit)
    noun.command("voter", help=_("Name which of several owners votes for a unit."))(voter)
    noun.command("same", help=_("List owners who may be one person, with the reasons."))(same)
    noun.command("merge", help=_("Count the owners of two rooms as one head."))(merge)
    noun.command("apart", help=_("Say that the owners of two rooms are two people."))(apart)
    noun.command("split", help=_("Count the owner of a room apart again."))(split)
    owner_vote.add_to(noun)
    parser.add_typer(noun, name="owner")


def roll_of(
    ctx: typer.Context, estate: EstateName = "", building: Building = "", entrance: Entrance = "", json: Json = False
) -> None:
    """List the roll."""
    from meetings_db.queries.owners import voices
    from triparty.rules.owners import area_said, room_called
    from triparty.services.owners import within

    desk = desk_of(ctx)
    home = with_roll(desk, estate)
    rows = desk.db.read(voices, home.id, within(building, entrance))
    if json:
        answer_json([{**each._asdict(), "room": room_called(each.building, each.entrance, each.room)} for each in rows])
        return
    lines = [
        (
            room_called(each.building, each.entrance, each.room),
            area_said(each.area) if each.area else "",
            said(UNIT_STATES, each.state),
            (each.name or "") + (f" +{each.owners - 1}" if each.owners > 1 else ""),
        )
        for each in rows
    ]
    empty = _("There is no unit here. `triparty import FILE --as owners` takes in a roll.")
    answer_rows((_("Room"), _("Area"), _("State"), _("Owner(s)")), lines, empty=empty)


def count(
    ctx: typer.Context, estate: EstateName = "", building: Building = "", entrance: Entrance = "", json: Json = False
) -> None:
    """Count an electorate; what stands in the way is named by its room."""
    from triparty.services.owners import roll

    desk = desk_of(ctx)
    home = with_roll(desk, estate)
    found = desk.db.read(roll, home.id, building, entrance)
    size, troubles = found.size, found.troubles
    if json:
        answer_json({"estate": home.name, **_size(size), "countable": not troubles, "troubles": _troubles(troubles)})
        return
    from triparty.rules.owners import area_said

    answer_facts(
        {_("Estate"): home.name, _("Area"): area_said(size.area), _("Heads"): size.heads, _("Units"): size.units}
    )
    for trouble in troubles:
        speak(f"! {trouble.reason}")


def add(
    ctx: typer.Context,
    room: Room,
    owners: Owners = None,
    area: Area = None,
    source: Source = None,
    state: State = None,
    use: Use = None,
    id_tail: IdTail = "",
    phone: Phone = "",
    kind: Kind = None,
    estate: EstateName = "",
    json: Json = False,
) -> None:
    """Enter a unit; of several owners the first votes for it."""
    from meetings_db.models import UnitBase
    from triparty.intake.owner_rows import parts_of
    from triparty.services.owners import enter_unit

    desk = desk_of(ctx)
    home = with_roll(desk, estate, empty=True)
    typed = UnitBase.model_validate(_unit(*parts_of(room), area, source, state, use))
    unit = desk.db.run(enter_unit, home.id, typed, _owners(owners or [], id_tail, phone, kind))
    answer(unit, _("{room} is entered.").format(room=room), json=json)


def edit(
    ctx: typer.Context,
    room: Room,
    owners: Owners = None,
    area: Area = None,
    source: Source = None,
    state: State = None,
    use: Use = None,
    id_tail: IdTail = "",
    phone: Phone = "",
    kind: Kind = None,
    estate: EstateName = "",
    json: Json = False,
) -> None:
    """Correct a unit; with --owner say who owns it now."""
    from meetings_db.models import UnitBase
    from meetings_db.queries.owners import unit_life
    from triparty.services.owners import save_unit

    desk = desk_of(ctx)
    unit = unit_called(desk, with_roll(desk, estate), room)
    changed = _unit(unit.building, unit.entrance, unit.room, area, source, state, use)
    typed = UnitBase.model_validate({**UnitBase.model_validate(unit.model_dump()).model_dump(), **changed})
    before = [owner for _ownership, owner in desk.db.read(unit_life, unit.id).owners]
    named = _owners(owners, id_tail, phone, kind, before) if owners else None
    unit = desk.db.run(save_unit, unit.id, unit.version, typed, named)
    answer(unit, _("{room} is changed.").format(room=room), json=json)


def voter(
    ctx: typer.Context,
    room: Room,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    estate: EstateName = "",
    json: Json = False,
) -> None:
    """Name the one owner who votes for a unit."""
    from meetings_db.queries.owners import unit_life
    from meetings_db.text import fold
    from triparty.services.owners import name_voter

    desk = desk_of(ctx)
    unit = unit_called(desk, with_roll(desk, estate), room)
    owners = [owner for _ownership, owner in desk.db.read(unit_life, unit.id).owners]
    chosen = next((owner for owner in owners if fold(owner.name) == fold(name)), None)
    if chosen is None:
        there = _(", ").join(owner.name for owner in owners) or _("nobody")
        raise RuleError(
            _("{name} does not own {room}. It is owned by: {owners}.").format(name=name, room=room, owners=there)
        )
    answer(
        desk.db.run(name_voter, unit.id, unit.version, chosen.id),
        _("{name} votes for {room}.").format(name=chosen.name, room=room),
        json=json,
    )


def same(ctx: typer.Context, estate: EstateName = "", json: Json = False) -> None:
    """List who may be one person; nobody is merged by this."""
    from triparty.services.owners import candidates, effect, rooms_of

    desk = desk_of(ctx)
    home = with_roll(desk, estate)
    pairs = desk.db.read(candidates, home.id)
    rooms = desk.db.read(rooms_of, home.id)
    would = desk.db.read(effect, home.id, pairs)
    if json:
        answer_json(
            {"heads": would.before, "heads_if_all": would.after, "pairs": [_pair(each, rooms) for each in pairs]}
        )
        return
    lines = [(rooms[each.first.id], rooms[each.second.id], each.first.name, each.reason) for each in pairs]
    answer_rows((_("Room"), _("Room"), _("Owner(s)"), _("Why")), lines, empty=_("Nobody stands there twice."))
    if pairs:
        speak(
            _("Heads now: {before}; were each of these one person: {after}.").format(
                before=would.before, after=would.after
            )
        )
        speak(_("`triparty owner merge ROOM ROOM` counts two as one, `triparty owner apart ROOM ROOM` as two."))


def merge(ctx: typer.Context, room: Room, other: Room, estate: EstateName = "", json: Json = False) -> None:
    """Count two owners as one head."""
    from triparty.services.owners import merge_owners, roll

    desk = desk_of(ctx)
    home = with_roll(desk, estate)
    first, second = (_voter(desk, home, each) for each in (room, other))
    before = desk.db.read(roll, home.id).size.heads
    merged = desk.db.run(merge_owners, first, second)
    after = desk.db.read(roll, home.id).size.heads
    told = _("{name} is one head now. Heads before: {before}, now: {after}.")
    answer(
        {**plain(merged), "heads_before": before, "heads": after},
        told.format(name=merged.name, before=before, after=after),
        json=json,
    )


def apart(ctx: typer.Context, room: Room, other: Room, estate: EstateName = "", json: Json = False) -> None:
    """Say that two owners who look alike are two people."""
    from triparty.services.owners import keep_apart

    desk = desk_of(ctx)
    home = with_roll(desk, estate)
    pair = desk.db.run(keep_apart, _voter(desk, home, room), _voter(desk, home, other))
    answer(pair, _("They are two people, and are not put forward again."), json=json)


def split(ctx: typer.Context, room: Room, estate: EstateName = "", json: Json = False) -> None:
    """Count an owner apart again."""
    from triparty.services.owners import split_owner

    desk = desk_of(ctx)
    owner = desk.db.run(split_owner, _voter(desk, with_roll(desk, estate), room))
    answer(owner, _("{name} is a head of its own again.").format(name=owner.name), json=json)


def _voter(desk: Any, home: Any, room: str) -> Any:
    """The entry of who votes for a room; refused where nobody does."""
    from meetings_db.queries.owners import unit_life

    unit = unit_called(desk, home, room)
    found = [owner.id for ownership, owner in desk.db.read(unit_life, unit.id).owners if ownership.votes]
    if not found:
        raise RuleError(_("{room}: it has no owner in the roll. Enter who owns it.").format(room=room))
    return found[0]


def _unit(
    building: str,
    entrance: str,
    room: str,
    area: str | None,
    source: str | None,
    state: str | None,
    use: str | None,
) -> dict[str, Any]:
    """What was typed of a unit; what was not is left out."""
    from triparty.intake.owner_rows import parse_area

    typed: dict[str, Any] = {"building": building, "entrance": entrance, "room": room}
    if area is not None:
        typed["area"], doubt = parse_area(area)
        if doubt:
            raise RuleError(_("--area: {reason}.").format(reason=doubt))
    said = {"area_source": source, "state": state, "use": use}
    return typed | {name: word for name, word in said.items() if word}


def _owners(
    names: list[str], id_tail: str, phone: str, kind: str | None, before: "Sequence[OwnerBase]" = ()
) -> "list[OwnerBase]":
    """The owners named, what is said of the first with it; of who owned it before what is not said stays."""
    from meetings_db.models import OwnerBase
    from meetings_db.text import fold
    from triparty.rules.owners import ID_TAIL

    known = {fold(owner.name): OwnerBase.model_validate(owner.model_dump()).model_dump() for owner in before}
    first = {"phone": phone, "id_tail": id_tail[-ID_TAIL:].upper()}
    said = {name: word for name, word in first.items() if word}
    return [
        OwnerBase.model_validate(
            {
                "kind": "person",
                **known.get(fold(name), {}),
                "name": name,
                **({"kind": kind} if kind else {}),
                **(said if place == 0 else {}),
            }
        )
        for place, name in enumerate(names)
    ]


def _size(size: "Size") -> dict[str, int]:
    """An electorate for JSON: area in 0.01 m²."""
    return {"area": size.area, "heads": size.heads, "units": size.units}


def _troubles(troubles: "list[Trouble]") -> list[dict[str, str]]:
    """What cannot be counted, for JSON."""
    return [{"room": each.room, "lack": each.lack.value, "reason": each.reason} for each in troubles]


def _pair(pair: "Pair", rooms: dict[Any, str]) -> dict[str, str]:
    """Two entries that may be one person, for JSON."""
    return {
        "room": rooms[pair.first.id],
        "other": rooms[pair.second.id],
        "name": pair.first.name,
        "likeness": pair.likeness.value,
        "reason": pair.reason,
    }
