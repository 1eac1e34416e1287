"""The lines of the people in the room: a party with who may vote, a person with how they stand."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual.content import Content

from meetings_db.models import Party, PresenceEvent, PresenceKind, Standing
from triparty.i18n import _
from triparty.rules.presence import Sitting, counted, quorum
from triparty.screens.meeting_words import DOT, PRESENCE_MARKS, last_kind
from triparty.widgets.cells import cut
from triparty.words import PARTIES, PRESENCES, STANDINGS

_NAME = 10


def party_line(party: Party, stands: Iterable[Sitting]) -> Content:
    """A party's heading with who is there of those with a vote on the item on the table, as the quorum counts them."""
    numbers = counted(stands)
    if party not in numbers or not numbers[party].expected:
        return Content.styled(_(PARTIES[party]), "bold")
    (own,) = (each for each in quorum(numbers).parties if each.party is party)
    sign, tone = ("✓", "$success") if own.reached else ("✗", "$warning")
    return Content.assemble((_(PARTIES[party]), "bold"), f" {own.present}/{own.expected} ", (sign, tone))


def person_line(key: str, stands: Sitting, events: Sequence[PresenceEvent], seats: Sequence[Party] = ()) -> Content:
    """One person: key, mark, name, then what is worth knowing; instead of it the `seats` to choose from."""
    kind = last_kind(events)
    tone = "$success" if kind is PresenceKind.ARRIVE else "" if kind is None else "$foreground 65%"
    warned = bool(seats) or (stands.present and (stands.recused or not stands.authorised))
    asked = "  ".join(f"{place} {_(PARTIES[party])}" for place, party in enumerate(seats, 1))
    return Content.assemble(
        (f"{key or ' '} ", "bold $primary"),
        (PRESENCE_MARKS[kind] + " ", tone),
        (cut(stands.who.name, _NAME), tone),
        " ",
        (asked or _about(stands, events), "$warning" if warned else "$foreground 65%"),
    )


def _about(stands: Sitting, events: Sequence[PresenceEvent]) -> str:
    """That somebody withdrew, who stands in, when they left, for whom they sit, how they sit, or their post."""
    kind, who = last_kind(events), stands.who
    notable = [_("withdrew")] if stands.recused else []
    if stands.substitute is not None and stands.present:
        said = _("by {name}") if stands.authorised else _("by {name}, no vote")
        notable.append(said.format(name=stands.substitute.name))
    if stands.party is not who.party:
        notable.append(_("for {party}").format(party=_(PARTIES[stands.party])))
    if notable and stands.present:
        return DOT.join(notable)
    if kind not in (None, PresenceKind.ARRIVE):
        return _time(events[-1].at, kind)
    return _(STANDINGS[stands.place.standing]) if stands.place.standing is not Standing.VOTING else stands.place.title


def _time(at: datetime, kind: PresenceKind | None) -> str:
    """When somebody left; a word alone for who never came."""
    if kind is None:
        return ""
    word = _(PRESENCES[kind])
    return f"{at.astimezone():%H:%M} {word}" if kind is PresenceKind.LEAVE else word
