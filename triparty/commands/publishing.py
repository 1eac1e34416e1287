"""`triparty publish`: what was agreed, for the notice board, every place that leads to a person looked at before."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty.commands.desk import Json, answer, answer_json, answer_rows, desk_of, typed_text
from triparty.commands.finding import item_called, room_called
from triparty.commands.meeting_views import Ordinal
from triparty.commands.papers import Language, Output, Overwrite, Pdf, write
from triparty.commands.speaking import speak
from triparty.commands.times import At, shown
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
    parser.command("posted", help=_("Note where a public notice was put up, and when it was taken down; or show it."))(
        posted
    )


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


def posted(
    ctx: typer.Context,
    meeting: Ordinal,
    place: Annotated[str, typer.Option("--place", help=_("Where it hangs, such as: board at the east gate."))] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=_("Who put it up."))] = "",
    photo: Annotated[Path | None, typer.Option("--photo", help=_("A picture of it hanging there."))] = None,
    down: Annotated[bool, typer.Option("--down", help=_("It was taken down at that place."))] = False,
    item: Item = "",
    at: At = "",
    json: Json = False,
) -> None:
    """Without --place show where the notices of a meeting were put up; with it note that of the last, or that one came
    down.
    """
    from meetings_db.models import PostingBase
    from meetings_db.queries.papers import notices, postings
    from meetings_db.text import fold
    from triparty.commands.times import moment_or_now, now
    from triparty.intake.photo import prepare
    from triparty.services.postings import put_up_notice, take_down_notice

    if not place and (down or by or photo or at):
        raise RuleError(_("Say with --place where it hangs."))
    if down and (by or photo):
        raise RuleError(_("--by and --photo are told as it is put up, and not with --down."))
    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    written = desk.db.read(notices, room.meeting.id, item_called(room, item).id.hex if item else "")
    if not written:
        raise RuleError(_("No public notice was written of that yet: `triparty publish` writes one."))
    known = desk.db.read(postings, [paper.id for paper in written])
    when = moment_or_now(at) or now()
    if not place:
        rows = [(each.place, each.posted_by, shown(each.posted_at), shown(each.taken_down_at)) for each in known]
        if json:
            answer_json(known)
            return
        answer_rows((_("Place"), _("Put up by"), _("Put up"), _("Taken down")), rows, empty=_("It was put up nowhere."))
        return
    if down:
        there = [each for each in known if fold(each.place) == fold(place)]
        if not there:
            raise RuleError(_("It was not put up there: {place}.").format(place=place))
        hangs = ([each for each in there if each.taken_down_at is None] or there)[-1]
        row = desk.db.run(take_down_notice, hangs.id, hangs.version, when)
        answer(row, _("Taken down: {place}").format(place=row.place), json=json)
        return
    typed = PostingBase(place=typed_text(place), posted_by=typed_text(by or desk.settings.officer), posted_at=when)
    row = desk.db.run(put_up_notice, written[0].id, typed, prepare(photo) if photo else None)
    answer(row, _("Put up: {place}").format(place=row.place), json=json)


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
    return "\n".join([head, *lines, *(["  …"] if count > _NAMED else []), _unknown_names()])


def _unknown_names() -> str:
    """What the list cannot know."""
    return _("A name that no register has is not found by itself: --hide NAME masks it.")


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
    answer_rows(
        (_("Kind"), _("Words"), _("Becomes"), _("Where")),
        rows,
        empty=_("Nothing was found in it that leads to a person."),
    )
    speak(_unknown_names())
