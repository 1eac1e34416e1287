"""`triparty ballot`: compute results from a file of counts, and list the rules."""

from pathlib import Path
from typing import Annotated, Any

import typer

from triparty.commands.desk import Json, answer, answer_json, answer_rows, desk_of
from triparty.commands.meeting_views import Ordinal
from triparty.commands.papers import Language, Output, Overwrite, write
from triparty.commands.records import ItemNumber
from triparty.commands.speaking import speak
from triparty.i18n import _, language
from triparty.rules import RuleError


def add_to(parser: typer.Typer) -> None:
    """Add the noun to the parser."""
    noun = typer.Typer(help=_("Ballots: results by rule, exact to the last vote."), no_args_is_help=True)
    noun.command("check", short_help=_("Compute the result of the counts in FILE."), help=_checking())(check)
    noun.command("rules", help=_("List the rules, shipped and your own; or copy one, to make it your own."))(rules)
    noun.command("sheet", help=_("Write the calculation sheet of a meeting's ballots, or of one item's."))(sheet)
    noun.command("slips", help=_("Print slips with their stubs for a secret vote on an item."))(slips)
    parser.add_typer(noun, name="ballot")


def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    rule: Annotated[str, typer.Option(metavar="NAME", help=_("A rule's name, or a rule file."))],
    json: Json = False,
) -> None:
    """Compute results; a `ballot` column means many ballots, answered in file order."""
    from triparty.intake.ballot_file import check_ballots

    found = check_ballots(file, rule, desk_of(ctx).settings.rules)
    if json:
        answer_json(found)
        return
    for result in found if isinstance(found, list) else [found]:
        _tell(result)


def rules(
    ctx: typer.Context,
    copy: Annotated[str, typer.Option("--copy", metavar="NAME", help=_("Copy this rule into FILE."))] = "",
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]")] = None,
    json: Json = False,
) -> None:
    """List the rules with their basis; or copy one into FILE, else into the folder of the office's own rules."""
    from triparty.rules.ballot_presets import known_rules, own_rules

    folder = desk_of(ctx).settings.rules
    if copy or file is not None:
        _copy(copy, file, folder, json=json)
        return
    own, problems = own_rules(folder)
    files = {rule.name: str(path) for path, rule in own.items()}
    known = known_rules(folder).values()
    if json:
        answer_json([{"name": each.name, "file": files.get(each.name), **each.as_table()} for each in known])
    else:
        rows = [
            (each.name, each.title_in(language()), files.get(each.name) or _("shipped"), each.basis_in(language()))
            for each in known
        ]
        answer_rows((_("Name"), _("Rule"), _("From"), _("Basis")), rows, empty="")
    if problems:
        raise RuleError(*problems)


def sheet(
    ctx: typer.Context,
    meeting: Ordinal,
    item: Annotated[str, typer.Option(metavar="ITEM", help=_("Only the ballots of this item."))] = "",
    output: Output = None,
    language: Language = None,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """Write the calculation sheet: electorate, participation, every comparison in whole numbers, the conclusion."""
    write(desk_of(ctx), "calculation", meeting, output, language, item=item, overwrite=overwrite, json=json)


def slips(
    ctx: typer.Context,
    meeting: Ordinal,
    item: ItemNumber,
    output: Output = None,
    language: Language = None,
    overwrite: Overwrite = None,
    json: Json = False,
) -> None:
    """Write the slips: for who may vote in the open ballot, else for everybody expected to."""
    write(desk_of(ctx), "ballot_slip", meeting, output, language, item=item, overwrite=overwrite, json=json)


def _copy(name: str, file: Path | None, folder: Path, *, json: bool) -> None:
    """Write a rule into a file, called after it; a file that is there stays as it is."""
    from triparty.rules.ballot_presets import as_file, load_rule
    from triparty.services.files import written_beside

    if not name:
        raise typer.BadParameter(_("Say which rule to copy: --copy NAME FILE."))
    rule = load_rule(name, folder)
    path = file or folder / f"{rule.name}.toml"
    if path.suffix != ".toml":
        raise RuleError(_("{file}: a rule file's name ends in .toml.").format(file=path))
    if path.exists():
        raise RuleError(_("{file} is there already. Give another name, or move it away.").format(file=path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_beside(path) as beside:
        beside.write_text(as_file(rule, path.stem), encoding="utf-8")
    said = _("Copied into {file}, as the rule {name}.").format(file=path, name=path.stem)
    if path.parent.absolute() != folder.absolute():
        said += " " + _("In the folder {folder} it is offered in the meeting.").format(folder=folder)
    answer({"file": str(path), "name": path.stem}, said, json=json)


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
