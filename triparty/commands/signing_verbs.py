"""The verbs of `triparty meeting` once its minutes are final: who signed, where the original is, what is amended."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from triparty.commands.desk import Json, answer, answer_json, answer_rows, desk_of, typed_text
from triparty.commands.finding import item_called, room_called
from triparty.commands.meeting_views import Ordinal
from triparty.commands.plain import plain
from triparty.commands.times import now, read_day
from triparty.commands.words import LanguageWord, PartyWord, said
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.words import AMENDMENT_STATES, PARTIES_IN_FULL

if TYPE_CHECKING:
    from meetings_db.queries.meetings import MeetingRoom
    from meetings_db.queries.signing import Amended
    from triparty.commands.desk import Desk

Which = Annotated[int, typer.Argument(metavar="NUMBER", help=_("Its place in the list of `amendments`."))]


def add_to(noun: typer.Typer) -> None:
    """Add the verbs to their noun."""
    noun.command("sign", help=_("Note that a party signed the final minutes, or was served them to sign later."))(sign)
    noun.command("signatures", help=_("Show who signed the final minutes, and where the original is."))(show_signatures)
    noun.command("original", help=_("Note where the signed original is kept, and who holds it."))(original)
    noun.command("amend", help=_("Draft an amendment of final minutes."))(amend)
    noun.command("amendments", help=_("List the amendments of a meeting's minutes."))(list_amendments)
    noun.command("edit-amendment", help=_("Change an amendment that is before no meeting."))(edit)
    noun.command("put-amendment", help=_("Put an amendment on the agenda of a later meeting."))(put)
    noun.command("withdraw-amendment", help=_("Take out a draft of an amendment."))(withdraw)


def sign(
    ctx: typer.Context,
    meeting: Ordinal,
    party: Annotated[PartyWord, typer.Argument(metavar="PARTY", help=_("community, property or residents."))],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help=_("Who signed for it."))] = "",
    on: Annotated[str, typer.Option("--on", metavar="DAY", help=_("When; today unless told."))] = "",
    reservation: Annotated[str, typer.Option(help=_("With which reservation."))] = "",
    served_to: Annotated[str, typer.Option("--served-to", metavar="NAME", help=_("Whom it was served to."))] = "",
    served_on: Annotated[str, typer.Option("--served-on", metavar="DAY", help=_("When; today unless told."))] = "",
    served_by: Annotated[str, typer.Option("--served-by", metavar="WAY", help=_("By hand, by post …"))] = "",
    note: Annotated[str, typer.Option(help=_("A note."))] = "",
    language: Annotated[
        LanguageWord | None, typer.Option(help=_("The language of the paper; that of the settings unless told."))
    ] = None,
    json: Json = False,
) -> None:
    """With --by it is signed; with --served-to alone it is served, and signed later."""
    from meetings_db.models import Party, SignatureBase
    from meetings_db.queries.signing import signatures
    from triparty.services.signing import note_signature

    desk = desk_of(ctx)
    row = room_called(desk, meeting).meeting
    before = desk.db.read(signatures, row.id).get(Party(party))
    typed: dict[str, Any] = before.model_dump(include=set(SignatureBase.model_fields)) if before else {}
    given = {"name": by, "reservation": reservation, "served_to": served_to, "served_by": served_by, "note": note}
    typed |= {name: typed_text(text) for name, text in given.items() if text}
    today = now().date()
    if by or on:
        typed["signed_on"] = read_day(on) if on else today
    if served_to or served_on:
        typed["served_on"] = read_day(served_on) if served_on else today
    signed = desk.db.run(
        note_signature,
        row.id,
        Party(party),
        SignatureBase.model_validate(typed),
        language or desk.settings.written,
        version=before.version if before else 0,
    )
    told = _("{party}: signed by {name} on {day}.") if signed.signed_on else _("{party}: served to {name} on {day}.")
    sentence = told.format(
        party=said(PARTIES_IN_FULL, party),
        name=signed.name or signed.served_to,
        day=signed.signed_on or signed.served_on,
    )
    answer(signed, sentence, json=json)


def show_signatures(ctx: typer.Context, meeting: Ordinal, json: Json = False) -> None:
    """Show each party, and where the original is."""
    from meetings_db.models import THREE_PARTIES
    from meetings_db.queries.signing import original_of, signatures
    from triparty.commands.speaking import speak
    from triparty.rules.signing import to_be_served

    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    known = desk.db.read(signatures, room.meeting.id)
    kept = desk.db.read(original_of, room.meeting.id)
    absent = to_be_served(room)
    if json:
        parties = {
            party.value: {"signature": plain(known.get(party)), "to_be_served": party in absent}
            for party in THREE_PARTIES
        }
        answer_json({"meeting": room.meeting.ordinal, "parties": parties, "original": plain(kept)})
        return
    rows = []
    for party in THREE_PARTIES:
        row = known.get(party)
        proposed = _("nobody came: serve it the minutes") if party in absent and row is None else ""
        rows.append(
            (
                said(PARTIES_IN_FULL, party),
                row.name if row else "",
                (row.signed_on if row else None) or _("not yet"),
                row.reservation if row else "",
                " ".join(filter(None, (row.served_to, str(row.served_on or ""), row.served_by))) if row else proposed,
            )
        )
    answer_rows((_("Party"), _("Signed by"), _("When"), _("Reservation"), _("Served")), rows, empty="")
    if kept:
        speak(_("Signed original: {place} ({holder})").format(place=kept.place, holder=kept.holder or "—"))


def original(
    ctx: typer.Context,
    meeting: Ordinal,
    place: Annotated[str, typer.Argument(metavar="PLACE", help=_("Box and page."))],
    holder: Annotated[str, typer.Option(metavar="NAME", help=_("Who holds it."))] = "",
    json: Json = False,
) -> None:
    """Note where the signed original is."""
    from meetings_db.models import OriginalBase
    from meetings_db.queries.signing import original_of
    from triparty.services.signing import keep_original

    desk = desk_of(ctx)
    row = room_called(desk, meeting).meeting
    before = desk.db.read(original_of, row.id)
    typed = OriginalBase.model_validate({"place": typed_text(place), "holder": typed_text(holder)})
    kept = desk.db.run(keep_original, row.id, typed, version=before.version if before else 0)
    answer(kept, _("The signed original is at {place}.").format(place=kept.place), json=json)


def amend(
    ctx: typer.Context,
    meeting: Ordinal,
    shall_say: Annotated[str, typer.Argument(metavar="TEXT", help=_("What the minutes shall say."))],
    reason: Annotated[str, typer.Option(help=_("Why it is amended."))],
    item: Annotated[str, typer.Option(metavar="ITEM", help=_("Which item of the minutes; else the whole."))] = "",
    says_now: Annotated[
        str,
        typer.Option("--says-now", metavar="TEXT", help=_("What they say now; of an item its outcome unless told.")),
    ] = "",
    json: Json = False,
) -> None:
    """Draft an amendment; a later meeting approves it."""
    from meetings_db.models import AmendmentBase
    from triparty.services.amending import draft_amendment

    desk = desk_of(ctx)
    room = room_called(desk, meeting)
    about = item_called(room, item) if item else None
    typed = AmendmentBase.model_validate(
        {
            "reason": typed_text(reason),
            "says_now": typed_text(says_now) or (about.conclusion if about else ""),
            "shall_say": typed_text(shall_say),
        }
    )
    draft = desk.db.run(draft_amendment, room.meeting.id, typed, about.id if about else None)
    answer(draft, _("The amendment is drafted. Put it on the agenda of a later meeting."), json=json)


def list_amendments(ctx: typer.Context, meeting: Ordinal, json: Json = False) -> None:
    """List the amendments, drafts too."""
    from meetings_db.queries.signing import amendments

    desk = desk_of(ctx)
    found = desk.db.read(amendments, room_called(desk, meeting).meeting.id)
    if json:
        answer_json([_plain(each) for each in found])
        return
    rows = [
        (
            place,
            each.number or "",
            said(AMENDMENT_STATES, each.state),
            each.meeting.ordinal if each.meeting else "",
            each.item.position if each.item else "",
            each.amendment.shall_say,
            each.amendment.reason,
        )
        for place, each in enumerate(found, 1)
    ]
    headings = ("#", _("Number"), _("Status"), _("Meeting"), _("Item"), _("It shall say"), _("Why"))
    answer_rows(headings, rows, empty=_("These minutes were never amended."))


def edit(
    ctx: typer.Context,
    meeting: Ordinal,
    which: Which,
    shall_say: Annotated[str, typer.Option("--shall-say", metavar="TEXT", help=_("What the minutes shall say."))] = "",
    reason: Annotated[str, typer.Option(help=_("Why it is amended."))] = "",
    says_now: Annotated[str, typer.Option("--says-now", metavar="TEXT", help=_("What they say now."))] = "",
    json: Json = False,
) -> None:
    """Change what is told; the rest stays."""
    from meetings_db.models import AmendmentBase
    from triparty.services.amending import edit_amendment

    desk = desk_of(ctx)
    row = _called(desk, room_called(desk, meeting), which).amendment
    given = {"reason": reason, "says_now": says_now, "shall_say": shall_say}
    typed = row.model_dump(include=set(given)) | {name: typed_text(text) for name, text in given.items() if text}
    changed = desk.db.run(edit_amendment, row.id, row.version, AmendmentBase.model_validate(typed))
    answer(changed, _("Saved."), json=json)


def put(
    ctx: typer.Context,
    meeting: Ordinal,
    which: Which,
    into: Annotated[
        str, typer.Option("--into", metavar="MEETING", help=_("The later meeting; the next unless told."))
    ] = "next",
    json: Json = False,
) -> None:
    """Put an amendment before a later meeting."""
    from triparty.services.amending import put_amendment

    desk = desk_of(ctx)
    amendment = _called(desk, room_called(desk, meeting), which).amendment
    later = room_called(desk, into).meeting
    item = desk.db.run(put_amendment, amendment.id, amendment.version, later.id)
    sentence = _("Item {item} of meeting {meeting}: {title}").format(
        item=item.position, meeting=later.ordinal, title=item.title
    )
    answer(item, sentence, json=json)


def withdraw(ctx: typer.Context, meeting: Ordinal, which: Which, json: Json = False) -> None:
    """Take out a draft."""
    from triparty.services.amending import withdraw_amendment

    desk = desk_of(ctx)
    amendment = _called(desk, room_called(desk, meeting), which).amendment
    desk.db.run(withdraw_amendment, amendment.id, amendment.version)
    answer(amendment, _("The draft is taken out."), json=json)


def _called(desk: "Desk", room: "MeetingRoom", place: int) -> "Amended":
    """The amendment at that place of the list."""
    from meetings_db.queries.signing import amendments

    found = desk.db.read(amendments, room.meeting.id)
    if not 1 <= place <= len(found):
        raise RuleError(
            _("There is no amendment {number}. `triparty meeting amendments` lists them.").format(number=place)
        )
    return found[place - 1]


def _plain(each: "Amended") -> dict[str, Any]:
    """An amendment with where it stands, for JSON."""
    return {
        **plain(each.amendment),
        "number": each.number,
        "state": each.state,
        "item": each.item.position if each.item else None,
        "meeting": each.meeting.ordinal if each.meeting else None,
    }
