"""An excerpt of the minutes (纪要摘录): one item in the words of the minutes, for whoever it alone concerns."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from triparty.documents.fields import Schema, group
from triparty.documents.kinds.minutes import ATTENDANCE, ITEM
from triparty.documents.letterhead import PAPER
from triparty.documents.signing import AMENDMENTS, of_item
from triparty.documents.wording import Words

SCHEMA = Schema((*PAPER, *ATTENDANCE, group("item", "议题", *ITEM), AMENDMENTS))


def values(minutes: Mapping[str, Any], number: int, language: str, *, made_on: date) -> dict[str, Any]:
    """What the template is filled with, taken from what fills the minutes: the item in place `number`."""
    item = next(item for item in minutes["items"] if item["number"] == str(number))
    wanted = {field.name_en for field in SCHEMA.fields}
    taken = {name: said for name, said in minutes.items() if name in wanted}
    amendments = of_item(minutes["amendments"], number)
    return {**taken, "date": Words(language).day(made_on), "item": item, "amendments": amendments}
