"""What is asked before something in the meeting that is not lightly taken back."""

from collections.abc import Sequence

from meetings_db.models import SETTLED, AgendaItem, Meeting, PresenceKind, Why
from triparty.i18n import _, ngettext
from triparty.rules.carrying import Fate, Lot, by_lot
from triparty.rules.notes import unsaid
from triparty.screens.meeting_room.scene import Scene
from triparty.words import LOTS


def what_was_not_reached(items: Sequence[AgendaItem]) -> str:
    """The items that were never taken up, and what becomes of them when they are put off."""
    lines = "\n".join(f"{item.position}  {item.title}" for item in items)
    question = _("These items were not reached. Put them off to the next meeting?")
    return f"{question}\n\n{lines}"


def what_closing_does(scene: Scene, fates: Sequence[Fate], following: Meeting | None) -> str:
    """What stands in the record of the meeting as it closes; what goes on, stays and ends, each with its reason."""
    actions = sum(len(own) for own in scene.room.actions.values())
    done = sum(each.item.status in SETTLED and each.why is not Why.NOT_REACHED for each in fates)
    settled = ngettext("{count} item is settled", "{count} items are settled", done)
    taken = ngettext("{count} action is taken down", "{count} actions are taken down", actions)
    counted = f"{settled.format(count=done)}{_(', ')}{taken.format(count=actions)}"
    parts = [counted]
    for lot, own in by_lot(fates).items():
        if own:
            said = _(LOTS[lot])
            if lot is Lot.GOES_ON and following is not None:
                said = _("Goes on to meeting {number}").format(number=following.ordinal)
            line, items = _("{number} {title}: {because}"), [(each.item, each.because) for each in own]
            told = ["  " + line.format(number=it.position, title=it.title, because=why) for it, why in items]
            if lot is Lot.ENDS:  # one reason for them all
                told = ["  " + _(", ").join(f"{each.item.position} {each.item.title}" for each in own)]
            parts.append("\n".join([said, *told]))
    parts.append(_("Until somebody signs its minutes the newest meeting can be reopened, saying why."))
    return "\n\n".join(parts)


def what_finalising_does(scene: Scene) -> str:
    """What is missing in the minutes and will stand there as not filled in; then what making them final means."""
    means = _(
        "The minutes get their number, and the record of this meeting is shut. "
        "Until somebody signs, the newest can be reopened; then it is only amended."
    )
    missing = _missing(scene)
    if not missing:
        return means
    lines = "\n".join(f"! {each}" for each in missing)
    found = _("This is missing, and the minutes will say so for ever:")
    return f"{found}\n{lines}\n\n{means}"


def _missing(scene: Scene) -> list[str]:
    """Presenters, owners, dates and presence that were never written down, a sentence each."""
    room = scene.room
    unpresented = [str(item.position) for item in room.items if not item.presenter]
    actions = [action for own in room.actions.values() for action in own]
    unowned = sum(not action.owner for action in actions)
    undated = sum(action.due_on is None for action in actions)
    found = []
    if not any(event.kind is PresenceKind.ARRIVE for events in room.presence.values() for event in events):
        found.append(_("Nobody is marked as present."))
    if unpresented:
        found.append(_("No presenter: item {numbers}").format(numbers=_(", ").join(unpresented)))
    if silent := [str(item.position) for item in room.items if unsaid(item.notes)]:
        found.append(_("Somebody had the floor, and no words: item {numbers}").format(numbers=_(", ").join(silent)))
    if unowned:
        found.append(
            ngettext("{count} action has no owner", "{count} actions have no owner", unowned).format(count=unowned)
        )
    if undated:
        found.append(
            ngettext("{count} action has no date", "{count} actions have no date", undated).format(count=undated)
        )
    return found
