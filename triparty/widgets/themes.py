"""The program's own two looks: calm grounds, one accent, and colours that mean something."""

from textual.theme import Theme

DARK = Theme(
    name="triparty-dark",
    primary="#79a8d9",
    secondary="#8fa3b8",
    accent="#79a8d9",
    warning="#dcae5c",
    error="#e5786d",
    success="#84bd7c",
    foreground="#d9dce0",
    background="#15181b",
    surface="#1b1f23",
    panel="#252a30",
    dark=True,
    variables={"footer-key-foreground": "#79a8d9", "input-selection-background": "#79a8d9 35%"},
)
LIGHT = Theme(
    name="triparty-light",
    primary="#2a5f92",
    secondary="#55697e",
    accent="#2a5f92",
    warning="#8d5a00",
    error="#b02f25",
    success="#2c6e37",
    foreground="#22262a",
    background="#fbfaf7",
    surface="#f4f2ed",
    panel="#e8e5de",
    dark=False,
    variables={"footer-key-foreground": "#2a5f92", "input-selection-background": "#2a5f92 25%"},
)
