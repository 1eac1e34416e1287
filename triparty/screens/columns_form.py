"""Which column is which: a person says it once, and it is remembered in the settings."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from triparty import problems
from triparty.i18n import _
from triparty.intake.columns import IGNORED, OWNERS, PEOPLE, VISITS, Vocabulary, header_key
from triparty.intake.imports import Kind
from triparty.intake.spreadsheet import read_table
from triparty.rules import RuleError
from triparty.settings import Settings, SettingsError, save
from triparty.widgets.form import Field, FieldError, Form
from triparty.widgets.frame import Framed

_VOCABULARIES = {Kind.VISITS: VISITS, Kind.PEOPLE: PEOPLE, Kind.OWNERS: OWNERS}


def columns_of(settings: Settings, kind: Kind) -> dict[str, str]:
    """The remembered columns that mean something in this kind of file."""
    fields = _VOCABULARIES[kind].fields
    return {header: field for header, field in settings.columns.items() if field in fields}


def headers_of(path: Path, kind: Kind, settings: Settings) -> tuple[str, ...]:
    """The headers of a file, for a thread. Raises `RuleError` where none are found."""
    return read_table(path, header_hints=_known(kind, settings)).headers


def lacks_a_column(headers: Sequence[str], kind: Kind, settings: Settings) -> bool:
    """Whether a column without which nothing can be taken in is not recognised."""
    known = _known(kind, settings)
    taken, _unknown = known.assign(headers)
    try:
        known.require(taken, headers, "")
    except RuleError:
        return True
    return False


async def ask_columns(screen: Framed[Any], headers: Sequence[str], kind: Kind, settings: Settings) -> Settings | None:
    """Ask what each header stands for; the settings that remember it, None when it was left. Call it from a worker."""
    taken, _unknown = _known(kind, settings).assign(headers)
    before = {index: field for field, index in taken.items()}
    options = [(IGNORED, _("not used")), *((name, words) for name, words in _fields(kind).items())]
    fields = [
        Field(f"column-{index}", header, before.get(index, IGNORED), options) for index, header in enumerate(headers)
    ]

    async def remember(values: dict[str, Any]) -> Settings:
        """Check and keep what was chosen."""
        chosen = [values[field.name] for field in fields]
        for index, name in enumerate(chosen):
            if name != IGNORED and name in chosen[:index]:
                other = headers[chosen.index(name)]
                raise FieldError(
                    f"column-{index}",
                    _("That is {header} already: set one of them to “not used”.").format(header=other),
                )
        changed = {headers[at]: name for at, name in enumerate(chosen) if name != before.get(at, IGNORED)}
        return await _remember(screen, settings, changed)

    return await screen.app.push_screen_wait(Form(_("Which column is which?"), fields, remember))


async def _remember(screen: Framed[Any], settings: Settings, changed: Mapping[str, str]) -> Settings:
    """The settings with the changed columns; where they cannot be written they hold until the program ends."""
    keys = {header_key(header) for header in changed}
    columns = {header: name for header, name in settings.columns.items() if header_key(header) not in keys}
    columns.update(changed)
    try:
        return await asyncio.to_thread(lambda: save(settings, columns=columns))
    except (OSError, SettingsError) as problem:
        warning = _("The columns could not be kept for the next start.")
        screen.tell(f"{warning}\n{problems.say(problem)}", wrong=True)
        return replace(settings, columns=columns)


def _known(kind: Kind, settings: Settings) -> Vocabulary:
    """What is recognised in this kind of file, with what was remembered."""
    return _VOCABULARIES[kind].mapped(columns_of(settings, kind))


def _fields(kind: Kind) -> dict[str, str]:
    """The fields of a kind of file in the user's words, what is needed first."""
    if kind is Kind.PEOPLE:
        return {
            "name": _("Full name"),
            "party": _("Party"),
            "organisation": _("Organisation"),
            "title": _("Post"),
            "phone": _("Phone"),
            "remark": _("Remark"),
        }
    if kind is Kind.OWNERS:
        return {
            "building": _("Building"),
            "entrance": _("Entrance"),
            "room": _("Room"),
            "place": _("Place"),
            "area": _("Area"),
            "area_source": _("Source of the area"),
            "owner": _("Owner(s)"),
            "id_tail": _("End of the identity number"),
            "phone": _("Phone"),
            "guardian": _("Guardian"),
            "state": _("Sold and handed over?"),
            "use": _("Use"),
            "estate": _("Estate"),
            "remark": _("Remark"),
        }
    return {
        "estate": _("Estate"),
        "problem": _("Problem"),
        "visited_on": _("Date"),
        "visited_at": _("Time of day"),
        "place": _("Place"),
        "building": _("Building"),
        "unit": _("Unit"),
        "room": _("Room"),
        "reporter": _("Reporter"),
        "phone": _("Phone"),
        "title": _("Title"),
        "details": _("Details"),
        "category": _("Category"),
        "severity": _("Severity"),
        "route": _("Way"),
        "remark": _("Remark"),
    }
