"""Text in terminal cells: wide characters take two, and no column is ever broken by one."""

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from meetings_db.text import clean_line

ELLIPSIS = "…"


class Words(NamedTuple):
    """Words with the colour of what they mean: red, amber, green, blue, grey or none."""

    text: str
    tone: str = ""


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, ending with an ellipsis where something was left out."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS


def fit(text: str, width: int, *, right: bool = False) -> str:
    """`text` cleaned, in exactly `width` cells."""
    shown = cut(clean_line(text), width)
    space = " " * (width - cell_len(shown))
    return space + shown if right else shown + space
