"""Whose names are looked for in what is to be made public."""

from datetime import UTC, datetime

from sqlmodel import Session

from meetings_db.engine import Database
from meetings_db.models import (
    Channel,
    Community,
    Estate,
    Issue,
    Meeting,
    Organisation,
    Owner,
    OwnerKind,
    Participant,
    Party,
    Person,
    Post,
    Severity,
    Standing,
    Visit,
)
from meetings_db.queries.names import names_in_office, private_names

AT = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


def test_everybody_is_private_but_who_holds_or_held_a_post_or_was_called(db: Database) -> None:
    community = Community(name="晨曦社区")
    estate = Estate(community_id=community.id, name="银桦里", key="银桦里")
    office = Organisation(community_id=community.id, name="居委会", party=Party.COMMUNITY, key="居委会")
    holder = Person(community_id=community.id, name="王一鸣", key="王一鸣")
    nobody = Person(community_id=community.id, name="赵无职", key="赵无职")
    meeting = Meeting(community_id=community.id, ordinal=1, title="第1次会议", starts_at=AT, minutes_planned=60)
    post = Post(person_id=holder.id, organisation_id=office.id, party=Party.COMMUNITY, ends_on=AT.date())
    called = Participant(
        meeting_id=meeting.id,
        post_id=post.id,
        person_id=holder.id,
        position=1,
        party=Party.COMMUNITY,
        standing=Standing.VOTING,
        name="王壹鸣",
        organisation="居委会",
    )

    def keep(session: Session) -> None:
        for rows in (
            [community],
            [estate, office, holder, nobody, meeting],
            [post],
            [
                called,
                Owner(estate_id=estate.id, name="欧阳明月", guardian="欧阳父", key="欧阳明月"),
                Owner(estate_id=estate.id, name="安居置业公司", kind=OwnerKind.COMPANY, key="安居置业公司"),
                Issue(
                    community_id=community.id,
                    estate_id=estate.id,
                    number="2026-0001",
                    title="路灯不亮",
                    reporter="张小明",
                    channel=Channel.VISIT,
                    severity=Severity.ORDINARY,
                    reported_at=AT,
                ),
                Visit(community_id=community.id, estate_id=estate.id, number="V1", visited_at=AT, met="李四、赵六"),
            ],
        ):
            session.add_all(rows)
            session.flush()

    db.run(keep)
    assert db.read(private_names, community.id) == {"欧阳明月", "欧阳父", "张小明", "李四、赵六", "赵无职"}
    assert db.read(names_in_office, community.id, meeting.id) == {"王一鸣", "王壹鸣"}
