"""After the minutes are final, from a screen: who signed them, where the original is, what is amended."""

from typing import Any
from uuid import UUID

from textual.binding import Binding

from meetings_db.models import (
    THREE_PARTIES,
    Amendment,
    AmendmentBase,
    Meeting,
    MeetingStatus,
    Original,
    OriginalBase,
    Party,
    Signature,
    SignatureBase,
)
from meetings_db.queries.meetings import MeetingRoom, meeting_lines, meeting_room
from meetings_db.queries.signing import Amended, AmendmentState, amendments, original_of, signatures
from triparty.i18n import _
from triparty.rules.signing import to_be_served
from triparty.screens.station import Station
from triparty.screens.typed import optional_day
from triparty.services.amending import draft_amendment, edit_amendment, put_amendment, withdraw_amendment
from triparty.services.signing import keep_original, note_signature, signed_already
from triparty.widgets import moments
from triparty.widgets.dialogs import Offer
from triparty.widgets.form import Field
from triparty.widgets.timeline import facts
from triparty.words import AMENDMENT_STATES, PARTIES, PARTIES_IN_FULL

SIGNING = Binding(
    "S",
    "sign",
    _("Signatures"),
    show=False,
    id="meetings.sign",
    tooltip=_("Who signed the final minutes, where the original is, and what is amended"),
)


async def ask_and_sign(station: Station, meeting_id: UUID) -> None:
    """Ask which party, the original or an amendment, and keep what is typed. Call it from a worker.

    The parties sign one after the other: behind each it is asked again, until all have signed or nobody is chosen.
    """
    going_on = True
    while going_on:
        going_on = await _ask_once(station, meeting_id)
        station.reload()


async def _ask_once(station: Station, meeting_id: UUID) -> bool:
    """Whether a party was chosen, and another has still to sign."""
    room = await station.read(meeting_room, meeting_id)
    known, kept = await station.read(signatures, meeting_id), await station.read(original_of, meeting_id)
    amended = await station.read(amendments, meeting_id)
    offers = [
        *(
            Offer(party, _(PARTIES_IN_FULL[party]), _state(room, party, known.get(party)), str(number))
            for number, party in enumerate(THREE_PARTIES, 1)
        ),
        Offer("original", _("Signed original"), kept.place if kept else _("nobody said where"), "o"),
        Offer("amend", _("Draft an amendment"), "", "a"),
        *(Offer(each.amendment.id.hex, _called(each), each.amendment.shall_say) for each in amended),
    ]
    chosen = await station.choose(_("Minutes {reference}").format(reference=room.meeting.reference), offers)
    if chosen is None:
        return False
    if chosen in THREE_PARTIES:
        await _sign(station, room, Party(chosen), known.get(Party(chosen)))
        known = await station.read(signatures, meeting_id)
        return any((row := known.get(party)) is None or row.signed_on is None for party in THREE_PARTIES)
    if chosen == "original":
        await _keep(station, room.meeting, kept)
    elif chosen == "amend":
        await _amend(station, room)
    else:
        await _go_on(station, next(each for each in amended if each.amendment.id.hex == chosen))
    return False


async def since_final(station: Station, room: MeetingRoom) -> list[tuple[str, Any]]:
    """Signatures, original and amendments, for the life of a meeting; nothing while its minutes are a draft."""
    meeting = room.meeting
    if meeting.status is not MeetingStatus.FINAL:
        return []
    known, kept = await station.read(signatures, meeting.id), await station.read(original_of, meeting.id)
    amended = await station.read(amendments, meeting.id)
    found = facts(
        [
            *((_(PARTIES[party]), _state(room, party, known.get(party))) for party in THREE_PARTIES),
            (_("Signed original"), " ".join((kept.place, kept.holder)).strip() if kept else ""),
            *((_called(each), each.amendment.shall_say) for each in amended),
        ]
    )
    return [(_("Signatures"), found)]


def _state(room: MeetingRoom, party: Party, row: Signature | None) -> str:
    """How far a party is."""
    if row is not None and row.signed_on is not None:
        signed = _("signed with a reservation: {name}, {day}") if row.reservation else _("signed: {name}, {day}")
        return " — ".join(filter(None, (signed.format(name=row.name, day=row.signed_on), row.reservation)))
    if row is not None:
        return _("served to {name} on {day}, not signed yet").format(name=row.served_to, day=row.served_on)
    return _("nobody came: serve it the minutes") if party in to_be_served(room) else _("not yet")


def _called(each: Amended) -> str:
    """An amendment by its number, or as what it is."""
    if each.number:
        return _("Amendment no. {number}").format(number=each.number)
    return _("Amendment ({state})").format(state=_(AMENDMENT_STATES[each.state]))


async def _sign(station: Station, room: MeetingRoom, party: Party, before: Signature | None) -> None:
    """Fill in a signature; of a party that was absent, first whom the minutes were served to."""
    if before is not None and before.signed_on is not None:
        station.tell(signed_already(before), wrong=True)
        return
    old, today = before or SignatureBase(), station.clock().date()
    spoken = station.desk.settings.written
    languages = [("zh_CN", "中文"), ("en", "English")]
    when = _("Today unless told.")
    served = [
        Field("served_to", _("Served to"), old.served_to, hint=_("Only where it was absent and signs later.")),
        Field("served_on", _("Served on"), str(old.served_on or ""), hint=when),
        Field("served_by", _("Served how"), old.served_by, hint=_("By hand, by post …")),
    ]
    signed = [
        Field("name", _("Signed by")),
        Field("signed_on", _("Signed on"), hint=when),
        Field("reservation", _("Reservation"), lines=2, hint=_("Empty where it signed without one.")),
    ]
    more = [Field("note", _("Note"), old.note), Field("language", _("Language"), spoken, languages)]

    async def save(values: dict[str, Any]) -> Signature:
        """Check and keep what was typed; who signed or was served without a day did so today."""
        language = values.pop("language")
        for name, who in (("served_on", "served_to"), ("signed_on", "name")):
            told = optional_day(name, values[name], today)
            values[name] = today if told is None and values[who].strip() else told
        typed = SignatureBase.model_validate(values)
        version = before.version if before else 0
        return await station.db.run_async(
            note_signature, room.meeting.id, party, typed, language, version=version, today=today
        )

    fields = [*signed, *served, *more]
    if before is not None or party in to_be_served(room):
        fields = [*served, *signed, *more]
    await station.fill(_(PARTIES_IN_FULL[party]), fields, save, _("Saved."))


async def _keep(station: Station, meeting: Meeting, before: Original | None) -> None:
    """Fill in where the signed original is."""
    fields = [
        Field("place", _("Place"), before.place if before else "", hint=_("Box and page.")),
        Field("holder", _("Held by"), before.holder if before else station.desk.settings.officer),
    ]

    async def save(values: dict[str, Any]) -> Original:
        """Check and keep what was typed."""
        version = before.version if before else 0
        typed = OriginalBase.model_validate(values)
        return await station.db.run_async(keep_original, meeting.id, typed, version=version)

    await station.fill(_("Signed original"), fields, save, _("Saved."))


async def _amend(station: Station, room: MeetingRoom) -> None:
    """Draft an amendment of an item, or of the whole, and offer what comes next."""
    whole = Offer("", _("The whole minutes"), key="w")
    offers = [whole, *(Offer(item.id.hex, f"{item.position} {item.title}") for item in room.items)]
    chosen = await station.choose(_("Which item?"), offers)
    if chosen is None:
        return
    item = next((each for each in room.items if each.id.hex == chosen), None)

    async def save(values: dict[str, Any]) -> Amendment:
        """Check and keep what was typed."""
        typed = AmendmentBase.model_validate(values)
        return await station.db.run_async(draft_amendment, room.meeting.id, typed, item.id if item else None)

    fields = _fields(says_now=item.conclusion if item else "")
    drafted = await station.fill(_("Amendment"), fields, save, _("The amendment is drafted."))
    if drafted is not None:
        await _go_on(station, Amended(drafted, item))


async def _go_on(station: Station, each: Amended) -> None:
    """What may be done with an amendment: put before a meeting, changed, taken out; else what became of it."""
    row = each.amendment
    if each.state in (AmendmentState.IN_FORCE, AmendmentState.ON_THE_WAY) and each.meeting is not None:
        when = moments.full(each.meeting.starts_at)
        station.tell(f"{_called(each)}: {each.meeting.title}, {when}. {row.shall_say}")
        return
    offers = [
        Offer("put", _("Put it on the agenda of the next meeting"), key="p"),
        Offer("edit", _("Change it"), key="e"),
    ]
    if each.state is AmendmentState.DRAFT:
        offers.append(Offer("withdraw", _("Take the draft out"), key="t"))
    chosen = await station.choose(_called(each), offers)
    try:
        if chosen == "put":
            await _put(station, row)
        elif chosen == "edit":
            await _edit(station, row)
        elif chosen == "withdraw":
            await station.db.run_async(withdraw_amendment, row.id, row.version)
            station.tell_done(_("The draft is taken out."))
    except Exception as problem:
        station.refuse(problem)


async def _put(station: Station, row: Amendment) -> None:
    """Put an amendment on the agenda of the meeting that is next."""
    coming = await station.read(meeting_lines, station.desk.community_id, "coming")
    if not coming:
        station.tell(_("No meeting lies ahead. Press n to make the next one."), wrong=True)
        return
    item = await station.db.run_async(put_amendment, row.id, row.version, coming[0].id)
    station.tell_done(_("On the agenda of {meeting}: {title}").format(meeting=coming[0].title, title=item.title))


async def _edit(station: Station, row: Amendment) -> None:
    """Change what an amendment says."""

    async def save(values: dict[str, Any]) -> Amendment:
        """Check and keep what was typed."""
        typed = AmendmentBase.model_validate(values)
        return await station.db.run_async(edit_amendment, row.id, row.version, typed)

    await station.fill(_("Amendment"), _fields(row.reason, row.says_now, row.shall_say), save, _("Saved."))


def _fields(reason: str = "", says_now: str = "", shall_say: str = "") -> list[Field]:
    """The fields of an amendment."""
    return [
        Field("reason", _("Why it is amended"), reason, lines=2),
        Field("says_now", _("It says now"), says_now, lines=3),
        Field("shall_say", _("It shall say"), shall_say, lines=3),
    ]
