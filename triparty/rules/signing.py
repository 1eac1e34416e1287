"""Signing final minutes: what a signature must say, and who is to be served the minutes."""

from datetime import date

from meetings_db.models import THREE_PARTIES, Party, PresenceKind, SignatureBase, Standing
from meetings_db.queries.meetings import MeetingRoom
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.presence import place_at


def refuse_signature(party: Party, typed: SignatureBase, held_on: date, today: date) -> None:
    """Refuse what is no signature to the minutes of a meeting held that day, and no service of them either.

    Raises RuleError with every reason.
    """
    reasons = []
    if party not in THREE_PARTIES:
        reasons.append(_("The minutes are signed by the community, the property company and the residents."))
    if typed.signed_on is None and typed.served_on is None:
        reasons.append(_("Say on which day it was signed, or served to be signed later."))
    if typed.signed_on is not None and not typed.name:
        reasons.append(_("Say who signed."))
    if typed.signed_on is None and (typed.name or typed.reservation):
        reasons.append(_("Say on which day it was signed."))
    if typed.served_on is not None and not typed.served_to:
        reasons.append(_("Say to whom the minutes were served."))
    if typed.served_on is None and (typed.served_to or typed.served_by):
        reasons.append(_("Say on which day the minutes were served."))
    for day in (typed.served_on, typed.signed_on):
        if day is not None and day < held_on:
            reasons.append(_("{day} is before the meeting.").format(day=day))
        elif day is not None and day > today:
            reasons.append(_("{day} is yet to come.").format(day=day))
    if typed.served_on is not None and typed.signed_on is not None and typed.signed_on < typed.served_on:
        reasons.append(_("It was signed before it was served."))
    if reasons:
        raise RuleError(*reasons)


def to_be_served(room: MeetingRoom) -> list[Party]:
    """The parties of which nobody with a vote came, where presence was recorded: they are served and sign later."""
    came = [
        place_at(who, room.choices.get(who.id, ()), None, event.at)
        for who in room.participants
        for event in room.presence.get(who.id, ())
        if event.kind is PresenceKind.ARRIVE
    ]
    there = {place.party for place in came if place.standing is Standing.VOTING}
    return [party for party in THREE_PARTIES if party not in there] if came else []
