"""The series of meetings of a community."""

from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import MeetingSeries


def series_of(session: Session, community_id: UUID) -> list[MeetingSeries]:
    """The community's series, in the order they were begun."""
    query = select(MeetingSeries).where(MeetingSeries.community_id == community_id)
    return list(session.exec(query.order_by(col(MeetingSeries.id))))
