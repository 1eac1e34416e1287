"""Tell the sample story: import, triage, two meetings, what became of the actions, and the papers.

The story itself is data (`story.toml`); this only walks it through the services a person's keys call.
"""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from meetings_db.engine import Database
from meetings_db.models import (
    Action,
    ActionBase,
    AgendaItem,
    AgendaItemBase,
    Authority,
    CommunityBase,
    EstateBase,
    IssueStatus,
    ItemKind,
    ItemStatus,
    Meeting,
    MeetingBase,
    MeetingStatus,
    PaperKind,
    Participant,
    Party,
    PhotoPhase,
    PresenceKind,
    UpdateKind,
)
from meetings_db.queries.actions import tracker
from meetings_db.queries.directory import register
from meetings_db.queries.meetings import meeting_lines, meeting_room
from meetings_db.queries.visits import IssueFilter, IssueLine, issue_lines
from triparty.documents.papers import finalise, write_paper
from triparty.i18n import _
from triparty.intake.action_line import read_action
from triparty.intake.imports import Kind, preview, take_in
from triparty.intake.photo import prepare
from triparty.services import actions, agendas, ballots, directory, issues, meetings, presence
from triparty.services.files import free_place
from triparty.services.incoming import VerdictKind
from triparty.services.photos import attach_photo
from triparty.services.weighing import Votes

Said = Callable[[str], None]
"""Told each thing the story does, as a sentence."""

_HERE = Path(__file__).parent
_PACE = timedelta(minutes=12)
"""How long the story stays at one item."""


def tell(db: Database, folder: Path, say: Said) -> UUID:
    """Walk the sample community along the road in an empty database; the files it imports are put into
    the folder `received` of `folder`.

    Returns the community's id.
    """
    story = _story()
    db.actor = story["officer"]
    community = db.run(directory.found_community, CommunityBase.model_validate(story["community"]))
    for name, form in story["estates"].items():
        db.run(directory.add_estate, community.id, EstateBase(name=name, form=form))
    _import(db, community.id, _received(folder, "people.xlsx"), Kind.PEOPLE, story, say)
    for told in story["meetings"]:
        _import(db, community.id, _received(folder, told["file"]), Kind.VISITS, story, say)
        _merge(db, community.id, told.get("merge", ()))
        _meet(db, community.id, told)
        say(_("Held: {title}").format(title=told["title"]))
        if told.get("final"):
            _follow_up(db, community.id, story["steps"])
            _see(db, community.id, story["photos"], folder)
    return community.id


def community_name() -> str:
    """What the sample community is called."""
    return str(_story()["community"]["name"])


def write_papers(db: Database, community_id: UUID, folder: Path, language: str) -> Iterator[tuple[Path, bool]]:
    """Write notice, agenda, sign-in sheet and minutes of every meeting, and the trackers.

    A file that is there may have been edited and stays as it is; yields each path and whether it was written.
    """
    names = {
        PaperKind.NOTICE: _("{ordinal} notice.docx"),
        PaperKind.AGENDA: _("{ordinal} agenda.docx"),
        PaperKind.SIGN_IN: _("{ordinal} sign-in sheet.docx"),
        PaperKind.MINUTES: _("{ordinal} minutes.docx"),
    }
    for meeting in reversed(db.read(meeting_lines, community_id)):
        for kind, name in names.items():
            path = folder / name.format(ordinal=meeting.ordinal)
            if path.exists():
                yield path, False
                continue
            final = kind is PaperKind.MINUTES and meeting.status is MeetingStatus.FINAL
            write_paper(
                db,
                kind,
                path,
                meeting_id=meeting.id,
                community_id=community_id,
                language=language,
                final=final,
            )
            yield path, True
    for name in (_("tracker.docx"), _("tracker.xlsx")):
        path = folder / name
        missing = not path.exists()
        if missing:
            write_paper(db, PaperKind.TRACKER, path, meeting_id=None, community_id=community_id, language=language)
        yield path, missing


def _story() -> dict[str, Any]:
    """The story as it is written down."""
    return tomllib.loads((_HERE / "story.toml").read_text(encoding="utf-8"))


def _received(folder: Path, name: str, content: bytes | None = None) -> Path:
    """A sample file, or what was drawn, as if it had been sent; never over another file of that name."""
    letters = folder / "received"
    letters.mkdir(parents=True, exist_ok=True)
    sample = content or (_HERE / name).read_bytes()
    place = free_place(letters / name, sample)
    if not place.exists():
        place.write_bytes(sample)
    return place


def _import(db: Database, community_id: UUID, path: Path, kind: Kind, story: dict[str, Any], say: Said) -> None:
    """Import one file."""
    seen = preview(db, community_id, path, kind, today=date(2026, 11, 22), officer=story["officer"])
    done = take_in(db, community_id, seen)
    say(
        _("{file}: {new} new, {error} rejected").format(
            file=path.name, new=done.counts[VerdictKind.NEW], error=done.counts[VerdictKind.ERROR]
        )
    )


def _merge(db: Database, community_id: UUID, titles: list[str]) -> None:
    """Merge what was reported again into the issue that is already on its way."""
    for title in titles:
        oldest, *again = _waiting(db, community_id, title)
        for issue in again:
            db.run(issues.merge_issues, oldest.id, issue.id)


def _waiting(db: Database, community_id: UUID, title: str) -> list[IssueLine]:
    """The open issues of this title that are on no agenda, the oldest first."""
    lines = db.read(issue_lines, community_id, IssueFilter(text=title))
    return [line for line in reversed(lines) if line.status in (IssueStatus.REPORTED, IssueStatus.ACCEPTED)]


def _meet(db: Database, community_id: UUID, told: dict[str, Any]) -> None:
    """Call a meeting, hold it, close it, and make its minutes final where the story says so."""
    opened = told["opened_at"].astimezone()
    typed = MeetingBase.model_validate({**told, "starts_at": opened})
    meeting = db.run(agendas.call_meeting, community_id, typed)
    items = _agenda(db, community_id, meeting, told["items"])
    db.run(agendas.freeze_agenda, meeting.id, at=told["called_at"].astimezone())
    _arrive(db, meeting, told, opened.date())
    db.run(meetings.open_meeting, meeting.id, opened)
    for place, (item, item_told) in enumerate(items):
        _discuss(db, community_id, item, item_told, opened + place * _PACE)
    db.run(meetings.close_meeting, meeting.id, opened + len(items) * _PACE)
    if told.get("final"):
        db.run(finalise, meeting.id, opened + timedelta(days=1))


def _agenda(
    db: Database, community_id: UUID, meeting: Meeting, told: list[dict[str, Any]]
) -> list[tuple[AgendaItem, dict[str, Any]]]:
    """Put the story's items on the agenda; one without an issue is the report the program put there itself."""
    report = next(iter(db.read(meeting_room, meeting.id).items), None)
    pairs = []
    for item_told in told:
        if "issue" not in item_told:
            pairs.append((report, item_told))
            continue
        issue = _waiting(db, community_id, item_told["issue"])[0]
        item = db.run(agendas.put_on_agenda, meeting.id, issue.id)
        typed = AgendaItemBase(
            title=item.title,
            kind=ItemKind(item_told["kind"]),
            authority=Authority(item.authority),
            presenter=item_told["presenter"],
            minutes=item_told["minutes"],
        )
        pairs.append((db.run(agendas.edit_item, item.id, item.version, typed), item_told))
    return [(item, item_told) for item, item_told in pairs if item is not None]


def _arrive(db: Database, meeting: Meeting, told: dict[str, Any], day: date) -> None:
    """Everybody comes at their time, or is excused; who has two posts sits for the one they are invited for."""
    room = db.read(meeting_room, meeting.id)
    people: dict[str, Participant] = {who.name: who for who in room.participants}
    for name in told["excused"]:
        db.run(presence.mark_presence, people[name].id, PresenceKind.EXCUSE, _at(day, time(9)))
    for name, clock in told["arrivals"].items():
        who = people[name]
        seat = who.post_id if room.hats.get(who.id) else None
        db.run(presence.mark_presence, who.id, PresenceKind.ARRIVE, _at(day, clock), seat=seat)


def _discuss(db: Database, community_id: UUID, item: AgendaItem, told: dict[str, Any], at: datetime) -> None:
    """Take up an item, write notes, vote or settle, assign actions."""
    end = at + _PACE - timedelta(minutes=1)
    item = db.run(meetings.go_to_item, item.id, at)
    item = db.run(meetings.write_notes, item.id, item.version, told["notes"].strip())
    if "rule" in told:
        votes = {
            Party(party): Votes(yes=yes, no=no, abstain=abstain) for party, (yes, no, abstain) in told["votes"].items()
        }
        reservations = told.get("reservations", "")
        db.run(ballots.hold_ballot, item.id, told["rule"], told["motion"], votes, end, reservations=reservations)
    else:
        db.run(meetings.settle_item, item.id, ItemStatus(told["settle"]), told["conclusion"], end)
    people = db.read(register, community_id)
    for line in told.get("actions", ()):
        understood: ActionBase | None = read_action(line, people, at.date()).action
        if understood is None:
            raise ValueError(f"the story has an action nobody understands: {line}")
        db.run(actions.assign_action, community_id, understood, item_id=item.id, at=end)


def _follow_up(db: Database, community_id: UUID, steps: list[dict[str, Any]]) -> None:
    """Take the steps that followed the first meeting."""
    ids = [line.action.id for line in db.read(tracker, community_id)]
    for step in steps:
        action: Action = next(
            line.action for line in db.read(tracker, community_id) if line.action.id == ids[step["action"] - 1]
        )
        db.run(
            actions.take_step,
            action.id,
            action.version,
            UpdateKind(step["step"]),
            step.get("note", ""),
            due_on=step.get("due"),
            at=step["at"].astimezone(),
        )


def _see(db: Database, community_id: UUID, photos: list[dict[str, Any]], folder: Path) -> None:
    """Attach what was seen of the first meeting's actions."""
    from triparty.demo.pictures import fire_lane

    ids = [line.action.id for line in db.read(tracker, community_id)]
    for told in photos:
        drawn = fire_lane(cleared=told["cleared"], taken_at=told["taken_at"])
        picture = prepare(_received(folder, told["file"], drawn))
        phase, at = PhotoPhase(told["phase"]), told["taken_at"].astimezone()
        db.run(attach_photo, Action, ids[told["action"] - 1], picture, caption=told["caption"], phase=phase, at=at)


def _at(day: date, clock: time) -> datetime:
    """A local time of a day."""
    return datetime.combine(day, clock).astimezone()
