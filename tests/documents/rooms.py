"""A joint meeting as it comes from the database, made in memory: ten items, five ballots, nine actions, long names."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import (
    Action,
    ActionStatus,
    ActionUpdate,
    AgendaItem,
    Ballot,
    BallotCount,
    Channel,
    Community,
    Estate,
    Issue,
    Meeting,
    MeetingStatus,
    Participant,
    Party,
    Photo,
    PhotoPhase,
    PresenceEvent,
    PresenceKind,
    Severity,
    UpdateKind,
    new_id,
)
from meetings_db.queries.actions import TrackerLine
from meetings_db.queries.meetings import BallotSheet, MeetingRoom
from tests.documents.spoken import EN, ZH, Spoken
from triparty.rules.ballot_presets import load_rule

BEGINS = datetime(2026, 11, 19, 6, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def spoken(language: str) -> Spoken:
    """The sample's words in a language."""
    return ZH if language == "zh_CN" else EN


def make_room(language: str = "zh_CN") -> MeetingRoom:
    """The meeting after it was closed, minutes not yet final."""
    said = spoken(language)
    community = Community(name=said.community[0], street=said.community[1], office=said.community[2], mark="三方联")
    meeting = Meeting(
        community_id=community.id,
        ordinal=3,
        title=said.title,
        starts_at=BEGINS,
        minutes_planned=120,
        place=said.place,
        chair=said.people[0][0],
        recorder=said.people[11][0],
        contact=f"{said.people[11][0]} 027-83000000",
        status=MeetingStatus.CLOSED,
        frozen_at=BEGINS - timedelta(days=3),
    )
    estate = Estate(community_id=community.id, name="禾香新居" if language == "zh_CN" else "Hexiang", key="hexiang")
    people = [
        Participant(
            meeting_id=meeting.id,
            post_id=new_id(),
            person_id=new_id(),
            position=place,
            party=party,
            standing=standing,
            name=name,
            organisation=organisation,
            title=title,
            phone=phone,
        )
        for place, (name, organisation, title, party, standing, phone) in enumerate(said.people, 1)
    ]
    items, issues = _items(said, meeting, estate)
    return MeetingRoom(
        meeting,
        community,
        people,
        _presence(people),
        items,
        _ballots(said, items),
        _actions(said, meeting, items),
        issues,
        {estate.id: estate},
        photos=_photos(issues),
    )


def _photos(issues: dict[UUID, Issue]) -> dict[UUID, list[Photo]]:
    """The first issue as it was found, and as it was left."""
    issue = next(iter(issues.values()))
    shown = (("a", PhotoPhase.BEFORE), ("3", PhotoPhase.AFTER))
    return {issue.id: [a_photo(shade, issue.title, phase) for shade, phase in shown]}


def a_photo(shade: str, caption: str, phase: PhotoPhase) -> Photo:
    """A photo whose picture `papers.a_picture` gives."""
    return Photo(sha256=shade * 64, width=400, height=300, added_at=BEGINS, caption=caption, phase=phase)


def _items(said: Spoken, meeting: Meeting, estate: Estate) -> tuple[list[AgendaItem], dict[UUID, Issue]]:
    items, issues = [], {}
    for place, (title, kind, authority, presenter, status, conclusion) in enumerate(said.items, 1):
        item = AgendaItem(
            meeting_id=meeting.id,
            position=place,
            title=title,
            kind=kind,
            authority=authority,
            presenter=presenter,
            minutes=5 + place,
            status=status,
            notes=said.table_notes if place in (3, 6) else "" if place == 10 else said.notes,
            conclusion=conclusion,
        )
        if place > 1:
            issue = Issue(
                community_id=meeting.community_id,
                estate_id=estate.id,
                number=f"2026-{140 + place:04d}",
                title=title,
                reporter="SECRET REPORTER",
                phone="13911112222",
                reporters=place,
                channel=list(Channel)[place % len(Channel)],
                severity=Severity.MAJOR,
                reported_at=BEGINS - timedelta(days=20 + place),
            )
            issues[issue.id] = issue
            item.issue_id = issue.id
        items.append(item)
    return items, issues


def _presence(people: list[Participant]) -> dict[UUID, list[PresenceEvent]]:
    events: dict[UUID, list[PresenceEvent]] = {}
    for who in people:
        kinds: list[tuple[PresenceKind, int]] = [(PresenceKind.ARRIVE, who.position - 8)]
        if who.position == 3:
            kinds = [(PresenceKind.EXCUSE, -60)]
        elif who.position == 10:
            kinds = [(PresenceKind.ABSENT, 5)]
        elif who.position == 8:
            kinds = [*kinds, (PresenceKind.LEAVE, 70)]
        events[who.id] = [
            PresenceEvent(participant_id=who.id, kind=kind, at=BEGINS + timedelta(minutes=after))
            for kind, after in kinds
        ]
    return events


_VOTES: dict[int, list[tuple[str, str, tuple[tuple[int, ...], ...]]]] = {
    2: [("consensus", "", ((3, 2, 2, 0, 0, 0, 0), (3, 3, 3, 0, 0, 0, 0), (4, 3, 3, 0, 0, 0, 0)))],
    3: [("one-party-one-vote-all", "", ((3, 2, 2, 0, 0, 0, 0), (3, 3, 2, 0, 0, 0, 1), (4, 3, 3, 0, 0, 0, 0)))],
    6: [
        ("each-party-majority-present", "", ((3, 2, 2, 0, 0, 0, 0), (3, 3, 3, 0, 0, 0, 0), (4, 3, 1, 2, 0, 0, 0))),
        ("majority-present", "", ((3, 2, 1, 1, 0, 0, 0), (3, 3, 2, 0, 1, 0, 0), (4, 3, 0, 2, 0, 1, 0))),
    ],
    8: [("one-party-one-vote", "", ((3, 2, 2, 0, 0, 0, 0), (3, 3, 3, 0, 0, 0, 0), (4, 3, 1, 2, 0, 0, 0)))],
}


def _ballots(said: Spoken, items: list[AgendaItem]) -> dict[UUID, list[BallotSheet]]:
    from triparty.rules.ballots import Count, decide

    sheets: dict[UUID, list[BallotSheet]] = {}
    parties = (Party.COMMUNITY, Party.PROPERTY, Party.RESIDENTS)
    for place, rounds in _VOTES.items():
        item = items[place - 1]
        for number, (name, _unused, votes) in enumerate(rounds, 1):
            rule = load_rule(name)
            counts = [Count(party.value, *numbers) for party, numbers in zip(parties, votes, strict=True)]
            ballot = Ballot(
                item_id=item.id,
                round=number,
                motion=item.title,
                rule=name,
                rule_snapshot=json.dumps(rule.as_table()),
                opened_at=BEGINS,
                closed_at=BEGINS,
                passed=decide(rule, counts).passed,
                reservations=said.reservations if place == 2 else "",
                annulled_reason="计票有误" if place == 6 and number == 1 else "",
            )
            rows = [
                BallotCount(
                    ballot_id=ballot.id,
                    group=count.group,
                    entitled=count.entitled,
                    present=count.present,
                    yes=count.yes,
                    no=count.no,
                    abstain=count.abstain,
                    invalid=count.invalid,
                    recused=count.recused,
                )
                for count in counts
            ]
            sheets.setdefault(item.id, []).append(BallotSheet(ballot, rows))
    return sheets


def _actions(said: Spoken, meeting: Meeting, items: list[AgendaItem]) -> dict[UUID | None, list[Action]]:
    actions: dict[UUID | None, list[Action]] = {}
    for number, (place, what, owner, party, days, done) in enumerate(said.actions, 1):
        item_id = items[place - 1].id if place else None
        due = BEGINS.date() + timedelta(days=days)
        action = Action(
            community_id=meeting.community_id,
            meeting_id=meeting.id,
            item_id=item_id,
            number=f"A2026-{30 + number:04d}",
            what=what,
            owner=owner,
            party=party,
            due_on=due,
            first_due_on=due,
            first_owner=owner,
            done_means=done,
            assigned_at=BEGINS,
        )
        actions.setdefault(item_id, []).append(action)
    return actions


def make_lines(room: MeetingRoom) -> list[TrackerLine]:
    """The room's actions as the tracker shows them, in every state there is."""
    items = {item.id: item for item in room.items}
    actions = sorted((action for own in room.actions.values() for action in own), key=lambda action: action.number)
    lines = []
    for place, action in enumerate(actions):
        steps = [(UpdateKind.ASSIGNED, 0, "", "", "")]
        if place == 1:
            action.status = ActionStatus.DOING
            steps += [(UpdateKind.STARTED, 1, "", "", ""), (UpdateKind.PROGRESS, 2, '=HYPERLINK("x")', "", "")]
        if place == 2:
            action.status, action.due_on = ActionStatus.BLOCKED, date(2026, 12, 20)
            steps += [
                (UpdateKind.EXTENDED, 2, "等待设计单位出图", "2026-12-03", "2026-12-20"),
                (UpdateKind.BLOCKED, 3, "等待业主共同决定", "", ""),
            ]
        if place == 4:
            action.status, action.owner = ActionStatus.VERIFYING, "赵丁四"
            steps += [
                (UpdateKind.PASSED_ON, 1, "岗位调整", "欧阳文轩", "赵丁四"),
                (UpdateKind.SUBMITTED, 3, "", "", ""),
            ]
        if place == 6:
            action.status = ActionStatus.CANCELLED
            steps += [(UpdateKind.CANCELLED, 2, "小学已另行安排", "", "")]
        if place == 7:
            action.status, action.closed_at = ActionStatus.CLOSED, BEGINS + timedelta(days=3)
            steps += [
                (UpdateKind.SUBMITTED, 2, "公约已张贴", "", ""),
                (UpdateKind.CLOSED, 3, "现场核验，居民满意", "", ""),
            ]
        action.budget, action.funding = (1_266_000, "公共收益") if place == 0 else (None, "")
        updates = [
            ActionUpdate(
                action_id=action.id,
                kind=kind,
                at=BEGINS + timedelta(days=after),
                actor="许联",
                note=note,
                before=before,
                after=now,
            )
            for kind, after, note, before, now in steps
        ]
        lines.append(TrackerLine(action, room.meeting, items.get(action.item_id) if action.item_id else None, updates))
    return lines


def keep_room(session: Session, room: MeetingRoom, lines: list[TrackerLine]) -> None:
    """Keep a sample meeting without its people."""
    for rows in (
        [room.community],
        [*room.estates.values(), room.meeting],
        list(room.issues.values()),
        room.items,
        [sheet.ballot for sheets in room.ballots.values() for sheet in sheets],
        [count for sheets in room.ballots.values() for sheet in sheets for count in sheet.counts],
        [line.action for line in lines],
        [step for line in lines for step in line.updates],
    ):
        session.add_all(rows)
        session.flush()
