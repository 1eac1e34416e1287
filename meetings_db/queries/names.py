"""Whose names stand anywhere in what is kept of a community: of those who act in office, and of everybody else."""

from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import Estate, Issue, Owner, OwnerKind, Participant, Person, Post, Visit


def private_names(session: Session, community_id: UUID) -> set[str]:
    """The names of owners, of who reported something and who was met, and of the register's people without a post."""
    owners = (
        select(Owner.name, Owner.guardian)
        .join(Estate, col(Owner.estate_id) == Estate.id)
        .where(Estate.community_id == community_id, Owner.kind == OwnerKind.PERSON)
        .distinct()
    )
    issues = select(Issue.reporter).where(Issue.community_id == community_id).distinct()
    visits = select(Visit.met).where(Visit.community_id == community_id).distinct()
    people = select(Person.name).where(
        Person.community_id == community_id, ~select(Post.id).where(Post.person_id == Person.id).exists()
    )
    found = {name for pair in session.exec(owners) for name in pair}
    for query in (issues, visits, people):
        found.update(session.exec(query))
    return found - {""}


def names_in_office(session: Session, community_id: UUID, meeting_id: UUID) -> set[str]:
    """The names of all who hold or held a post, and of who was called to the meeting."""
    people = (
        select(Person.name)
        .join(Post, col(Post.person_id) == Person.id)
        .where(Person.community_id == community_id)
        .distinct()
    )
    called = select(Participant.name).where(Participant.meeting_id == meeting_id)
    return {*session.exec(people), *session.exec(called)} - {""}
