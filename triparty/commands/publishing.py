"""`triparty publish`: what was agreed, for the notice board, every place that leads to a person looked at before."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty.commands.desk import Json, answer_json, answer_rows, desk_of
from triparty.commands.finding import item_called, room_called
from triparty.commands.meeting_views import Ordinal
from triparty.commands.papers import Language, Output, Overwrite, Pdf, write
from triparty.commands.words import said
from triparty.i18n import _, ngettext
from triparty.rules import RuleError
from triparty.words import HITS

if TYPE_CHECKING:
    from triparty.documents.public import Found

_NAMED = 20
"""So many places a refusal names."""


Item = Annotated[str, typer.Option(metavar="ITEM", help=_("Only this item of the agenda."))]
Begins = Annotated[str, typer.Option("--from", metavar="DAY", help=_("First day; tomorrow unless told."))]
Days = Annotated[int, typer.Option(help=_("How many days the notice is up."))]
Phone = Annotated[str, typer.Option(help=_("Where objections go: a phone of the office."))]
Place = Annotated[str, typer.Option(help=_("Where objections go: a place; that of the meeting unless told."))]
Mail = Annotated[str, typer.Option(help=_("Where objections go: a mail address."))]
Hours = Annotated[str, typer.Option(help=_("When objections are taken."))]
Hide = Annotated[list[str] | None, typer.Option("--hide", metavar="NAME", help=_("A name to mask as well."))]
Keep = Annotated[
    list[str] | None, typer.Option("--keep", metavar="WORDS", help=_("Words from the list that stay as they are."))
]
Mask = Annotated[
    list[str] | None,
    typer.Option("--mask", metavar="WORDS", help=_("Words from the list to mask though they would stay.")),
]
Listed = Annotated[bool, typer.Option("--list", help=_("Only list what leads to a person; write nothing."))]
Reviewed = Annotated[bool, typer.Option("--reviewed", help=_("Every place in the list was looked at."))]


def add_to(parser: typer.Typer) -> None:
    """Add the command to the parser."""
    parser.command(
        "publish", help=_("Write the public notice of what a meeting agreed, without what leads to a person.")
    )(publish)


def publish(
    ctx: typer.Context,
    meeting: Ordinal,
    item: Item = "",
    begins: Begins = "",
    days: Days = 7,
    phone: Phone = "",
    place: Place = "",
    mail: Mail = "",
    hours: Hours = "",
    also: Hide = None,
    keep: Keep = None,
    mask: Mask = None,
    listed: Listed = False,
    reviewed: Reviewed = False,
    output: Output = None,
    language: Language = None,
    pdf: Pdf = False,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """List what leads to a person (`--list`), then write the notice (`--reviewed`).

    Numbers and residents' names are masked and names in office stay, but for what `--keep` and `--mask` say.
    """
    from triparty.commands.times import now, read_day
    from triparty.documents.kinds.publication import Publication
    from triparty.documents.papers import to_review

    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    first = read_day(begins) if begins else now().date() + timedelta(days=1)
    names = tuple(name for name in also or () if name.strip())
    asked = Publication(first, days, phone, place or room.meeting.place, mail, hours, names)
    places = to_review(
        desk.db,
        asked,
        meeting_id=room.meeting.id,
        community_id=desk.community.id,
        language=language or desk.settings.written,
        subject=item_called(room, item).id.hex if item else "",
    )
    decided = _decided(places, keep or [], mask or [])
    if listed:
        _answer_list(places, decided, json=json)
        return
    if places and not reviewed:
        raise RuleError(_to_look_at(places, decided))
    asked = replace(asked, decided=decided)
    more: dict[str, Any] = {"item": item, "publication": asked, "pdf": pdf, "overwrite": overwrite}
    write(desk, "publication", meeting, output, language, json=json, **more)


def _decided(places: "list[Found]", keep: list[str], mask: list[str]) -> dict[str, bool]:
    """Of each place whether it is masked. Raises RuleError for words that are none, or that may never stay."""
    there = {place.said for place in places}
    if strange := [words for words in (*keep, *mask) if words not in there]:
        raise RuleError(
            _("{words} is not in the list. “triparty publish … --list” shows it.").format(words=", ".join(strange))
        )
    for place in places:
        if place.hit.refused and place.said in keep:
            raise RuleError(
                _("{kind} {said} may not be made public. Mask it, or take it out.").format(
                    kind=said(HITS, place.hit.kind), said=place.said
                )
            )
    return {place.key: place.said in mask or not (place.hit.stays or place.said in keep) for place in places}


def _to_look_at(places: "list[Found]", decided: dict[str, bool]) -> str:
    """What has to be looked at first, and how one goes on."""
    lines = [
        f"  {place.before}[{place.said}]{place.behind} → {place.hit.masked if decided[place.key] else place.said}"
        for place in places[:_NAMED]
    ]
    count = len(places)
    head = ngettext(
        "{count} place leads to a person. Look at it, say --keep or --mask where it should be otherwise, "
        "then --reviewed:",
        "{count} places lead to a person. Look at them, say --keep or --mask where it should be otherwise, "
        "then --reviewed:",
        count,
    ).format(count=count)
    return "\n".join([head, *lines, *(["  …"] if count > _NAMED else [])])


def _answer_list(places: "list[Found]", decided: dict[str, bool], *, json: bool) -> None:
    """Every place with what would stand there."""
    if json:
        answer_json(
            [
                {
                    "field": place.field,
                    "kind": place.hit.kind,
                    "said": place.said,
                    "before": place.before,
                    "behind": place.behind,
                    "masked": decided[place.key],
                    "becomes": place.hit.masked if decided[place.key] else place.said,
                    "refused": place.hit.refused,
                }
                for place in places
            ]
        )
        return
    rows = [
        (
            said(HITS, place.hit.kind),
            place.said,
            place.hit.masked if decided[place.key] else _("(stays)"),
            f"{place.before}[{place.said}]{place.behind}",
        )
        for place in places
    ]
    answer_rows((_("Kind"), _("Words"), _("Becomes"), _("Where")), rows, empty=_("Nothing in it leads to a person."))
