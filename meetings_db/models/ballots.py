"""What was put to the vote, under which rule, and what each group answered."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from meetings_db.models.base import LINE, Edited, Kept, Line, Prose, only, words


class BallotMethod(StrEnum):
    """How the votes were taken: a show of hands, nobody against, a roll call, secret slips."""

    HANDS = "hands"
    UNANIMOUS = "unanimous"
    ROLL_CALL = "roll_call"
    SECRET = "secret"


class Choice(StrEnum):
    """What became of one voter in a roll call: `silent` is who was there and did not vote."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    INVALID = "invalid"
    RECUSED = "recused"
    SILENT = "silent"
    ABSENT = "absent"


class Ballot(Edited, table=True):
    """One round of voting on an agenda item; open while it has no `closed_at` and was not annulled.

    `rule_snapshot` is the rule as JSON, frozen when the ballot opened, and `quorum` who was expected, there and recused
    in each party at that moment; `result` is the decision as JSON, written when it closed. `casting_vote` is the
    chair's, given in a tie. A second round is a new row, and an annulled ballot keeps its counts.
    """

    __table_args__ = (
        sa.UniqueConstraint("item_id", "round"),
        sa.CheckConstraint("round >= 1", name="round"),
        sa.Index("ix_ballot_open", "item_id", unique=True, **only(sa.text("closed_at IS NULL"))),
    )

    item_id: UUID = Field(foreign_key="agendaitem.id")
    round: int = 1
    motion: Line = Field(max_length=LINE)
    method: BallotMethod = Field(
        default=BallotMethod.HANDS,
        sa_type=words(BallotMethod),
        sa_column_kwargs={"server_default": BallotMethod.HANDS.value},
    )
    rule: str = Field(max_length=64)
    rule_snapshot: str
    quorum: str | None = None
    opened_at: datetime
    closed_at: datetime | None = None
    passed: bool | None = None
    result: str = ""
    casting_vote: bool | None = None
    reservations: Prose = ""
    annulled_reason: Prose = ""


_COUNTS = ("entitled", "present", "yes", "no", "abstain", "invalid", "recused")


class BallotCount(Kept, table=True):
    """What one group of voters answered: numbers of people, and areas in 0.01 m² where the rule measures area.

    Of a secret ballot also how many slips were handed out, and how many of those came back; of hands `counted_at`, when
    the last of them was added in a ballot that was open.
    """

    __table_args__ = (
        sa.UniqueConstraint("ballot_id", "group"),
        *(sa.CheckConstraint(f"{column} >= 0", name=column) for column in _COUNTS),
        sa.CheckConstraint("yes + no + abstain + invalid + recused <= present", name="cast"),
        sa.CheckConstraint("present <= entitled", name="present_entitled"),
        sa.CheckConstraint("handed_out <= present AND returned >= 0 AND returned <= handed_out", name="slips"),
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
    handed_out: int | None = None
    returned: int | None = None
    counted_at: datetime | None = None

    @property
    def cast(self) -> int:
        """How many voted."""
        return self.yes + self.no + self.abstain + self.invalid


class Vote(Kept, table=True):
    """One voter of a roll call, as named when the ballot opened, and what became of the vote.

    `given_at` is when the answer was given that stands; None of who has not answered since the ballot opened.
    """

    __table_args__ = (sa.UniqueConstraint("ballot_id", "participant_id"),)

    ballot_id: UUID = Field(foreign_key="ballot.id")
    participant_id: UUID = Field(foreign_key="participant.id", index=True)
    group: str = Field(max_length=32)
    name: str = Field(max_length=LINE)
    choice: Choice = Field(sa_type=words(Choice))
    given_at: datetime | None = None
