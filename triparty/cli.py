"""Where the program starts: settings → language → database → command or app.

The bare command opens the program without loading the command line's parser, and `--help` without loading the
database, the papers or the screens.
"""

import os
import sys
from collections.abc import Sequence

from triparty import i18n, problems, settings


def main() -> None:
    """Run the program, and exit: 0 done, 1 refused with the reason on stderr, 2 wrong usage."""
    sys.exit(run(sys.argv[1:]))


def run(argv: Sequence[str]) -> int:
    """Run the program with these arguments and return its exit code; no traceback for what a user did."""
    lang = _given(argv, "--lang")
    i18n.use(lang or i18n.default_language())
    try:
        chosen = settings.load(lang=lang)
        i18n.use(chosen.spoken, chosen.written)
        if not argv:
            from triparty.commands.opening import open_program

            return open_program(chosen)
        from triparty.commands.program import program

        program(list(argv))
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except BrokenPipeError:
        _drop_output()  # whoever read our output has gone
    except Exception as problem:
        if not problems.is_expected(problem):
            raise
        from triparty.commands.speaking import speak

        if isinstance(problem, OSError) and problem.filename is None:
            _drop_output()  # what could not be written once would be tried again at the exit
        speak(problems.say(problem), wrong=True)
        return 1
    return 0


def _drop_output() -> None:
    """Let what is still to be printed go nowhere."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _given(argv: Sequence[str], option: str) -> str:
    """The value of an option that must be known before the parser is loaded, because its help is in a language."""
    for word, following in zip(argv, [*argv, ""][1:], strict=True):
        if word == option:
            return following
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return ""


if __name__ == "__main__":
    main()
