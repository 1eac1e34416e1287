"""What became of the last decisions: which meetings are asked after, and what the tracker says of them."""

import re
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from meetings_db.models import (
    FINISHED,
    Action,
    AgendaItem,
    ItemStatus,
    Meeting,
    MeetingStatus,
    Why,
)
from meetings_db.text import clean_line
from triparty.i18n import LANGUAGES, _, in_language, mark, ngettext, on_record
from triparty.rules.actions import overdue
from triparty.words import ACTION_STATUSES, PARTIES_IN_SENTENCES

OVER = (MeetingStatus.CLOSED, MeetingStatus.FINAL)
"""A meeting that was held."""

_NO_ACTION = mark("agreed, no action was taken down")
_OF_ACTION = re.compile(r"- A\d{4}-\d{4,} .* — ")
"""A line that the program wrote of an action."""


def sources(session: Session, meeting: Meeting) -> list[Meeting]:
    """The meetings whose items and decisions this one takes up: the last that was held, and others since its agenda
    was shut; in a series its own last one, and whatever was held beside it.
    """
    held = select(Meeting).where(
        Meeting.community_id == meeting.community_id, col(Meeting.status).in_(OVER), Meeting.id != meeting.id
    )
    newest = held.order_by(col(Meeting.ordinal).desc()).limit(1)
    last = session.exec(newest.where(Meeting.series_id == meeting.series_id)).first() if meeting.series_id else None
    last = last or session.exec(newest).first()
    if last is None:
        return []
    since = or_(Meeting.id == last.id, col(Meeting.closed_at) >= last.frozen_at)
    return list(session.exec(held.where(since).order_by(col(Meeting.ordinal))))


def anything_decided(session: Session, meeting: Meeting) -> bool:
    """Whether there is anything to report on: an action of any meeting, or something that was agreed."""
    if session.exec(select(Action.id).where(Action.community_id == meeting.community_id).limit(1)).first():
        return True
    return bool(_agreed(session, [each.id for each in sources(session, meeting)]))


def decisions_text(session: Session, meeting: Meeting) -> str:
    """What became of the last decisions, in Markdown: each action of the last meeting and each that still runs, and
    what was agreed without one.
    """
    last = sources(session, meeting)
    ids = [each.id for each in last]
    wanted = or_(col(Action.meeting_id).in_(ids), col(Action.status).not_in(FINISHED))
    query = select(Action, Meeting).outerjoin(Meeting, col(Action.meeting_id) == Meeting.id)
    where = (Action.community_id == meeting.community_id, wanted)
    rows = list(session.exec(query.where(*where).order_by(col(Action.number))))
    lines = [_of_action(action, held, meeting) for action, held in rows if action.meeting_id != meeting.id]
    ordinals = {each.id: each.ordinal for each in last}
    lines += [_without_action(item, ordinals[item.meeting_id]) for item in _agreed(session, ids)]
    return "\n".join(lines)


def decisions_told(session: Session, meeting_id: UUID) -> str:
    """The same in one line, for a list: how many actions, and how they stand."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        return ""
    ids = [each.id for each in sources(session, meeting)]
    wanted = or_(col(Action.meeting_id).in_(ids), col(Action.status).not_in(FINISHED))
    query = select(Action.status, func.count()).where(Action.community_id == meeting.community_id, wanted)
    query = query.where(or_(col(Action.meeting_id).is_(None), Action.meeting_id != meeting_id))
    counts = dict(session.exec(query.group_by(col(Action.status))).all())
    total = sum(counts.values())
    told = ngettext("{count} action", "{count} actions", total).format(count=total)
    return _(": ").join([told, _(", ").join(f"{_(ACTION_STATUSES[kind])} {counts[kind]}" for kind in sorted(counts))])


def write_decisions(session: Session, meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """Bring the notes of the item on the last decisions up to date; what people wrote there stays below."""
    for item in items:
        if item.why is Why.DECISIONS:
            own = [line for line in item.notes.splitlines() if not _by_the_program(line)]
            told = decisions_text(session, meeting)
            item.notes = (f"{told}\n\n" if told else "") + "\n".join(own).strip()  # what is said goes on a line below
    session.flush()


def _by_the_program(line: str) -> bool:
    """Whether a line of the notes was written from the tracker, in whatever language, and is written anew."""
    return _OF_ACTION.match(line) is not None or any(
        line.endswith(f" — {in_language(each)(_NO_ACTION)}") for each in LANGUAGES
    )


def _agreed(session: Session, meeting_ids: Sequence[UUID]) -> list[AgendaItem]:
    """What was agreed without anybody being given anything to do."""
    query = (
        select(AgendaItem)
        .outerjoin(Action, col(Action.item_id) == AgendaItem.id)
        .where(
            col(AgendaItem.meeting_id).in_(meeting_ids),
            AgendaItem.status == ItemStatus.AGREED,
            col(Action.id).is_(None),
        )
    )
    return list(session.exec(query.order_by(col(AgendaItem.meeting_id), col(AgendaItem.position))))


def _of_action(action: Action, held: Meeting | None, meeting: Meeting) -> str:
    """One action: who was to do what until when, where it was decided, and how it stands."""
    said = on_record()
    say = said.gettext
    owner = " ".join(filter(None, (say(PARTIES_IN_SENTENCES[action.party]), action.owner)))
    facts = [owner]
    if action.due_on is not None:
        facts.append(say("due {day}").format(day=action.due_on))
    facts.append(say(ACTION_STATUSES[action.status]))
    if action.closed_at is not None:
        facts[-1] = f"{facts[-1]} {action.closed_at.astimezone():%Y-%m-%d}"
    if late := overdue(action.status, action.due_on, meeting.starts_at.astimezone().date()):
        facts.append(
            said.ngettext("{count} day overdue on the day", "{count} days overdue on the day", late).format(count=late)
        )
    if held is not None:
        facts.append(say("meeting {number}").format(number=held.ordinal))
    return f"- {action.number} {action.what} — {say(', ').join(facts)}"


def _without_action(item: AgendaItem, ordinal: int) -> str:
    """Something that was agreed, and nobody was given anything to do."""
    say = on_record().gettext
    place = say("meeting {meeting}, item {item}").format(meeting=ordinal, item=item.position)
    return f"- {place}{say(': ')}{clean_line(item.conclusion) or item.title} — {say(_NO_ACTION)}"
