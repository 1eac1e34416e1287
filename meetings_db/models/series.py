"""Meetings that recur: when, where, and who leads them."""

import re
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from sqlmodel import Field, SQLModel

from meetings_db.models.base import LINE, Edited, Line

LAST_WEEK = 5
"""The week that stands for the last one of a month, whether that has four or five of the day."""


_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])")


def _clock(typed: str) -> str:
    """A time of day with two digits each; refuse what is none."""
    found = _CLOCK.fullmatch(typed)
    if found is None:
        raise PydanticCustomError("clock", "Input should be a time of day")
    return f"{int(found[1]):02d}:{found[2]}"


Hour = Annotated[Line, AfterValidator(_clock)]
"""A local time of day, like `14:30`."""


class MeetingSeriesBase(SQLModel):
    """A series as it is typed.

    It recurs every so many months, in a week of the month (5 is the last) on a weekday (Monday is 1) at a local hour
    like `14:30`.
    """

    name: Line = Field(min_length=1, max_length=LINE)
    every: int = Field(default=1, ge=1, le=12)
    week: int = Field(default=3, ge=1, le=LAST_WEEK)
    weekday: int = Field(default=4, ge=1, le=7)
    hour: Hour = Field(default="14:30", max_length=5)
    minutes_planned: int = Field(default=90, ge=1, le=1440)
    place: Line = Field(default="", max_length=LINE)
    chair: Line = Field(default="", max_length=LINE)
    recorder: Line = Field(default="", max_length=LINE)
    contact: Line = Field(default="", max_length=LINE)


class MeetingSeries(MeetingSeriesBase, Edited, table=True):
    """A series of meetings of a community."""

    __table_args__ = (
        sa.UniqueConstraint("community_id", "name"),
        sa.CheckConstraint("every >= 1 AND every <= 12", name="every"),
        sa.CheckConstraint("week >= 1 AND week <= 5", name="week"),
        sa.CheckConstraint("weekday >= 1 AND weekday <= 7", name="weekday"),
    )

    community_id: UUID = Field(foreign_key="community.id")
