"""Series of meetings, and what the next meeting is proposed to be."""

import re
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from meetings_db.models import (
    Community,
    Meeting,
    MeetingBase,
    MeetingSeries,
    MeetingSeriesBase,
    Party,
    Standing,
)
from meetings_db.queries.directory import Seat, register
from triparty.i18n import _
from triparty.rules import RuleError
from triparty.rules.agendas import NOTICE
from triparty.rules.recurrence import four_weeks_on, next_start
from triparty.services.kept import change, find, find_version

_HOUR = time(14, 30)


def add_series(session: Session, community_id: UUID, typed: MeetingSeriesBase) -> MeetingSeries:
    """Begin a series of meetings."""
    find(session, Community, community_id)
    _refuse_namesake(session, community_id, typed.name)
    series = MeetingSeries.model_validate(typed, update={"community_id": community_id})
    session.add(series)
    session.flush()
    return series


def edit_series(session: Session, series_id: UUID, version: int, typed: MeetingSeriesBase) -> MeetingSeries:
    """Change when a series recurs, where, and who leads it; meetings that were made stay as they are."""
    series = find_version(session, MeetingSeries, series_id, version)
    if typed.name != series.name:
        _refuse_namesake(session, series.community_id, typed.name)
    change(series, typed)
    session.flush()
    return series


def proposed_series(session: Session, community_id: UUID, officer: str = "") -> MeetingSeriesBase:
    """A first series as the last meeting went: the third Thursday of every month."""
    like = proposed_meeting(session, community_id, None, datetime.now().astimezone(), officer)
    taken = like.model_dump(include={"place", "chair", "recorder", "contact", "minutes_planned"})
    return MeetingSeriesBase(name=_("Tri-party joint meeting"), **taken)


def proposed_meeting(
    session: Session,
    community_id: UUID,
    series: MeetingSeries | None,
    now: datetime,
    officer: str = "",
    *,
    extraordinary: bool = False,
) -> MeetingBase:
    """The next meeting as it is proposed: on the day the series recurs, else four weeks after the last one; the rest
    as the series says, else as it was in the last one. `officer` sits at this desk.
    """
    last = _last(session, community_id, series)
    seats = register(session, community_id, on=now.date())
    ordinal = (
        session.exec(select(func.max(Meeting.ordinal)).where(Meeting.community_id == community_id)).one() or 0
    ) + 1
    if extraordinary:
        day = datetime.combine((now + NOTICE).date() + timedelta(days=1), _HOUR).astimezone()
        title = _("Extraordinary tri-party joint meeting no. {ordinal}").format(ordinal=ordinal)
    elif series is not None:
        day = next_start(series, last.starts_at.astimezone().date() if last else None, now + NOTICE)
        title = _title(series, last, ordinal)
    else:
        day = four_weeks_on(last.starts_at if last else None, now, NOTICE)
        title = _title(None, last, ordinal)
    said = [each for each in (series, last) if each is not None]
    words = {
        name: next((getattr(each, name) for each in said if getattr(each, name)), "")
        for name in ("place", "chair", "recorder", "contact")
    }
    return MeetingBase(
        title=title,
        starts_at=day,
        minutes_planned=said[0].minutes_planned if said else 90,
        place=words["place"],
        chair=words["chair"] or ("" if last else _chair(seats)),
        recorder=words["recorder"] or ("" if last else officer or _recorder(seats)),
        contact=words["contact"] or ("" if last else officer),
    )


def _last(session: Session, community_id: UUID, series: MeetingSeries | None) -> Meeting | None:
    """The newest meeting of the series, else of the community."""
    query = select(Meeting).where(Meeting.community_id == community_id).order_by(col(Meeting.ordinal).desc()).limit(1)
    own = session.exec(query.where(Meeting.series_id == series.id)).first() if series else None
    return own or session.exec(query).first()


def _title(series: MeetingSeries | None, last: Meeting | None, ordinal: int) -> str:
    """The title of the last one with another number, where it has its number; else the name of the series with it."""
    if last is not None:
        own = rf"(?<![0-9]){last.ordinal}(?![0-9])"
        if len(re.findall(own, last.title)) == 1:
            return re.sub(own, str(ordinal), last.title)
    if series is not None:
        return _("{series} no. {ordinal}").format(series=series.name, ordinal=ordinal)
    return _("Tri-party joint meeting no. {ordinal}").format(ordinal=ordinal)


def _chair(seats: list[Seat]) -> str:
    """Who chairs the first meeting: the community's first voting seat."""
    voting = (seat for seat in seats if seat.post.standing is Standing.VOTING)
    return next((seat.person.name for seat in voting if seat.post.party is Party.COMMUNITY), "")


def _recorder(seats: list[Seat]) -> str:
    """Whom the register names as keeping the record."""
    return next((seat.person.name for seat in seats if seat.post.standing is Standing.RECORDING), "")


def _refuse_namesake(session: Session, community_id: UUID, name: str) -> None:
    """Two series of one name could not be told apart."""
    where = (MeetingSeries.community_id == community_id, MeetingSeries.name == name)
    if session.exec(select(MeetingSeries.id).where(*where)).first() is not None:
        raise RuleError(_("There is a series called {name} already.").format(name=name))
