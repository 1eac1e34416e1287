"""The command line starts at once, and says its words in the language asked for."""

import json
import subprocess
import sys
from datetime import date, datetime
from typing import get_args

import pytest

from meetings_db import models
from tests.journeys.commands import Shell
from triparty import words as spoken
from triparty.commands import words
from triparty.commands.program import NOUNS
from triparty.commands.times import read_day, read_moment, shown
from triparty.rules import RuleError
from triparty.widgets import moments

HEAVY = {
    "sqlalchemy",
    "sqlmodel",
    "alembic",
    "docx",
    "lxml",
    "openpyxl",
    "xlsxwriter",
    "textual",
    "psycopg",
}


@pytest.mark.parametrize("argv", [["--help"], ["issue", "--help"], ["meeting", "vote", "--help"], ["import", "--help"]])
def test_help_loads_nothing_heavy(argv: list[str]) -> None:
    script = (
        "import json, sys\n"
        "from triparty.cli import run\n"
        f"code = run({argv!r})\n"
        "print(json.dumps([code, sorted({name.partition('.')[0] for name in sys.modules})]))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8")
    code, loaded = json.loads(said.stdout.splitlines()[-1])
    assert code == 0
    assert "Usage: triparty" in said.stdout
    assert "typer" in loaded
    assert not HEAVY.intersection(loaded)
    # The parser itself loads pydantic for a command that chooses among words; the bare help needs none.
    assert argv != ["--help"] or "pydantic" not in loaded


def test_every_noun_is_in_the_help_and_every_command_takes_json(shell: Shell) -> None:
    from importlib import import_module

    import typer
    from typer.main import get_command

    parser = typer.Typer()
    for noun, names in NOUNS.items():
        alone = typer.Typer()
        alone.callback()(lambda: None)
        for each in (parser, alone):
            import_module(f"triparty.commands.{noun}").add_to(each)
        assert set(getattr(get_command(alone), "commands", {})) == set(names)
    shown = shell("--help").out
    commands = [get_command(parser)]
    while commands:
        command = commands.pop()
        below = getattr(command, "commands", {})
        if command is not None and not below:
            assert "--json" in {option for each in command.params for option in each.opts}, command.name
            assert command.help, command.name
        commands += below.values()
    for name in getattr(get_command(parser), "commands", {}):
        assert f"  {name} " in shown


@pytest.mark.parametrize(
    ("choices", "kind"),
    [
        (words.PartyWord, models.Party),
        (words.StandingWord, models.Standing),
        (words.FormWord, models.EstateForm),
        (words.AnyRouteWord, models.Route),
        (words.SeverityWord, models.Severity),
        (words.ChannelWord, models.Channel),
        (words.KindWord, models.ItemKind),
        (words.AuthorityWord, models.Authority),
        (words.PaperWord, models.PaperKind),
    ],
)
def test_the_words_one_may_type_are_those_that_are_kept(choices: object, kind: type[models.Party]) -> None:
    assert set(get_args(choices)) == {each.value for each in kind}


def test_words_for_deeds_leave_out_what_the_program_does_itself() -> None:
    assert set(get_args(words.RouteWord)) == {route.value for route in models.Route} - {"none"}
    assert set(get_args(words.OutcomeWord)) == {status.value for status in models.SETTLED}
    assert set(get_args(words.StepWord)) == {step.value for step in models.UpdateKind} - {"assigned"}


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (spoken.PARTIES, models.Party),
        (spoken.PARTIES_IN_FULL, models.Party),
        (spoken.PARTIES_IN_SENTENCES, models.Party),
        (spoken.CHANNELS, models.Channel),
        (spoken.CHANNELS_IN_SENTENCES, models.Channel),
        (spoken.STANDINGS, models.Standing),
        (spoken.FORMS, models.EstateForm),
        (spoken.ROUTES, models.Route),
        (spoken.SEVERITIES, models.Severity),
        (spoken.ISSUE_STATUSES, models.IssueStatus),
        (spoken.ISSUE_EVENTS, models.IssueEventKind),
        (spoken.MEETING_STATUSES, models.MeetingStatus),
        (spoken.KINDS, models.ItemKind),
        (spoken.AUTHORITIES, models.Authority),
        (spoken.ITEM_STATUSES, models.ItemStatus),
        (spoken.PRESENCES, models.PresenceKind),
        (spoken.ACTION_STATUSES, models.ActionStatus),
        (spoken.STEPS, models.UpdateKind),
        (spoken.PAPERS, models.PaperKind),
    ],
)
def test_every_word_that_is_kept_has_a_word_to_say(table: dict[str, str], kind: type[models.Party]) -> None:
    assert list(table) == [each.value for each in kind]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-11-26 14:30", "2026-11-26T14:30"),
        ("2026-11-26T14:30", "2026-11-26T14:30"),
        ("2026年11月26日 14：30", "2026-11-26T14:30"),
        ("2026-11-26 下午2点半", "2026-11-26T14:30"),
        ("2026-11-26 2:30 pm", "2026-11-26T14:30"),
        ("2026-11-26 12am", "2026-11-26T00:00"),
        ("2026-11-26 9点", "2026-11-26T09:00"),
        ("14:30", "2030-01-31T14:30"),
    ],
)
def test_a_moment_is_read_as_typed(typed: str, said: str) -> None:
    moment = read_moment(typed, on=date(2030, 1, 31))
    assert moment.tzinfo is not None
    assert moment.replace(tzinfo=None).isoformat(timespec="minutes") == said


def test_a_day_of_which_no_hour_was_told_is_shown_without_one() -> None:
    midnight = datetime(2026, 11, 26).astimezone()
    assert shown(midnight) == moments.full(midnight) == "2026-11-26"
    assert moments.when(midnight, midnight.date()) == "today"
    later = midnight.replace(minute=1)
    assert shown(later) == moments.full(later) == "2026-11-26 00:01"


def test_a_zone_is_kept_and_natural_days_are_counted_from_today() -> None:
    assert read_moment("2026-11-26T06:30+00:00") == datetime.fromisoformat("2026-11-26T14:30+08:00")
    tomorrow = read_day("tomorrow")
    assert read_moment("tomorrow 14:30").date() == tomorrow == read_moment("明天14:30").date()
    assert read_day("下周五", date(2026, 11, 22)) == date(2026, 11, 27)
    assert read_moment("2026-11-26", midnight=True).hour == 0


@pytest.mark.parametrize(
    "typed", ["", "  ", "2026-11-26", "25:00", "14:60", "2026-02-30 10:00", "next week", "14", "soon 14:30"]
)
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(RuleError, match="is no day"):
        read_moment(typed)
