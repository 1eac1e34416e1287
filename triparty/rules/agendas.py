"""What must be right before an agenda is frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from meetings_db.models import (
    THREE_PARTIES,
    AgendaItem,
    Authority,
    ItemKind,
    Meeting,
    Participant,
    Standing,
)
from triparty.i18n import _, ngettext
from triparty.rules.authority import claims_in
from triparty.words import PARTIES_IN_SENTENCES

NOTICE = timedelta(days=3)
"""How long before the meeting its notice is due (a common rule of practice, not law)."""


@dataclass(frozen=True)
class Finding:
    """What a check found: an `error` must be mended, a `warning` may be overridden with a reason."""

    severity: str
    sentence: str


def check(
    meeting: Meeting, items: Sequence[AgendaItem], participants: Sequence[Participant], now: datetime
) -> list[Finding]:
    """Everything that speaks against freezing this agenda at `now`, errors first."""
    return [
        *(Finding("error", sentence) for sentence in _errors(items, participants)),
        *(Finding("warning", sentence) for sentence in _warnings(meeting, items, now)),
    ]


def _errors(items: Sequence[AgendaItem], participants: Sequence[Participant]) -> list[str]:
    """What must be mended."""
    sentences = []
    if not items:
        sentences.append(_("The agenda is empty. Put at least one item on it."))
    invited = {participant.party for participant in participants if participant.standing is Standing.VOTING}
    for party in THREE_PARTIES:
        if party not in invited:
            name = _(PARTIES_IN_SENTENCES[party])
            sentences.append(_("Nobody with a vote is invited from {party}.").format(party=name))
    for item in items:
        for claim in claims_in(item.authority, item.title):
            sentences.append(
                _(
                    "Item {number} says “{claim}” of a matter that the owners decide together. Word it otherwise."
                ).format(number=item.position, claim=claim)
            )
    return sentences


def _warnings(meeting: Meeting, items: Sequence[AgendaItem], now: datetime) -> list[str]:
    """What may be overridden with a reason."""
    sentences = []
    if meeting.starts_at < now:
        sentences.append(_("The time of the meeting is past."))
    elif meeting.starts_at - now < NOTICE:
        sentences.append(_("The notice would reach people less than three days before the meeting."))
    if not meeting.place:
        sentences.append(_("The meeting has no place yet."))
    if not meeting.chair:
        sentences.append(_("The meeting has no chair yet."))
    planned = sum(item.minutes for item in items)
    if planned > meeting.minutes_planned:
        sentences.append(
            _("The items take {planned} minutes, the meeting is planned for {length}.").format(
                planned=planned, length=meeting.minutes_planned
            )
        )
    for item in items:
        if item.kind is ItemKind.VOTE and item.authority is Authority.DEPARTMENT:
            sentences.append(
                _("Item {number} is a department's duty: the meeting can only agree to refer it.").format(
                    number=item.position
                )
            )
        if item.kind is ItemKind.VOTE and item.authority is Authority.OWNERS:
            sentences.append(
                _("Item {number} belongs to the owners together: the meeting can only agree to propose it.").format(
                    number=item.position
                )
            )
    missing = [str(item.position) for item in items if not item.presenter]
    if missing:
        sentences.append(
            ngettext("Item {numbers} has no presenter.", "Items {numbers} have no presenter.", len(missing)).format(
                numbers=_(", ").join(missing)
            )
        )
    timeless = [str(item.position) for item in items if not item.minutes]
    if timeless:
        sentences.append(
            ngettext("Item {numbers} has no minutes.", "Items {numbers} have no minutes.", len(timeless)).format(
                numbers=_(", ").join(timeless)
            )
        )
    return sentences
