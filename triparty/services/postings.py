"""The proof that a public notice was put up: where, by whom, from when until when, with a picture of it there."""

import hashlib
from datetime import datetime, time
from uuid import UUID

from sqlmodel import Session

from meetings_db.models import Paper, PaperKind, Posting, PostingBase
from meetings_db.queries.papers import postings
from meetings_db.text import fold
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.services.clock import so_far
from triparty.services.kept import find, find_version
from triparty.services.photos import Picture, keep_picture


def put_up_notice(session: Session, paper_id: UUID, typed: PostingBase, picture: Picture | None = None) -> Posting:
    """Note that a public notice was put up at a place, with a picture of it hanging there.

    Refused for another paper, at a time to come, and twice at one place.
    """
    paper = find(session, Paper, paper_id)
    if paper.kind is not PaperKind.PUBLICATION:
        raise RuleError(_("Only a public notice is put up."))
    so_far(typed.posted_at)
    if any(fold(each.place) == fold(typed.place) for each in postings(session, [paper.id])):
        raise RuleError(_("This notice was put up there already: {place}.").format(place=typed.place))
    posting = Posting.model_validate(typed, update={"paper_id": paper.id})
    if picture is not None:
        posting.photo_sha256 = hashlib.sha256(picture.jpeg).hexdigest()
        posting.photo_name = picture.file_name
        keep_picture(session, posting.photo_sha256, picture.jpeg)
    session.add(posting)
    session.flush()
    return posting


def take_down_notice(session: Session, posting_id: UUID, version: int, at: datetime | None = None) -> Posting:
    """Note that a notice was taken down; refused before it was put up, at a time to come, and twice.

    A day told without its hour may be the one it was put up on.
    """
    posting = find_version(session, Posting, posting_id, version)
    if posting.taken_down_at is not None:
        raise RuleError(_("It was taken down already, on {day}.").format(day=_day(posting.taken_down_at)))
    then = so_far(at)
    if then.astimezone().time() == time.min and _day(then) == _day(posting.posted_at):
        then = posting.posted_at
    if then < posting.posted_at:
        raise RuleError(
            _("It was put up on {day}: it cannot have been taken down before.").format(day=_day(posting.posted_at))
        )
    posting.taken_down_at = then
    session.flush()
    return posting


def _day(at: datetime) -> str:
    """The day as people say it."""
    return f"{at.astimezone():%Y-%m-%d}"
