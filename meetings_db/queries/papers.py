"""Papers: what was written, newest first."""

from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import Paper


def papers(session: Session, community_id: UUID) -> list[Paper]:
    """Every paper written for the community, newest first."""
    query = select(Paper).where(Paper.community_id == community_id).order_by(col(Paper.made_at).desc())
    return list(session.exec(query.order_by(col(Paper.id).desc())))
