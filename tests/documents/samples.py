"""What every kind of paper says of the sample meeting."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from meetings_db.models import (
    Answer,
    Estate,
    IssueStatus,
    LegalItem,
    MeetingStatus,
    Organisation,
    OwnersVote,
    PaperKind,
    Party,
    Person,
    Photo,
    PhotoPhase,
    Post,
    Route,
    Severity,
    Visit,
    new_id,
)
from meetings_db.queries.actions import ActionLine
from meetings_db.queries.bulletin import Month, Moved
from meetings_db.queries.directory import Seat
from meetings_db.queries.handover import Handover
from meetings_db.queries.journal import Head
from meetings_db.queries.meetings import MeetingLine, MeetingRoom
from meetings_db.queries.owners_votes import SlipLine
from meetings_db.queries.papers import PaperLine
from meetings_db.queries.today import EstateVisit
from meetings_db.queries.visits import IssueLife, IssueLine, VisitLife
from tests.documents.rooms import BEGINS, TODAY, a_photo, make_lines
from triparty.documents.archive.layout import Entry
from triparty.documents.kinds import (
    agenda,
    archive_directory,
    ballot_slip,
    bulletin,
    calculation,
    callback,
    excerpt,
    handover,
    minutes,
    notice,
    order,
    owners_result,
    owners_slip,
    publication,
    record,
    sign_in,
    sign_off,
    tasks,
    tracker,
    visit,
)
from triparty.rules.ballot_presets import load_rule
from triparty.rules.ballots import decide
from triparty.rules.owners_votes import Share, counted, group_said
from triparty.services.owners_votes import Standing

PUBLISHED = publication.Publication(
    TODAY, 7, phone="027-83000000", place="社区党群服务中心一楼", mail="chenxi@example.org", hours="8:30–17:30"
)
"""How the sample notice is published."""
PLACES = handover.Places("/srv/triparty.db", Path("/srv/papers"), None, Path("/srv/settings.toml"))
"""Where things lie on the sample's desk."""
OF_AN_ITEM = (PaperKind.EXCERPT, PaperKind.BALLOT_SLIP)
"""Papers that are about one item of a meeting."""
_OF_A_MEETING = {
    PaperKind.NOTICE: notice,
    PaperKind.AGENDA: agenda,
    PaperKind.SIGN_IN: sign_in,
    PaperKind.MINUTES: minutes,
    PaperKind.CALCULATION: calculation,
    PaperKind.RECORD: record,
}
_OF_ACTIONS = {PaperKind.TRACKER: tracker, PaperKind.TASKS: tasks}


def values_of(kind: PaperKind, room: MeetingRoom, language: str) -> dict[str, Any]:
    """What the template of a kind is filled with; a paper of one item is of the second."""
    if kind in _OF_A_MEETING:
        found: dict[str, Any] = _OF_A_MEETING[kind].values(room, language, made_on=TODAY)
    elif kind in _OF_ACTIONS:
        found = _OF_ACTIONS[kind].values(make_lines(room), room.community, language, today=TODAY)
    elif kind is PaperKind.BALLOT_SLIP:
        found = ballot_slip.values(room, room.items[1], language, made_on=TODAY)
    elif kind is PaperKind.EXCERPT:
        found = excerpt.values(minutes.values(room, language, made_on=TODAY), 2, language, made_on=TODAY)
    elif kind is PaperKind.ORDER:
        lines = make_lines(room)
        found = order.values(lines, lines[2].action.owner, room.community, language, today=TODAY)
    elif kind is PaperKind.VISIT_RECORD:
        found = visit.values(*make_visit(room), room.community, language, made_on=TODAY)
    elif kind is PaperKind.PUBLICATION:
        said = minutes.values(room, language, made_on=TODAY)
        found = publication.values(said, PUBLISHED, language, made_on=TODAY)
        found = publication.laid_out(found, language)
    elif kind is PaperKind.CALLBACK:
        found = callback.values(make_life(room), room.community, language, made_on=TODAY)
    elif kind is PaperKind.BULLETIN:
        found = bulletin.values(make_month(room), BEGINS, language, made_on=TODAY)
    elif kind is PaperKind.OWNERS_RESULT:
        found = owners_result.values(make_held(room), room.community, language, made_on=TODAY)
    elif kind is PaperKind.OWNERS_SLIP:
        vote, estate = make_vote(room), next(iter(room.estates.values()))
        voters = [SlipLine("业主甲", "1-1-101、1-1-102", 20_000), SlipLine("业主乙", "1-1-201", 8_050)]
        found = owners_slip.values(vote, voters, room.community, estate, language, made_on=TODAY)
    elif kind is PaperKind.ARCHIVE_DIRECTORY:
        found = archive_directory.values(make_volume(room), room.community, language, made_on=TODAY)
    elif kind is PaperKind.HANDOVER:
        found = handover.values(make_handover(room), PLACES, language, on=TODAY)
    elif kind is PaperKind.VISIT_FORM:
        found = visit.blank(room.community, language, made_on=TODAY)
    else:
        assert kind is PaperKind.SIGN_OFF
        found = sign_off.values(minutes.values(room, language, made_on=TODAY), {}, language, made_on=TODAY)
    return found


def make_visit(room: MeetingRoom) -> tuple[VisitLife, list[Photo]]:
    """A visit on which the meeting's first three issues were heard, with a photo."""
    estate = next(iter(room.estates.values()))
    seen = Visit(
        community_id=room.community.id,
        estate_id=estate.id,
        number="V2026-0007",
        visited_at=BEGINS,
        officer=room.meeting.recorder,
        met=room.participants[8].name,
        notes=room.items[1].notes,
        settled="",
    )
    photo = a_photo("0", room.items[1].title, PhotoPhase.BEFORE)
    return VisitLife(seen, estate, list(room.issues.values())[:3]), [photo]


def make_life(room: MeetingRoom) -> IssueLife:
    """The meeting's first issue, with what was agreed on it."""
    item = next(each for each in room.items if each.issue_id)
    issue = room.issues[item.issue_id or item.id].model_copy(update={"reporter": "居民甲", "phone": "13800000000"})
    estate = next(iter(room.estates.values()))
    return IssueLife(issue, estate, None, [], [(item, room.meeting)], room.actions.get(item.id, []), [])


def make_vote(room: MeetingRoom) -> OwnersVote:
    """An open vote of the first estate's owners on their manager."""
    rule = load_rule("owners-ordinary")
    return OwnersVote(
        estate_id=next(iter(room.estates)),
        motion="续聘物业",
        legal_item=LegalItem.MANAGER,
        closes_on=TODAY,
        rule=rule.name,
        rule_snapshot=json.dumps(rule.as_table()),
        opened_at=BEGINS,
    )


def make_held(room: MeetingRoom) -> owners_result.Held:
    """That vote when it was closed: of ten owners eight handed in a slip, four in favour with too little area."""
    vote = make_vote(room)
    vote.closed_at, vote.passed, vote.result = BEGINS + timedelta(days=2), False, json.dumps({"followed": ""})
    shares = {
        Answer.YES: Share(4, 30_000),
        Answer.NO: Share(2, 32_000),
        Answer.ABSTAIN: Share(1, 8_000),
        Answer.INVALID: Share(1, 1_050),
        Answer.NONE: Share(2, 9_000),
    }
    count = counted(shares)
    standing = Standing(decide(load_rule("owners-ordinary"), [count], called=group_said), shares, 0)
    return owners_result.Held(vote, next(iter(room.estates.values())), standing, count, Share(9, 75_000))


def make_volume(room: MeetingRoom) -> archive_directory.Volume:
    """A volume of the minutes of two dozen meetings: more than a page."""
    entries = [
        Entry(
            place=str(3 + place),
            number=f"Z109-WS·2026-Y-LXH-{place:04d}",
            reference=f"三方联纪〔2026〕{place}号",
            responsible=room.community.office or room.community.name,
            title=f"{room.meeting.title} ({place})",
            day="20261119",
            secrecy="",
            pages="13",
            file="",
            remark="签字原件：3号盒第12页，吴记录保管" if place == 1 else "",
        )
        for place in range(1, 25)
    ]
    return archive_directory.Volume("Z109", 2026, "永久", "三方联席会议", entries)


def make_handover(room: MeetingRoom) -> Handover:
    """The community in the middle of its work."""
    key = new_id()
    person, organisation = (
        Person(name="赵丁四", community_id=key, key="zds"),
        Organisation(name="物业项目部", community_id=key, key="wy", party=Party.PROPERTY),
    )
    post = Post(
        title="经理", party=Party.PROPERTY, phone="13900000003", person_id=person.id, organisation_id=organisation.id
    )
    issue = IssueLine(
        *(key, "2026-0001", "=1+1", "丰乐小区", "3栋", "电梯", Severity.MAJOR, Route.JOINT_MEETING),
        *(IssueStatus.ON_AGENDA, 2, BEGINS, 1, date(2026, 12, 1)),
    )
    meeting = MeetingLine(key, 2, "第2次会议", BEGINS, "会议室", MeetingStatus.CLOSED, 4, 4)
    papers = [
        PaperLine(new_id(), PaperKind.NOTICE, "第2次会议", "zh_CN", 1, final, "0" * 64, name, BEGINS, None)
        for name, final in (("there.docx", True), ("gone.docx", False))
    ]
    visits = [EstateVisit(Estate(name="观澜一期", community_id=key, key="gl"), None)]
    visits.append(EstateVisit(Estate(name="丰乐小区", community_id=key, key="fl"), BEGINS))
    seats = [Seat(post, person, organisation)]
    return Handover(
        room.community,
        [issue],
        make_lines(room),
        [meeting],
        visits,
        seats,
        papers,
        [],
        Head(7, "ab" * 32),
        1,
        len(papers),
    )


def make_month(room: MeetingRoom) -> Month:
    """The month of the meeting: one estate, two categories, what is late."""
    estate = next(iter(room.estates.values()))
    late = [
        ActionLine(each.id, each.number, each.what, each.owner, each.party, each.due_on, each.status, each.version)
        for each in (line.action for line in make_lines(room)[:2])
    ]
    return Month(
        room.community,
        [Moved(estate.name, 47, 21, 26)],
        [Moved("", 40, 20, 20), Moved("P", 7, 1, 6)],
        Counter({estate.name: 9}),
        [room],
        11,
        4,
        7,
        late,
        2,
    )
