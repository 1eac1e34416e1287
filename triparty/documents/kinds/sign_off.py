"""The sign-off sheet (三方签字确认页): what was agreed, item by item, and where the three parties sign to it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from triparty.documents.fields import Schema, many, text
from triparty.documents.kinds.minutes import SIGNATURES
from triparty.documents.letterhead import PAPER
from triparty.documents.wording import Words

_ITEM = (text("number", "序号"), text("title", "标题"), text("conclusion", "结论"))
SCHEMA = Schema((*PAPER, text("item_count", "议题数"), many("items", "议题", *_ITEM), SIGNATURES))


def values(minutes: Mapping[str, Any], language: str, *, made_on: date) -> dict[str, Any]:
    """What the template is filled with, taken from what fills the minutes."""
    wanted = {field.name_en for field in SCHEMA.fields}
    taken = {name: said for name, said in minutes.items() if name in wanted}
    items = [{field.name_en: item[field.name_en] for field in _ITEM} for item in minutes["items"]]
    return {**taken, "date": Words(language).day(made_on), "items": items}
