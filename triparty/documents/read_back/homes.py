"""Where a change made by hand belongs in the record: the deed that takes it over, or why none does."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import (
    Action,
    ActionBase,
    ActionStatus,
    AgendaItem,
    ItemStatus,
    Meeting,
    MeetingStatus,
    Paper,
    PaperKind,
    Party,
    UpdateKind,
)
from meetings_db.queries.actions import TrackerLine, tracker
from meetings_db.queries.meetings import meeting_room
from triparty import problems
from triparty.documents.kinds import KINDS, minutes
from triparty.documents.kinds import tracker as tracker_kind
from triparty.documents.prose import plain
from triparty.documents.read_back.differences import Difference
from triparty.documents.read_back.notes import renewed
from triparty.documents.read_back.traced import FieldPath
from triparty.documents.read_back.word import Around, tidied
from triparty.documents.tasks import task_values
from triparty.documents.wording import Words
from triparty.i18n import _, language, mark
from triparty.rules import RuleError
from triparty.rules.actions import check_step
from triparty.services.actions import correct_action, take_step
from triparty.services.final import to_be_amended, why_shut
from triparty.services.hand_edits import Edit
from triparty.services.incoming import VerdictKind
from triparty.services.kept import find
from triparty.services.meetings import check_rewording, reword_conclusion, write_notes
from triparty.words import ACTION_STATUSES, PARTIES_IN_FULL

_DAY = re.compile(r"([0-9]{4})\D{1,2}([0-9]{1,2})\D{1,2}([0-9]{1,2})\D?")
_STOPS = ".。"
_DAYS = ("due", "extended")
_AROUND = {
    Around.HEADER: mark("Header"),
    Around.FOOTER: mark("Footer"),
    Around.NOTE: mark("Footnote"),
    Around.BOX: mark("Text box"),
}
_LEADS_TO = {
    ActionStatus.DOING: UpdateKind.STARTED,
    ActionStatus.BLOCKED: UpdateKind.BLOCKED,
    ActionStatus.VERIFYING: UpdateKind.SUBMITTED,
    ActionStatus.CLOSED: UpdateKind.CLOSED,
    ActionStatus.CANCELLED: UpdateKind.CANCELLED,
}


@dataclass(frozen=True)
class Change:
    """One change made by hand: where, what it was and is, and what becomes of it; only a new one has an `edit`."""

    place: str
    was: str
    now: str
    verdict: VerdictKind
    reasons: tuple[str, ...] = ()
    edit: Edit | None = None


@dataclass(frozen=True)
class Record:
    """What the record says now of what the paper is about, on the day `today`."""

    session: Session
    paper: Paper
    values: Mapping[str, Any]
    words: Words
    today: date
    file_name: str
    items: Mapping[str, AgendaItem]
    said: Mapping[str, Mapping[str, Any]]
    """What the minutes would say of each item, by its number."""
    lines: Mapping[str, TrackerLine]
    shut: tuple[str, ...]
    """Why nothing is changed in it any more, and what is done instead; empty of what is no final minutes."""


def record_of(session: Session, paper: Paper, values: Mapping[str, Any], file_name: str, today: date) -> Record:
    """Read what the paper is about."""
    meeting = session.get(Meeting, paper.meeting_id) if paper.meeting_id else None
    items, said = {}, {}
    shut: tuple[str, ...] = ()
    if meeting is not None and paper.kind is PaperKind.MINUTES:
        shut = _shut(session, meeting)
        room = meeting_room(session, meeting.id)
        items = {str(item.position): item for item in room.items}
        now = minutes.values(room, paper.language, made_on=today)
        said = {item["number"]: item for item in now["items"]}
    lines = {line.action.number: line for line in tracker(session, paper.community_id, meeting_id=paper.meeting_id)}
    return Record(session, paper, values, Words(paper.language), today, file_name, items, said, lines, shut)


def _shut(session: Session, meeting: Meeting) -> tuple[str, ...]:
    """Why the minutes of a meeting are not changed, and how they are put right; nothing while they are a draft."""
    if meeting.status is not MeetingStatus.FINAL:
        return ()
    if shut := why_shut(session, meeting):
        return shut, to_be_amended()
    return (
        _(
            "The minutes are final. While nobody has signed them, reopen the meeting and put them right; "
            "once they are signed, they are amended."
        ),
    )


def judged(record: Record, found: Difference) -> Change:
    """Where a difference belongs, and whether it can be taken over."""
    if found.path is None:
        place = _(_AROUND[found.around]) if found.around else _("The paper")
        return Change(place, *_shown(found), VerdictKind.ERROR, (_homeless(found),))
    *above, _field = found.path
    subject: Any = record.values
    for key in above:
        subject = subject[key]
    verdict: VerdictKind = VerdictKind.ERROR
    edit: Edit | None = None
    reasons: tuple[str, ...] = ()
    try:
        verdict, reasons, edit = _weighed(record, subject, found)
    except Exception as problem:
        if not problems.is_expected(problem):
            raise
        reasons = tuple(problems.say(problem).split("\n"))
    return Change(_called(record, found.path, subject), *_shown(found), verdict, reasons, edit)


def _shown(found: Difference) -> tuple[str, str]:
    """What it was and is; of several lines those that differ."""
    was, now = set(found.was), set(found.now)
    return (
        "\n".join(line for line in found.was if line not in now),
        "\n".join(line for line in found.now if line not in was),
    )


def _weighed(
    record: Record, subject: Mapping[str, Any], found: Difference
) -> tuple[VerdictKind, tuple[str, ...], Edit | None]:
    """What becomes of a difference in a field, and the edit that takes it over. Raises RuleError where none can."""
    if record.shut:
        raise RuleError(*record.shut)
    assert found.path is not None
    *above, field = found.path
    was, now = "\n".join(found.was), "\n".join(found.now)
    if "what" in subject and subject.get("number"):
        current, edit = _of_action(record, subject, str(field), was, now)
    elif above[:1] == ["items"] and len(above) == 2:
        current, edit = _of_item(record, subject, str(field), found)
    else:
        raise RuleError(_no_home())
    # Where a sentence lacks its full stop the paper puts one.
    if tidied(current).rstrip(_STOPS) == (_iso(now) if field in _DAYS else now).rstrip(_STOPS):
        return VerdictKind.SAME, (_("The record says so already."),), None
    if tidied(current) != was:
        told = _("Since this paper was written the record was changed; it says now: {text}").format(text=current)
        return VerdictKind.CONFLICT, (told,), None
    return VerdictKind.NEW, (), edit()


Found = tuple[str, Callable[[], Edit]]
"""What the record says now in the words of the paper, and what makes the edit, or refuses it with RuleError."""


def _no_home() -> str:
    return _("The record does not take this from a paper: change it in the program.")


def _homeless(found: Difference) -> str:
    if found.around:
        return _("What stands around the text of a paper is shown here, and never taken over.")
    if not found.now:
        return _("It was taken out. Nothing is taken out of the record because a paper lacks it.")
    if not found.was:
        return _("It was put in, and no field of the record says it. Enter it in the program.")
    return _("No field of the record says this: it is the paper's own text.")


def _called(record: Record, path: FieldPath, subject: Mapping[str, Any]) -> str:
    """The place of a field, by the number of what it is about."""
    names = tuple(key for key in path if isinstance(key, str))
    chains = KINDS[record.paper.kind].schema.chains()
    field = next(chain[-1] for chain in chains if tuple(each.name_en for each in chain) == names)
    name = field.name_zh if language() == "zh_CN" else field.name_en.replace("_", " ")
    number = subject.get("number", "")
    if path[0] == "items" and (len(path) == 3 or not number):
        number = _("item {number}").format(number=record.values["items"][path[1]]["number"])
    return " · ".join(filter(None, (number, name)))


def _of_item(record: Record, subject: Mapping[str, Any], field: str, found: Difference) -> Found:
    """A change in what the minutes say of an item."""
    item = record.items.get(subject["number"])
    if item is None or record.words.given(item.title) != subject["title"]:
        raise RuleError(_("This item is no longer where it was on the agenda. Write the minutes anew."))
    said = record.said[subject["number"]][field]
    if field == "notes":
        current = "\n".join(found.was) if said == subject["notes"] else plain(said)
        edit = partial(_notes, record, item, found)
        return current, edit
    if field == "conclusion":
        return said, partial(_conclusion, record.session, item, tidied(said), "\n".join(found.now))
    raise RuleError(_no_home())


def _notes(record: Record, item: AgendaItem, found: Difference) -> Edit:
    notes = renewed(
        "" if not item.notes.strip() else item.notes, () if not item.notes.strip() else found.was, found.now
    )
    return Edit(AgendaItem, item.id, item.version, partial(write_notes, notes=notes))


def _conclusion(session: Session, item: AgendaItem, said: str, now: str) -> Edit:
    """What was agreed in other words: what stands before and behind it follows from who may decide."""
    matter = tidied(item.conclusion)
    # The reason of an item that was put off stands last, behind words that may say the same.
    split = said.rpartition if item.status is ItemStatus.DEFERRED else said.partition
    before, found, behind = split(matter) if matter else ("", "", "")
    if not found or not (now.startswith(before) and now.endswith(behind) and len(now) > len(before + behind)):
        raise RuleError(
            _("Only the words of what was agreed can be taken over; those around them follow from who may decide.")
        )
    words = now[len(before) : len(now) - len(behind)]
    check_rewording(session, item, words)
    return Edit(AgendaItem, item.id, item.version, partial(reword_conclusion, conclusion=words))


def _of_action(record: Record, subject: Mapping[str, Any], field: str, was: str, now: str) -> Found:
    """A change in what a paper says of an action."""
    line = record.lines.get(subject["number"])
    if line is None:
        raise RuleError(_("There is no action {number} any more.").format(number=subject["number"]))
    action, words = line.action, record.words
    if record.paper.kind is not PaperKind.TRACKER:
        said = task_values(action, words)[field]
        return said, partial(_correction, record, action, field, _given(now, words))
    said = tracker_kind.row(line, words, record.today)[field]
    if field == "what":
        return said, partial(_correction, record, action, field, now)
    if field == "owner" and " ".join(now.split()) == action.owner:
        said = now  # beside the owner the paper names the first one
    return said, partial(_step, record, action, field, was, now)


def _iso(text: str) -> str:
    """A day as the record writes it; what is no day as it is."""
    with suppress(RuleError):
        day = _day(text)
        return day.isoformat() if day else text
    return text


def _given(text: str, words: Words) -> str:
    return "" if text == words.missing else text


def _day(text: str) -> date | None:
    """The day a cell says; None where it says none. Raises RuleError for what is no day."""
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(text)
    except ValueError as error:
        raise RuleError(_("“{text}” is no day. Write it like 2026-12-31.").format(text=text)) from error


def _correction(record: Record, action: Action, field: str, now: str) -> Edit:
    """What was written down wrongly when the action was made; what final minutes say of it stands."""
    words, meeting = record.words, record.session.get(Meeting, action.meeting_id) if action.meeting_id else None
    if meeting is not None and (shut := _shut(record.session, meeting)):
        raise RuleError(*shut)
    if field == "due":
        changed: dict[str, Any] = {"due_on": _day(now)}
    elif field == "party":
        said = {words.say(name): party for party, name in PARTIES_IN_FULL.items()}
        if now not in said:
            raise RuleError(_("“{text}” is none of the parties.").format(text=now))
        changed = {"party": Party(said[now])}
    elif field in ("what", "owner", "done_means"):
        changed = {field: now}
    else:
        raise RuleError(_no_home())
    _made(action, changed)
    return Edit(Action, action.id, action.version, partial(_correct, changed=changed))


def _made(action: Action, changed: Mapping[str, Any]) -> ActionBase:
    """An action as it was made, put right."""
    made = {"owner": action.first_owner or action.owner, "due_on": action.first_due_on or action.due_on}
    return ActionBase.model_validate({**ActionBase.model_validate(action).model_dump(), **made, **changed})


def _correct(session: Session, key: UUID, version: int, changed: Mapping[str, Any]) -> Action:
    return correct_action(session, key, version, _made(find(session, Action, key), changed))


def _step(record: Record, action: Action, field: str, was: str, now: str) -> Edit:
    """The step by which a tracker's cell comes to say what somebody wrote in it."""
    step, due_on, owner = UpdateKind.PROGRESS, None, ""
    note = _("as written in {file}").format(file=record.file_name)
    if field == "progress":
        note = _added(was, now)
    elif field in ("due", "extended"):
        step, due_on = UpdateKind.EXTENDED, _day(_given(now, record.words))
    elif field == "owner":
        step, owner = UpdateKind.PASSED_ON, _given(now, record.words)
    elif field == "status":
        step = _leading(now, action, record.words)
    else:
        raise RuleError(_no_home())
    check_step(step, action.status, note, due_on, owner, due_before=action.due_on, today=record.today)
    return Edit(Action, action.id, action.version, partial(take_step, step=step, note=note, due_on=due_on, owner=owner))


def _added(was: str, now: str) -> str:
    """The lines added to the progress of an action, above or below what was there."""
    if was and now.startswith(was + "\n"):
        return now[len(was) + 1 :]
    if was and now.endswith("\n" + was):
        return now[: -len(was) - 1]
    if was:
        raise RuleError(_("What was reported before stands as it is. Write what is new on a line of its own."))
    return now


def _leading(now: str, action: Action, words: Words) -> UpdateKind:
    said = {words.say(name): ActionStatus(status) for status, name in ACTION_STATUSES.items()}
    if now not in said or said[now] not in _LEADS_TO:
        choices = words.listed(name for name, status in said.items() if status in _LEADS_TO)
        raise RuleError(
            _("“{text}” is no status an action is put in. There are: {choices}").format(text=now, choices=choices)
        )
    if said[now] is ActionStatus.DOING and action.status is ActionStatus.VERIFYING:
        return UpdateKind.RETURNED
    return _LEADS_TO[said[now]]
