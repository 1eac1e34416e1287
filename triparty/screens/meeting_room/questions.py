"""What is asked before something in the meeting that cannot be taken back."""

from meetings_db.models import PresenceKind
from triparty.i18n import _, ngettext
from triparty.screens.meeting_room.scene import Scene


def what_closing_does(scene: Scene) -> str:
    """What stands in the record of the meeting as it closes, and that it stays closed."""
    actions = sum(len(own) for own in scene.room.actions.values())
    settled = ngettext("{count} item is settled", "{count} items are settled", scene.settled)
    taken = ngettext("{count} action is taken down", "{count} actions are taken down", actions)
    counted = f"{settled.format(count=scene.settled)}{_(', ')}{taken.format(count=actions)}"
    return f"{counted}\n\n{_('A meeting that was closed cannot be opened again.')}"


def what_finalising_does(scene: Scene) -> str:
    """What is missing in the minutes and will stand there as not filled in; then what making them final means."""
    means = _(
        "The minutes get their number, and the record of this meeting is shut. Nothing in it can be changed then."
    )
    missing = _missing(scene)
    if not missing:
        return means
    lines = "\n".join(f"! {each}" for each in missing)
    return f"{_('This is missing, and the minutes will say so for ever:')}\n{lines}\n\n{means}"


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
    if unowned:
        found.append(
            ngettext("{count} action has no owner", "{count} actions have no owner", unowned).format(count=unowned)
        )
    if undated:
        found.append(
            ngettext("{count} action has no date", "{count} actions have no date", undated).format(count=undated)
        )
    return found
