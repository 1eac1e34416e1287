"""What was put to the vote, under which rule, and what each group answered."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from meetings_db.models.base import LINE, Edited, Kept, Line, Prose


class Ballot(Edited, table=True):
    """One round of voting on an agenda item.

    `rule_snapshot` is the rule as JSON, frozen when the ballot opened; `result` is the decision as JSON,
    written when it closed. Who was present is in the counts. A second round is a new row, and an annulled ballot
    keeps its counts.
    """

    __table_args__ = (
        sa.UniqueConstraint("item_id", "round"),
        sa.CheckConstraint("round >= 1", name="round"),
    )

    item_id: UUID = Field(foreign_key="agendaitem.id")
    round: int = 1
    motion: Line = Field(max_length=LINE)
    rule: str = Field(max_length=64)
    rule_snapshot: str
    opened_at: datetime
    closed_at: datetime | None = None
    passed: bool | None = None
    result: str = ""
    reservations: Prose = ""
    annulled_reason: Prose = ""


_COUNTS = ("entitled", "present", "yes", "no", "abstain", "invalid", "recused")


class BallotCount(Kept, table=True):
    """What one group of voters answered: numbers of people, and areas in 0.01 m² where the rule measures area."""

    __table_args__ = (
        sa.UniqueConstraint("ballot_id", "group"),
        *(sa.CheckConstraint(f"{column} >= 0", name=column) for column in _COUNTS),
        sa.CheckConstraint("yes + no + abstain + invalid + recused <= present", name="cast"),
        sa.CheckConstraint("present <= entitled", name="present_entitled"),
    )

    ballot_id: UUID = Field(foreign_key="ballot.id")
    group: str = Field(max_length=32)
    entitled: int
    present: int
    yes: int = 0
    no: int = 0
    abstain: int = 0
    invalid: int = 0
    recused: int = 0
    entitled_area: int | None = Field(default=None, sa_type=sa.BigInteger)
    present_area: int | None = Field(default=None, sa_type=sa.BigInteger)
    yes_area: int | None = Field(default=None, sa_type=sa.BigInteger)
    no_area: int | None = Field(default=None, sa_type=sa.BigInteger)
    abstain_area: int | None = Field(default=None, sa_type=sa.BigInteger)
