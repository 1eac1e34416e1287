"""Makes the table of readings anew: `python -m tests.house.pinyin`. Needs pypinyin, which the program does not."""

import re
from collections import defaultdict
from pathlib import Path

TABLE = Path(__file__).parents[2] / "meetings_db" / "search" / "pinyin.txt"


def lines() -> list[str]:
    """A syllable without its tone and all the characters that can be read so, by syllable."""
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    signs: defaultdict[str, set[str]] = defaultdict(set)
    for code, readings in PINYIN_DICT.items():
        for reading in readings.split(","):
            syllable = to_normal(reading).replace("ê", "e")
            if re.fullmatch("[a-z]+", syllable):
                signs[syllable].add(chr(code))
    return [f"{syllable} {''.join(sorted(signs[syllable]))}" for syllable in sorted(signs)]


if __name__ == "__main__":
    TABLE.write_text("\n".join(lines()) + "\n", encoding="utf-8")
