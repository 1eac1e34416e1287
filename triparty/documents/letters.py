"""Text on its way into Word's XML: cleaned, escaped, and never anything but text."""

import re
from xml.sax.saxutils import escape

from meetings_db.text import clean

# Letters that need no work; most values are made of nothing else, and this is quicker than cleaning them.
is_plain = re.compile("[ -%'-;=?-~\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]*").fullmatch
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


def plain_text(value: str) -> str:
    """`value` as it may stand in an XML text, line feeds and tabs kept."""
    if is_plain(value):
        return value
    return escape(clean(value))


def word_text(value: str) -> str:
    """`value` as it may stand inside a `w:t`: a line feed becomes a line break, a tab a tab."""
    if is_plain(value):
        return value
    return escape(clean(value)).replace("\n", _BREAK).replace("\t", _TAB)
