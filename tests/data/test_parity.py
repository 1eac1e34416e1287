"""Both databases refuse and keep the same things: what is typed is cleaned or refused before either sees it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import ValidationError
from sqlalchemy.exc import DatabaseError, IntegrityError, StatementError
from sqlmodel import Session, SQLModel, select

from meetings_db.engine import Database
from meetings_db.models import (
    LINE,
    ActionBase,
    AgendaItemBase,
    BallotCount,
    Community,
    CommunityBase,
    EstateBase,
    Issue,
    IssueBase,
    IssueEvent,
    Meeting,
    MeetingBase,
    OrganisationBase,
    PersonBase,
    Post,
    PostBase,
    Visit,
    VisitBase,
    new_id,
)
from meetings_db.text import clean, clean_line, fold
from tests.data.builders import START, Place, a_community, a_meeting, items_of, typed_issue, typed_meeting
from triparty.services.agendas import freeze_agenda
from triparty.services.directory import add_estate, found_community
from triparty.services.issues import raise_issue
from triparty.services.meetings import write_notes
from triparty.services.visits import record_visit

DIRTY = "\ufeff 东门\x00路灯\x1b[31m\u202e不亮\r\n\ud800第二行\x9f "
LINE_OF_IT = "东门路灯[31m不亮 第二行"

TYPED: list[tuple[type[SQLModel], str, dict[str, Any]]] = [
    (CommunityBase, "name", {}),
    (EstateBase, "name", {}),
    (OrganisationBase, "name", {"party": "property"}),
    (PersonBase, "name", {}),
    (PostBase, "title", {"party": "property"}),
    (VisitBase, "officer", {"visited_at": START}),
    (IssueBase, "title", {"reported_at": START}),
    (MeetingBase, "title", {"starts_at": START}),
    (AgendaItemBase, "title", {}),
    (ActionBase, "what", {}),
]


@pytest.mark.parametrize(("kind", "field", "rest"), TYPED, ids=lambda value: getattr(value, "__name__", None))
class TestWhatIsTyped:
    """Every class of typed fields, by its leading line of text."""

    def test_control_characters_are_cut(self, kind: type[SQLModel], field: str, rest: dict[str, Any]) -> None:
        assert getattr(kind.model_validate({**rest, field: DIRTY}), field) == LINE_OF_IT

    def test_the_longest_line_is_kept_and_a_longer_one_refused(
        self, kind: type[SQLModel], field: str, rest: dict[str, Any]
    ) -> None:
        assert getattr(kind.model_validate({**rest, field: "长" * LINE + "\x00"}), field) == "长" * LINE
        with pytest.raises(ValidationError, match=field):
            kind.model_validate({**rest, field: "长" * (LINE + 1)})

    def test_what_is_no_text_is_refused(self, kind: type[SQLModel], field: str, rest: dict[str, Any]) -> None:
        wrongs: tuple[object, ...] = (None, 5, [], {})
        for wrong in wrongs:
            with pytest.raises(ValidationError, match=field):
                kind.model_validate({**rest, field: wrong})


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        (EstateBase, {"name": "云杉苑", "form": "castle"}, "form"),
        (PostBase, {"party": "nobody"}, "party"),
        (IssueBase, {"title": "灯", "reported_at": START, "severity": "URGENT"}, "severity"),
        (IssueBase, {"title": "灯", "reported_at": datetime(2026, 3, 1)}, "reported_at"),
        (VisitBase, {"visited_at": datetime(2026, 3, 1)}, "visited_at"),
        (MeetingBase, {"title": "会", "starts_at": "2026-03-01T09:00"}, "starts_at"),
        (MeetingBase, {"title": "会", "starts_at": START, "minutes_planned": 0}, "minutes_planned"),
        (MeetingBase, {"title": "会", "starts_at": START, "minutes_planned": "an hour"}, "minutes_planned"),
        (AgendaItemBase, {"title": "灯", "minutes": -1}, "minutes"),
        (ActionBase, {"what": "修灯", "budget": -1}, "budget"),
        (ActionBase, {"what": "修灯", "budget": 2**63}, "budget"),
        (ActionBase, {"what": "修灯", "due_on": "31 February"}, "due_on"),
        (CommunityBase, {"name": "晨光社区", "mark": "长" * 41}, "mark"),
        (IssueBase, {"title": " \u200b ", "reported_at": START}, "title"),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_typed(kind: type[SQLModel], typed: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as told:
        kind.model_validate(typed)
    assert [error["loc"] for error in told.value.errors()] == [(field,)]


def test_what_is_kept_is_the_same_on_both(db: Database) -> None:
    place = a_community(db)
    typed = typed_issue(DIRTY, details=DIRTY, reporter="😀" * 300)
    issue = db.run(raise_issue, place.id, place.estate.id, typed)
    kept = db.read(lambda session: session.get_one(Issue, issue.id))
    assert (kept.title, kept.details) == (LINE_OF_IT, " 东门路灯[31m不亮\n第二行 ")
    assert kept.reporter == "😀" * 300
    assert kept.reported_at == typed.reported_at
    assert kept.reported_at.utcoffset() == UTC.utcoffset(None)


def test_what_is_written_later_is_cleaned_too(db: Database) -> None:
    place = a_community(db)
    meeting = a_meeting(db, place, "停车秩序")
    db.run(freeze_agenda, meeting.id, override_reason="急\x00事", at=START)
    item = db.run(write_notes, items_of(db, meeting.id)[0].id, 1, DIRTY)
    assert item.notes == clean(DIRTY)
    assert db.read(lambda session: session.get_one(Meeting, meeting.id)).override_reason == "急事"


def test_the_actor_is_cleaned_and_cut(db: Database) -> None:
    other = Database(db.url, actor="Eve\x00\x1b" + "e" * 400)
    place = a_community(other)
    issue = other.run(raise_issue, place.id, place.estate.id, typed_issue())
    events = other.read(lambda session: session.exec(select(IssueEvent).where(IssueEvent.issue_id == issue.id)).all())
    assert [event.actor for event in events] == ["Eve" + "e" * (LINE - 3)]
    other.close()


def insert(db: Database, row: SQLModel) -> None:
    """Keep a row past every check of what is typed."""

    def add(session: Session) -> None:
        session.add(row)

    db.run(add)


def raw(db: Database, table: str, **values: object) -> None:
    """Change every row of a table as another program would."""
    with db._writing.begin() as connection:
        sets = ", ".join(f'"{column}" = :{column}' for column in values)
        connection.execute(sa.text(f'UPDATE "{table}" SET {sets}'), values)


@pytest.fixture
def place(db: Database) -> Place:
    """A community with one issue, one visit and one meeting."""
    place = a_community(db)
    db.run(raise_issue, place.id, place.estate.id, typed_issue())
    db.run(record_visit, place.id, place.estate.id, VisitBase(visited_at=START))
    a_meeting(db, place, "停车秩序")
    return place


def test_the_databases_own_fences_hold(db: Database, place: Place) -> None:
    fences: list[tuple[str, dict[str, object]]] = [
        ("issue", {"status": "REPORTED"}),
        ("issue", {"route": "elsewhere"}),
        ("issue", {"reporters": 0}),
        ("issue", {"number": None}),
        ("issue", {"merged_into_id": new_id().hex}),
        ("estate", {"form": ""}),
        ("meeting", {"status": "recess"}),
        ("agendaitem", {"kind": "party"}),
        ("post", {"starts_on": "2026-03-02", "ends_on": "2026-03-01"}),
        ("participant", {"position": 1}),
    ]
    for table, values in fences:
        with pytest.raises(IntegrityError):
            raw(db, table, **values)


@pytest.mark.parametrize(
    "wrong",
    [
        {"yes": -1},
        {"entitled": 1, "present": 2},
        {"entitled": 3, "present": 3, "yes": 2, "no": 1, "abstain": 1},
        {"recused": -1, "yes": 1},
    ],
)
def test_counts_that_cannot_be_are_refused(db: Database, wrong: dict[str, int]) -> None:
    count = BallotCount(ballot_id=new_id(), group="property", entitled=3, present=3)
    with pytest.raises(IntegrityError):
        insert(db, count.sqlmodel_update(wrong))


def test_a_naive_time_is_refused_by_the_column_too(db: Database, place: Place) -> None:
    naive = Visit(community_id=place.id, estate_id=place.estate.id, number="V1", visited_at=datetime(2026, 3, 1))
    with pytest.raises(StatementError, match="naive"):
        insert(db, naive)


def test_text_in_a_number_is_refused_by_the_typed_class_alone(db: Database, place: Place) -> None:
    """SQLite would keep it and PostgreSQL would not, which is why it never gets that far."""
    with pytest.raises(ValidationError, match="minutes_planned"):
        typed_meeting(minutes_planned="ninety")
    if db.url.get_backend_name() == "postgresql":
        with pytest.raises(DatabaseError):
            raw(db, "meeting", minutes_planned="ninety")


def test_days_and_times_come_back_as_they_went(db: Database, place: Place) -> None:
    def days(session: Session) -> tuple[date | None, datetime]:
        post = session.get_one(Post, place.posts[0].id)
        post.starts_on = date(2024, 2, 29)
        session.flush()
        session.expire_all()
        return session.get_one(Post, post.id).starts_on, session.exec(select(Meeting.starts_at)).one()

    assert db.run(days) == (date(2024, 2, 29), START)


def test_names_are_one_name_in_any_width_case_and_spacing(db: Database) -> None:
    community = db.run(found_community, CommunityBase(name="Ａ  b\u200b C"))
    assert db.read(lambda session: session.get_one(Community, community.id)).name == "Ａ b C"
    estate = db.run(add_estate, community.id, EstateBase(name=" Ｎｏ.１ 院 "))
    assert estate.key == fold("no.1院")
    assert clean_line("a\u2028b\tc") == "ab c"
