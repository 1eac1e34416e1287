"""The handover (交接清单) when the officer changes: a workbook with what is open, who is who, and where papers are.

It stays in the office: it has people's telephone numbers.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from meetings_db.engine import Database
from meetings_db.queries.handover import Handover, handover
from meetings_db.queries.meetings import MeetingLine
from meetings_db.queries.papers import PaperLine
from meetings_db.text import clean
from triparty.documents.kinds import tracker
from triparty.documents.shipped.tracker import COLUMNS
from triparty.documents.wording import Words
from triparty.rules.actions import overdue
from triparty.services.clock import moment
from triparty.services.files import written_beside
from triparty.settings import Settings
from triparty.words import ISSUE_STATUSES, MEETING_STATUSES, PAPERS, PARTIES_IN_FULL, ROUTES, SEVERITIES, STANDINGS

_NARROW, _LINE_HEIGHT, _TO_SIGN = 13, 15, 40
_ACTION_FIELDS = (
    *("number", "what", "source", "party", "owner", "assigned"),
    *("due", "extended", "progress", "status", "warning"),
)
"""The first of the tracker's columns, in their order: what an action has before it is finished."""
_WIDTHS = {"fact": 34, "said": 80, "what": 34, "title": 34, "progress": 34, "source": 24, "file": 40, "where": 24}
"""Columns that are not narrow, by their field, in digits' widths."""


class Sheet(NamedTuple):
    """A table: its name, and each column's field, heading and cells."""

    name: str
    columns: list[tuple[str, str]]
    rows: list[list[str]]


class Places(NamedTuple):
    """Where things are on this desk."""

    database: str
    papers: Path
    templates: Path | None
    settings: Path

    @classmethod
    def of(cls, db: Database, settings: Settings) -> "Places":
        """Those of a desk."""
        return cls(db.place, settings.papers, settings.templates, settings.file)


def file_name(language: str, at: datetime | None = None) -> str:
    """What the workbook of a day is called."""
    return f"{Words(language).say('Handover')} {moment(at).astimezone():%Y-%m-%d}.xlsx"


def write_handover(
    db: Database, community_id: UUID, path: Path, language: str, places: Places, at: datetime | None = None
) -> Handover:
    """Write the workbook, whole or not at all, as of now; returns what it tells."""
    now = moment(at)
    on = now.astimezone().date()
    told = db.read(handover, community_id, on)
    with written_beside(path) as beside:
        _write(beside, sheets(told, language, places, on=on), now)
    return told


def sheets(told: Handover, language: str, places: Places, *, on: date) -> list[Sheet]:
    """What the workbook says, as things stand on a day: the overview to be signed first."""
    words = Words(language)
    say = words.say
    return [
        Sheet(say("Handover"), [("fact", say("Matter")), ("said", "")], _overview(told, words, places, on)),
        Sheet(
            say("Open issues"),
            [
                ("number", say("Number")),
                ("title", say("Title")),
                ("estate", say("Estate")),
                ("place", say("Place")),
                ("category", say("Category")),
                ("severity", say("Severity")),
                ("route", say("Route")),
                ("status", say("Status")),
                ("reported", say("Reported")),
                ("waits", say("Waits until")),
            ],
            [
                [
                    *(issue.number, issue.title, issue.estate, issue.place, issue.category),
                    say(SEVERITIES[issue.severity]),
                    say(ROUTES[issue.route]),
                    say(ISSUE_STATUSES[issue.status]),
                    words.day_short(issue.reported_at),
                    words.day_short(issue.waits_until),
                ]
                for issue in told.issues
            ],
        ),
        _actions(told, words, on),
        _meetings(told.meetings, words),
        _estates(told, words, on),
        _contacts(told, words),
        _papers(told.papers, words, places.papers),
    ]


def _overview(told: Handover, words: Words, places: Places, on: date) -> list[list[str]]:
    """The counts, where everything is, and lines for the three who sign."""
    say = words.say
    late = sum(overdue(line.action.status, line.action.due_on, on) > 0 for line in told.actions)
    facts = {
        say("Community"): words.given(told.community.name),
        say("As of"): words.day(on),
        say("Open issues"): str(len(told.issues)),
        say("Open actions"): say("{count}, of them overdue: {late}").format(count=len(told.actions), late=late),
        say("Meetings ahead, and minutes in draft"): str(len(told.meetings)),
        say("Contacts"): str(len(told.contacts)),
        say("Filed items"): say("{count}, the last: {number}").format(
            count=len(told.filed), number=max(told.filed, key=lambda item: item.sealed_at).number
        )
        if told.filed
        else "0",
        say("Database"): places.database,
        say("Folder of papers"): str(places.papers),
        say("Templates"): str(places.templates) if places.templates else say("those that come with the program"),
        say("Settings"): str(places.settings),
        say("Head of the history"): told.head.digest,
        say("Handed over by (signature, date)"): "",
        say("Taken over by (signature, date)"): "",
        say("Witnessed by (signature, date)"): "",
    }
    return [list(fact) for fact in facts.items()]


def _actions(told: Handover, words: Words, on: date) -> Sheet:
    """What was promised and is not finished, as the tracker tells it."""
    heads = [chinese if words.chinese else english for chinese, english, *_rest in COLUMNS]
    lines = tracker.values(told.actions, told.community, words.language, today=on)["lines"]
    rows = [[line[name] for name in _ACTION_FIELDS] for line in lines]
    return Sheet(words.say("Open actions"), list(zip(_ACTION_FIELDS, heads, strict=False)), rows)


def _meetings(lines: Sequence[MeetingLine], words: Words) -> Sheet:
    """The meetings that are coming, and those whose minutes are a draft."""
    say = words.say
    return Sheet(
        say("Meetings"),
        [
            ("number", say("No.")),
            ("title", say("Title")),
            ("what", say("When")),
            ("where", say("Venue")),
            ("status", say("Status")),
        ],
        [
            [
                str(line.ordinal),
                line.title,
                words.moment(line.starts_at),
                line.place,
                say(MEETING_STATUSES[line.status]),
            ]
            for line in lines
        ],
    )


def _estates(told: Handover, words: Words, on: date) -> Sheet:
    """When each estate was last visited, the longest ago first."""
    say = words.say
    return Sheet(
        say("Visits"),
        [("estate", say("Estate")), ("number", say("Last visit")), ("days", say("Days since"))],
        [
            [
                each.estate.name,
                words.day_short(each.last),
                str((on - each.last.astimezone().date()).days) if each.last else "",
            ]
            for each in told.visits
        ],
    )


def _contacts(told: Handover, words: Words) -> Sheet:
    """Everybody in a post, with the telephone number."""
    say = words.say
    return Sheet(
        say("Contacts"),
        [
            ("party", say("Party")),
            ("title", say("Organisation")),
            ("name", say("Full name")),
            ("post", say("Post")),
            ("standing", say("Standing")),
            ("phone", say("Phone")),
            ("from", say("In the post since")),
        ],
        [
            [
                *(say(PARTIES_IN_FULL[seat.post.party]), seat.organisation.name, seat.person.name, seat.post.title),
                *(say(STANDINGS[seat.post.standing]), seat.post.phone, words.day_short(seat.post.starts_on)),
            ]
            for seat in told.contacts
        ],
    )


def _papers(lines: Sequence[PaperLine], words: Words, folder: Path) -> Sheet:
    """The newest papers, and whether each is where it was written."""
    say = words.say
    return Sheet(
        say("Papers"),
        [
            ("paper", say("Paper")),
            ("title", say("Meeting")),
            ("version", say("Version")),
            ("final", say("Final")),
            ("written", say("Written")),
            ("file", say("File")),
            ("there", say("In the folder")),
        ],
        [
            [
                say(PAPERS[line.kind]),
                line.meeting or "",
                str(line.version),
                "✓" if line.final else "",
                words.day_short(line.made_at),
                line.file_name,
                "✓" if (folder / line.file_name).is_file() else "",
            ]
            for line in lines
        ],
    )


def _write(path: Path, told: Sequence[Sheet], now: datetime) -> None:
    """The workbook: every text stays text, headings stay on the screen and on each printed page."""
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(path), options) as book:
        book.set_properties({"created": now.astimezone(UTC).replace(tzinfo=None), "author": "triparty"})
        font = {"font_name": "宋体", "border": 1, "valign": "vcenter", "text_wrap": True}
        head, cell = book.add_format({**font, "bold": True, "bg_color": "#D9E1F2"}), book.add_format(font)
        for each in told:
            sheet = book.add_worksheet(each.name)
            for place, (field, heading) in enumerate(each.columns):
                sheet.set_column(place, place, _WIDTHS.get(field, _NARROW))
                sheet.write_string(0, place, heading, head)
            for row, line in enumerate(each.rows, 1):
                sheet.set_row(row, _height(each, line))
                for place, text in enumerate(line):
                    sheet.write_string(row, place, clean(text), cell)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.set_footer("&C&P / &N")


def _height(sheet: Sheet, line: Sequence[str]) -> int:
    """A row's height in points, by its longest cell: not every program makes room by itself; room to sign in."""
    from rich.cells import cell_len

    widths = (_WIDTHS.get(field, _NARROW) - 1 for field, _heading in sheet.columns)
    lines = max(-(-max(cell_len(text), 1) // width) for text, width in zip(line, widths, strict=True))
    return _TO_SIGN if sheet.columns[0][0] == "fact" and not line[-1] else lines * _LINE_HEIGHT
