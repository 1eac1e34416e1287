"""What is asked before something in the meeting that is not lightly taken back."""

from collections.abc import Sequence

from meetings_db.models import SETTLED, AgendaItem, Meeting, Why
from triparty.i18n import _, ngettext
from triparty.rules.carrying import Fate, Lot, by_lot
from triparty.screens.meeting_room.scene import Scene
from triparty.services.final import missing_in
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
    missing = missing_in(scene.room)
    if not missing:
        return means
    lines = "\n".join(f"! {each}" for each in missing)
    found = _("This is missing, and the minutes will say so for ever:")
    return f"{found}\n{lines}\n\n{means}"
