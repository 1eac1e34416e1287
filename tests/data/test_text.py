"""Text is cleaned alike whichever way it takes."""

import re
import sys

from meetings_db import text


def test_nothing_that_is_cut_is_printable() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    cut = text._UNSAFE.findall(every)
    assert len(cut) > 2_100
    assert not [sign for sign in cut if sign.isprintable()]


def test_a_line_is_one_line_whatever_the_spaces() -> None:
    spaces = "".join(re.findall(r"\s", "".join(map(chr, range(sys.maxunicode + 1)))))
    assert text.clean_line(f"{spaces}路灯{spaces}不亮{spaces}") == "路灯 不亮"
    assert text.fold(f"{spaces}路灯{spaces}ＡB{spaces}") == "路灯ab"
