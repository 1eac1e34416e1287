"""`triparty ballot`: compute results from a file of counts, and list the rules."""

from pathlib import Path
from typing import Annotated, Any

import typer

from triparty.commands.desk import Json, answer_json, answer_rows
from triparty.commands.speaking import speak
from triparty.i18n import _, language


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("Ballots: results by rule, exact to the last vote."), no_args_is_help=True)
    noun.command("check", short_help=_("Compute the result of the counts in FILE."), help=_checking())(check)
    noun.command("rules", help=_("List the rules."))(rules)
    parser.add_typer(noun, name="ballot")


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    rule: Annotated[str, typer.Option(metavar="NAME", help=_("A rule's name, or a rule file."))],
    json: Json = False,
) -> None:
    """Compute results; a `ballot` column means many ballots, answered in file order."""
    from triparty.intake.ballot_file import check_ballots

    found = check_ballots(file, rule)
    if json:
        answer_json(found)
        return
    for result in found if isinstance(found, list) else [found]:
        _tell(result)


def rules(json: Json = False) -> None:
    """List the presets with their basis."""
    from triparty.rules.ballot_presets import load_rules

    presets = load_rules().values()
    if json:
        answer_json([preset.as_table() for preset in presets])
        return
    rows = [(preset.name, preset.title_in(language()), preset.basis_in(language())) for preset in presets]
    answer_rows((_("Name"), _("Rule"), _("Basis")), rows, empty="")


def _checking() -> str:
    """The help of `check`: every column of FILE, and an example; \\b keeps its lines as they are."""
    what = _("Compute the result of the counts in FILE, a CSV with one row per group.")
    columns = _(
        "The first line names the columns: group, entitled, present, yes, no; where there are any also abstain, "
        "invalid, recused. A column ballot makes of one file many ballots, answered in file order. A rule by area "
        "needs entitled_area, present_area, yes_area … too, in 0.01 m² (89.50 m² is 8950). "
        "Chinese headings such as 表决方, 应到, 实到, 同意, 反对 are understood as well."
    )
    example = _("group,entitled,present,yes,no,abstain\ncommunity,3,3,3,0,0\nproperty,2,2,2,0,0\nresidents,9,7,6,0,1")
    return f"{what}\n\n{columns}\n\n\b\n{example}"


def _tell(result: dict[str, Any]) -> None:
    """Print one result for people."""
    name = f"{result['ballot']}: " if "ballot" in result else ""
    speak(name + (_("carried") if result["passed"] else _("not carried")) + f" ({result['rule']})")
    headings = (_("Group"), _("Result"), _("Needed"), _("In favour"), _("Short by"))
    groups = [
        (
            group["group"],
            _("carried") if group["passed"] else _("not carried"),
            group["needed"],
            group["obtained"],
            group["short_by"],
        )
        for group in result["groups"]
    ]
    answer_rows(headings, groups, empty="")
    for reason in result["reasons"]:
        speak(f"- {reason}")
