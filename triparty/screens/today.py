"""Today: what runs out, what waits, and what comes next; each row opens the place where it is dealt with."""

import asyncio
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult

from meetings_db.models import MeetingStatus
from meetings_db.queries.actions import ActionLine
from meetings_db.queries.today import Today, today
from triparty.i18n import _, ngettext
from triparty.screens.last_known import BOARD, remember
from triparty.screens.station import Station
from triparty.widgets import moments, words
from triparty.widgets.cells import Words
from triparty.widgets.row_list import Row, RowList

_SHOWN = 4
_DUE_A_VISIT = timedelta(days=14)


class TodayScreen(Station):
    """What a desk looks at first in the morning."""

    AUTO_FOCUS = "#rows"
    STATION = "today"
    FIVE: ClassVar[tuple[str, ...]] = ("list.open", "go.visits", "go.issues", "go.meetings", "go.follow_up")

    def compose_body(self) -> ComposeResult:
        """The board."""
        yield RowList(
            BOARD,
            titled=False,
            teaching=_("Reading …"),
            id="rows",
        )

    def teaching(self) -> str:
        """What may be begun on a quiet day."""
        return _("Nothing runs out and nothing waits. Press 2 to note a visit, 3 to enter an issue.")

    def place(self) -> str:
        """Today with its date."""
        day = self.today
        return f"{super().place()} {moments.short_date(day, day)} {moments.weekday(day)}"

    async def load(self) -> None:
        """Read, show, and remember for the next start."""
        seen = await self.read(today, self.desk.community_id, self.today)
        rows = self.board(seen)
        self.query_one(RowList).rows = rows
        await asyncio.to_thread(remember, self.desk.settings.data, self.crumbs, self.who, rows)

    def board(self, seen: Today) -> tuple[Row, ...]:
        """The rows: a meeting that is running, overdue, due soon, issues, meetings, estates."""
        return (
            *self._in_session(seen),
            *self._actions(seen.overdue, seen.overdue_count, "!", _("Overdue {count}"), "red"),
            *self._actions(seen.due_soon, seen.due_soon_count, "◔", _("Due soon {count}"), "amber"),
            *self._issues(seen),
            *self._meetings(seen),
            *self._estates(seen),
        )

    def _actions(self, lines: list[ActionLine], count: int, sign: str, title: str, tone: str) -> list[Row]:
        """Actions of one kind, the first with the title."""
        rows = []
        for place, line in enumerate(lines):
            head = title.format(count=count) if place == 0 else ""
            owner = " ".join(filter(None, (words.party(line.party), line.owner)))
            until = Words(f"{owner} · {moments.due(line.due_on, self.today).text}", tone)
            rows.append(
                Row(
                    ("follow_up", line.id),
                    (Words(sign if not place else "", tone), Words(head, tone), line.what, until),
                )
            )
        return rows

    def _issues(self, seen: Today) -> list[Row]:
        """How many issues are open, and how many nobody has sent on their way."""
        rows = []
        if seen.untriaged:
            told = ngettext("{count} issue to triage", "{count} issues to triage", seen.untriaged)
            cells = (
                Words("○", "amber"),
                _("Triage {count}").format(count=seen.untriaged),
                told.format(count=seen.untriaged),
            )
            rows.append(Row(("issues", "untriaged"), (*cells, "")))
        if seen.open_issues:
            told = ngettext("{count} issue is open", "{count} issues are open", seen.open_issues)
            cells = (
                Words("◐", "blue"),
                _("Issues {count}").format(count=seen.open_issues),
                told.format(count=seen.open_issues),
            )
            rows.append(Row(("issues", None), (*cells, "")))
        return rows

    def _in_session(self, seen: Today) -> list[Row]:
        """The meeting that is running now: `enter` goes into its room."""
        line = seen.next_meeting
        if line is None or line.status is not MeetingStatus.IN_SESSION:
            return []
        items = ngettext("{count} item", "{count} items", line.items).format(count=line.items)
        told = f"{moments.when(line.starts_at, self.today)} · {items}"
        return [Row(("room", line.id), (Words("●", "green"), Words(_("In session"), "green"), line.title, told))]

    def _meetings(self, seen: Today) -> list[Row]:
        """The next meeting; those whose minutes are a draft, or lack a signature, or wait to be amended."""
        rows = []
        if (line := seen.next_meeting) is not None and line.status is not MeetingStatus.IN_SESSION:
            items = ngettext("{count} item", "{count} items", line.items).format(count=line.items)
            when = moments.when(line.starts_at, self.today)
            cells = (Words("▦", "blue"), _("Next meeting"), line.title, f"{when} · {items}")
            rows.append(Row(("meetings", line.id), cells))
        for line in seen.unfinished_minutes:
            cells = (Words("✎", "amber"), _("Minutes in draft"), line.title, moments.when(line.starts_at, self.today))
            rows.append(Row(("meetings", line.id), cells))
        for place, (meeting, lacking) in enumerate(seen.unsigned):
            head = _("To be signed {count}").format(count=seen.unsigned_count) if place == 0 else ""
            parties = _(", ").join(words.party(party) for party in lacking)
            rows.append(Row(("meetings", meeting.id), ("✍" if place == 0 else "", head, meeting.title, parties)))
        for place, (_amendment, meeting) in enumerate(seen.amendments[:_SHOWN]):
            head = _("Amendments {count}").format(count=len(seen.amendments)) if place == 0 else ""
            cells = (Words("✎" if place == 0 else "", "amber"), head, meeting.title, _("on no agenda yet"))
            rows.append(Row(("meetings", meeting.id), cells))
        return rows

    def _estates(self, seen: Today) -> list[Row]:
        """Estates nobody has visited for two weeks."""
        now = self.clock()
        due = [each for each in seen.visits if each.last is None or now - each.last >= _DUE_A_VISIT]
        rows = []
        for place, each in enumerate(due[:_SHOWN]):
            head = _("Visit {count}").format(count=len(due)) if place == 0 else ""
            last = moments.ago(each.last, self.today) if each.last else _("never visited")
            rows.append(Row(("visits", each.estate.id), ("⌂" if not place else "", head, each.estate.name, last)))
        return rows

    def on_row_list_chosen(self) -> None:
        """Go where the row under the cursor is dealt with."""
        board = self.query_one(RowList)
        if isinstance(board.key, tuple):
            name, key = board.key
            if name == "room":
                from triparty.screens.meeting_room import MeetingRoomScreen  # Today shall not wait for the room

                self.app.push_screen(MeetingRoomScreen(self.db, self.desk.settings, key))
                return
            self.post_message(self.Wanted(name, key))

    def action_back(self) -> None:
        """Today is where every step back ends."""
        self.tell(_("This is Today. ctrl+q leaves the program; everything is saved."))
