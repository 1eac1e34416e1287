"""Papers: what was written, newest first, and what final minutes say."""

from uuid import UUID

from sqlmodel import Session, col, select

from meetings_db.models import FinalMinutes, Paper


def papers(session: Session, community_id: UUID) -> list[Paper]:
    """Every paper written for the community, newest first."""
    query = select(Paper).where(Paper.community_id == community_id).order_by(col(Paper.made_at).desc())
    return list(session.exec(query.order_by(col(Paper.id).desc())))


def final_minutes(session: Session, meeting_id: UUID, language: str) -> FinalMinutes | None:
    """What the meeting's minutes say for good in that language, None until they are final."""
    where = (FinalMinutes.meeting_id == meeting_id, FinalMinutes.language == language)
    return session.exec(select(FinalMinutes).where(*where)).first()
