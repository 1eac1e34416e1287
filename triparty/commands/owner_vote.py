"""`triparty owner vote`: the owners' votes, their slips, the official e-vote's result, the count."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty.commands import owner_vote_papers
from triparty.commands.desk import Desk, Json, answer, answer_facts, answer_json, answer_rows, desk_of
from triparty.commands.finding import vote_called, with_roll
from triparty.commands.owner_vote_papers import Which
from triparty.commands.plain import plain
from triparty.commands.speaking import speak
from triparty.commands.times import now, read_day
from triparty.commands.words import AnswerWord, DeliveryWord, FlawWord, LegalWord, SecondWord, said
from triparty.i18n import _, ngettext
from triparty.owner_words import ANSWERS, LEGAL_ITEMS
from triparty.rules import RuleError

if TYPE_CHECKING:
    from meetings_db.models import Elector, OwnersVote
    from triparty.rules.owners_votes import Share

InTime = Annotated[bool, typer.Option("--in-time", help=_("After the last day: it was handed in by then."))]
Room = Annotated[str, typer.Argument(metavar="ROOM")]


def add_to(owner: typer.Typer) -> None:
    """Add the verbs to the noun `owner`."""
    noun = typer.Typer(help=_("The owners' votes over the roll."), no_args_is_help=True)
    noun.command("open", help=_("Open a vote; who may vote with what area is frozen."))(open_one)
    noun.command("list", help=_("List the votes."))(list_votes)
    noun.command("show", help=_("What a vote comes to now: needed, there, short by."))(show)
    noun.command("slip", help=_("Enter an owner's slip by a room."))(slip)
    noun.command("take-out", help=_("Take an owner's slip out again."))(take_out)
    noun.command("deliver", help=_("Note how ballots were delivered."))(deliver)
    noun.command("import", help=_("Take in the result of the official e-vote, checked against the roll."))(take_in)
    noun.command("close", help=_("Close a vote and say what it came to."))(close)
    noun.command("annul", help=_("Annul a vote; its slips are kept."))(annul)
    owner_vote_papers.add_to(noun)
    owner.add_typer(noun, name="vote")


def open_one(
    ctx: typer.Context,
    matter: Annotated[str, typer.Argument(metavar="MATTER")],
    item: Annotated[LegalWord, typer.Option(help=_("The matter by the Civil Code: 278-1 to 278-9, or 279."))],
    until: Annotated[str, typer.Option(metavar="DAY", help=_("The last day for slips."))],
    estate: Annotated[str, typer.Option(metavar="NAME", help=_("The estate, where several have a roll."))] = "",
    building: Annotated[str, typer.Option(help=_("Only this building."))] = "",
    entrance: Annotated[str, typer.Option(help=_("Only this entrance of the building."))] = "",
    applicant: Annotated[str, typer.Option(metavar="ROOM", help=_("The room that asks for consent."))] = "",
    rule: Annotated[str, typer.Option(metavar="NAME", help=_("Another rule than the matter's own."))] = "",
    second_slip: Annotated[SecondWord, typer.Option(help=_("What a second slip of an owner does."))] = "replaces",
    proxies: Annotated[int, typer.Option(min=0, max=100, help=_("For how many owners one person may vote."))] = 1,
    notice: Annotated[str, typer.Option(help=_("How the owners were told, and what of not voting."))] = "",
    clause: Annotated[str, typer.Option(help=_("The wording of the rules on who does not vote."))] = "",
    json: Json = False,
) -> None:
    """Open a vote over the roll as it stands."""
    from meetings_db.models import OwnersVoteBase
    from triparty.intake.owner_rows import parts_of
    from triparty.rules.ballot_presets import load_rule
    from triparty.rules.owners import room_called
    from triparty.services.owners_votes import open_vote

    desk = desk_of(ctx)
    home = with_roll(desk, estate)
    typed = OwnersVoteBase.model_validate(
        {
            "motion": matter,
            "legal_item": item.replace("-", "_"),
            "building": building,
            "entrance": entrance,
            "applicant": room_called(*parts_of(applicant)) if applicant else "",
            "second_slip": second_slip,
            "proxy_cap": proxies,
            "closes_on": read_day(until),
            "notice": notice,
            "clause": clause,
        }
    )
    chosen = load_rule(rule, desk.settings.rules) if rule else None
    vote = desk.db.run(open_vote, home.id, typed, rule=chosen)
    answer(vote, _("The vote is open: {matter}.").format(matter=vote.motion), json=json)


def list_votes(ctx: typer.Context, json: Json = False) -> None:
    """List the votes of all estates, numbered as they were opened."""
    from meetings_db.queries.owners_votes import vote_lines

    desk = desk_of(ctx)
    lines = desk.db.read(vote_lines, desk.community.id)[::-1]
    if json:
        answer_json([{**plain(line.vote), "estate": line.estate, "number": at} for at, line in enumerate(lines, 1)])
        return
    rows = [
        (at, line.estate, line.vote.motion, said(LEGAL_ITEMS, line.vote.legal_item), _state(line.vote))
        for at, line in enumerate(lines, 1)
    ]
    headings = (_("Number"), _("Estate"), _("Matter"), _("Matter by law"), _("State"))
    answer_rows(headings, rows, empty=_("No vote yet: `triparty owner vote open MATTER --item 278-5 --until DAY`."))


def show(ctx: typer.Context, vote: Which = "", json: Json = False) -> None:
    """Show a vote's count with the sentences of its rule."""
    desk = desk_of(ctx)
    _tell(desk, vote_called(desk, vote), json=json)


def slip(
    ctx: typer.Context,
    room: Room,
    says: Annotated[AnswerWord, typer.Argument(metavar="yes|no|abstain|invalid")],
    flaw: Annotated[FlawWord, typer.Option(help=_("Why the slip is void."))] = "none",
    proxy: Annotated[str, typer.Option(metavar="NAME", help=_("Who handed it in for the owner."))] = "",
    in_time: InTime = False,
    vote: Which = "",
    json: Json = False,
) -> None:
    """Enter a slip: it speaks for every unit of the room's owner."""
    from meetings_db.models import Answer, Flaw
    from triparty.services.owners_votes import enter_slip

    desk = desk_of(ctx)
    found = _elector(desk, vote_called(desk, vote), room)
    done = desk.db.run(enter_slip, found.id, Answer(says), Flaw(flaw), proxy, version=found.version, in_time=in_time)
    _answer_slip(done, json=json)


def take_out(ctx: typer.Context, room: Room, vote: Which = "", json: Json = False) -> None:
    """Take a slip out again."""
    from triparty.services.owners_votes import take_out_slip

    desk = desk_of(ctx)
    found = _elector(desk, vote_called(desk, vote), room)
    _answer_slip(desk.db.run(take_out_slip, found.id, version=found.version), json=json)


def deliver(
    ctx: typer.Context,
    how: Annotated[DeliveryWord, typer.Argument(metavar="in_hand|box|post|electronic|none")],
    room: Annotated[list[str] | None, typer.Option(metavar="ROOM", help=_("Only this room; repeatable."))] = None,
    vote: Which = "",
    json: Json = False,
) -> None:
    """Note how ballots were delivered: of these rooms, or of all without another proof."""
    from meetings_db.models import Delivery
    from triparty.services.owners_votes import note_delivery

    desk = desk_of(ctx)
    found = vote_called(desk, vote)
    ids = [_elector(desk, found, each).id for each in room or []]
    count = desk.db.run(note_delivery, found.id, Delivery(how), ids)
    told = ngettext("Noted for {count} owner.", "Noted for {count} owners.", count).format(count=count)
    answer({"noted": count, "delivery": how}, told, json=json)


def take_in(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only list the differences; change nothing."))] = False,
    in_time: InTime = False,
    vote: Which = "",
    json: Json = False,
) -> None:
    """Check a result room by room against the electorate, and take in the owners who have no slip yet."""
    from triparty.intake.evote_rows import read_evotes
    from triparty.services.owners_evotes import check_votes, take_in_votes

    desk = desk_of(ctx)
    found, table = vote_called(desk, vote), read_evotes(file)
    if dry_run:
        checked = desk.db.read(check_votes, found.id, table.votes)
    else:
        checked = desk.db.run(take_in_votes, found.id, table.votes, in_time=in_time)
    if json:
        answer_json(
            {
                "dry_run": dry_run,
                "taken_in": 0 if dry_run else checked.new,
                "held_back": checked.held_back,
                "differences": [*table.unreadable, *checked.differences],
                "by_file": _sums(checked.by_file),
                "by_roll": _sums(checked.by_roll),
            }
        )
        return
    for difference in (*table.unreadable, *checked.differences):
        speak(f"! {difference}")
    answer_rows((_("Answer"), _("Rows"), _("Area"), _("Owner(s)"), _("Area")), _both(checked), empty="")
    told = ngettext("{count} owner has an answer from it.", "{count} owners have an answer from it.", checked.new)
    speak(told.format(count=checked.new))
    if dry_run:
        speak(_("Nothing was changed."))


def close(
    ctx: typer.Context,
    followers: Annotated[
        bool,
        typer.Option("--followers", help=_("Who did not vote follows the majority, if all it takes is on record.")),
    ] = False,
    early: Annotated[
        str, typer.Option(metavar="REASON", help=_("Why it is closed before its last day; it stays on record."))
    ] = "",
    vote: Which = "",
    json: Json = False,
) -> None:
    """Close a vote."""
    from triparty.services.owners_votes import close_vote

    desk = desk_of(ctx)
    found = vote_called(desk, vote)
    closed = desk.db.run(close_vote, found.id, found.version, followers=followers, early=early)
    _tell(desk, closed, json=json)


def annul(
    ctx: typer.Context,
    reason: Annotated[str, typer.Argument(metavar="REASON")],
    vote: Which = "",
    json: Json = False,
) -> None:
    """Annul a vote, saying why."""
    from triparty.services.owners_votes import annul_vote

    desk = desk_of(ctx)
    found = vote_called(desk, vote)
    annulled = desk.db.run(annul_vote, found.id, reason, version=found.version)
    answer(annulled, _("The vote is annulled: {matter}.").format(matter=annulled.motion), json=json)


def _elector(desk: Desk, vote: "OwnersVote", room: str) -> "Elector":
    """Who votes for a room."""
    from meetings_db.queries.owners_votes import elector_at
    from triparty.intake.owner_rows import parts_of
    from triparty.rules.owners import place_key

    found = desk.db.read(elector_at, vote.id, place_key(*parts_of(room)))
    if found is None:
        raise RuleError(_("{room} is not in this electorate.").format(room=room))
    return found


def _state(vote: "OwnersVote") -> str:
    """How far a vote is."""
    if vote.annulled_reason:
        return _("annulled")
    if vote.closed_at is not None:
        return _("carried") if vote.passed else _("not carried")
    late = vote.closes_on < now().date()
    return _("open, slips were due on {day}").format(day=vote.closes_on) if late else _("open")


def _tell(desk: Desk, vote: "OwnersVote", *, json: bool) -> None:
    """A vote and what it comes to."""
    from triparty.rules.owners_votes import remarks
    from triparty.services.owners_votes import count_of, standing_of

    count = desk.db.read(count_of, vote)
    vote, standing = desk.db.read(standing_of, vote.id)
    result = standing.result
    if json:
        entered = {"slips": standing.slips, "entered_after_the_last_day": standing.afterwards}
        answer_json({**plain(vote), **entered, "count": plain(count), "answer": result.as_dict()})
        return
    verdict = _("carried") if result.passed else _("not carried")
    slips = _("{count} of {all} owners").format(count=f"{standing.slips:,}", all=f"{standing.electors:,}")
    facts = {_("Matter"): vote.motion, _("State"): _state(vote), _("Slips"): slips, _("As it stands"): verdict}
    answer_facts({**facts, _("Rule"): vote.rule})
    for reason in result.reasons:
        speak(f"- {reason}")
    for told in remarks(vote.closes_on, afterwards=standing.afterwards, closed_early=vote.closed_early):
        speak(f"! {told}")


def _answer_slip(elector: "Elector", *, json: bool) -> None:
    """An owner with what is on record now."""
    told = _("{name} ({rooms}): {answer}.").format(
        name=elector.name, rooms=elector.rooms, answer=said(ANSWERS, elector.answer)
    )
    answer(elector, told, json=json)


def _sums(shares: "dict[Any, Share]") -> dict[str, dict[str, int]]:
    """Heads and area by answer, for JSON."""
    return {each.value: {"heads": share.heads, "area": share.area} for each, share in shares.items()}


def _both(checked: Any) -> list[tuple[object, ...]]:
    """The sums of a file by its rows and by the roll's owners, in a line for each answer."""
    from triparty.rules.owners import area_said

    return [
        (
            said(ANSWERS, each),
            share.heads,
            area_said(share.area),
            checked.by_roll[each].heads,
            area_said(checked.by_roll[each].area),
        )
        for each, share in checked.by_file.items()
    ]
