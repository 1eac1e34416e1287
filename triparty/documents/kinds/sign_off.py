"""The sign-off sheet (三方签字确认页): what was agreed, item by item, and where the three parties sign to it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from meetings_db.models import Party, Signature
from triparty.documents.fields import Schema, many, text
from triparty.documents.letterhead import PAPER
from triparty.documents.signing import AMENDMENTS, SIGNED, signed
from triparty.documents.wording import Words

_ITEM = (text("number", "序号"), text("title", "标题"), text("conclusion", "结论"))
SCHEMA = Schema((*PAPER, text("item_count", "议题数"), many("items", "议题", *_ITEM), SIGNED, AMENDMENTS))


def values(
    minutes: Mapping[str, Any], known: Mapping[Party, Signature], language: str, *, made_on: date
) -> dict[str, Any]:
    """What the template is filled with, taken from what fills the minutes, with the signatures on record."""
    words = Words(language)
    wanted = {field.name_en for field in SCHEMA.fields}
    taken = {name: said for name, said in minutes.items() if name in wanted}
    items = [{field.name_en: item[field.name_en] for field in _ITEM} for item in minutes["items"]]
    signatures = signed(minutes["signatures"], known, words)
    return {**taken, "date": words.day(made_on), "items": items, "signatures": signatures}
