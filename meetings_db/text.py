"""Text as it may be kept and shown: control characters cut, width and case folded for comparing."""

import re
import unicodedata

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff]"
)


def clean(text: str) -> str:
    """`text` without control characters, bidirectional marks, lone surrogates and the two signs XML cannot hold.

    Line ends become `\\n`.
    """
    if text.isprintable():  # most text is, and none of what is cut
        return text
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """`text` cleaned and put on one line without spaces at its ends."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """A key that is equal for texts that differ only in width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", clean(text)).split()).casefold()
