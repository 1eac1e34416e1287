"""The directory of filed items (归档文件目录, DA/T 22-2015, 5.5): one volume, its cover and a line for each item.

A volume is of one fonds, one year and one retention, as directories are printed and bound.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from meetings_db.models import Community
from triparty.documents.archive.layout import FILING, Entry
from triparty.documents.fields import Schema, group, many, text
from triparty.documents.letterhead import COMMUNITY, community_values
from triparty.documents.wording import Words

SCHEMA = Schema(
    (
        COMMUNITY,
        text("title", "标题"),
        text("date", "成文日期"),
        group(
            "cover",
            "封面",
            text("fonds", "全宗号"),
            text("fonds_name", "全宗名称"),
            text("year", "年度"),
            text("retention", "保管期限"),
            text("matter", "机构或问题"),
        ),
        text("item_count", "件数"),
        many(
            "items",
            "文件",
            *(text(field, name) for name, field in FILING.items()),
        ),
    )
)


class Volume(NamedTuple):
    """What one volume is of, in the words of its cover, and its items in their order."""

    fonds: str
    year: int
    retention: str
    matter: str
    entries: Sequence[Entry]


def values(volume: Volume, community: Community, language: str, *, made_on: date) -> dict[str, Any]:
    """What the template is filled with; a volume counts its items from 1."""
    words = Words(language)
    about = community_values(community, words)
    return {
        "community": about,
        "title": words.say("Directory of filed items"),
        "date": words.day(made_on),
        "cover": {
            "fonds": volume.fonds,
            "fonds_name": about["office"],
            "year": str(volume.year),
            "retention": volume.retention,
            "matter": volume.matter,
        },
        "item_count": str(len(volume.entries)),
        "items": [
            {**{field: getattr(entry, field) for field in FILING.values()}, "place": str(place)}
            for place, entry in enumerate(volume.entries, 1)
        ],
    }
