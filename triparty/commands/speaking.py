"""The one door through which everything the commands say reaches a person's terminal."""

import sys


def speak(text: object = "", *, wrong: bool = False) -> None:
    """Print text for people, on stderr when something is wrong.

    What somebody typed into a cell or a file's name must not move the cursor or turn the writing around.
    """
    from meetings_db.text import clean

    print(clean(str(text)), file=sys.stderr if wrong else sys.stdout)
