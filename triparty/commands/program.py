"""The parser: every noun with its verbs. Loading it loads neither the database nor the papers nor the screens."""

import re
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from triparty import i18n
from triparty.commands.desk import Desk
from triparty.commands.opening import open_program
from triparty.i18n import _
from triparty.settings import load

NOUNS = {
    "demo": ("demo",),
    "community": ("community",),
    "estate": ("estate",),
    "organisation": ("organisation",),
    "person": ("person",),
    "owner": ("owner",),
    "importing": ("import",),
    "visit": ("visit",),
    "issue": ("issue",),
    "meeting": ("meeting",),
    "action": ("action",),
    "photo": ("photo",),
    "papers": ("notice", "agenda", "signin", "minutes", "tracker"),
    "orders": ("orders",),
    "bulletin": ("bulletin",),
    "records": ("record", "excerpt", "signoff", "tasks"),
    "publishing": ("publish", "posted"),
    "templates": ("templates",),
    "archive": ("archive",),
    "handover": ("handover",),
    "ballot": ("ballot",),
    "history": ("history",),
    "verify": ("verify",),
    "search": ("search",),
    "copying": ("copy",),
    "safety": ("backup", "restore"),
    "doctor": ("doctor",),
}
"""The modules of this package, each with the commands it adds; only what `argv` names is loaded and built."""

_TEXT_WITH_A_DASH = re.compile(r"-[^A-Za-z-]")


def program(argv: list[str]) -> None:
    """Parse `argv` and do it; leaves with `SystemExit`, or raises what a command refused."""
    parser = typer.Typer(
        name="triparty",
        help=_("From the doorstep to the archive: the tri-party joint meeting of a residential community."),
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        add_completion=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    parser.callback(invoke_without_command=True)(_start)
    named = [noun for noun, commands in NOUNS.items() if set(argv).intersection(commands)]
    for noun in named or NOUNS:
        import_module(f"triparty.commands.{noun}").add_to(parser)
    if not named and {"-h", "--help"}.intersection(argv):
        for group in parser.registered_groups:  # the overview names the nouns: to build their verbs takes long
            if group.typer_instance:
                group.typer_instance.registered_commands.clear()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a sign the terminal does not know is no reason to stop
    streams = sys.stdout, sys.stderr
    try:
        parser(args=_spoken_texts(argv), prog_name="triparty")
    except SystemExit:
        if sys.stdout is streams[0]:
            raise
        # The parser puts others in their place when the reader has gone, and calls that a failure.
        sys.stdout, sys.stderr = streams
        raise BrokenPipeError from None
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()  # whoever read our output may have gone: better told here than at the exit


def _spoken_texts(argv: list[str]) -> list[str]:
    """`argv` with a blank before each text like `- a point` or `-5℃`, which the parser would take for an option.

    No option begins so. What follows `--` is text already; `typed_text` takes the blank away again.
    """
    end = argv.index("--") if "--" in argv else len(argv)
    return [f" {word}" if _TEXT_WITH_A_DASH.match(word) else word for word in argv[:end]] + argv[end:]


def _start(
    ctx: typer.Context,
    lang: Annotated[str, typer.Option(help=_("The language of the program: zh_CN or en."))] = "",
    data: Annotated[Path | None, typer.Option(help=_("The folder of the database, instead of your own."))] = None,
) -> None:
    """Take the common options; without a command, open the program."""
    chosen = load(data=data, lang=lang)
    i18n.use(chosen.spoken, chosen.written)
    ctx.obj = Desk(chosen)
    ctx.call_on_close(ctx.obj.close)
    if ctx.invoked_subcommand is None:
        raise typer.Exit(open_program(chosen))
