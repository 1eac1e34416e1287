"""What both sides write: the tracker of an office told again and again, and minutes of forty items."""

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from triparty.documents.fields import Field
from triparty.documents.kinds.minutes import SCHEMA

ITEMS, PHOTOS = 40, 10
_COUNTS = {"items": ITEMS, "ballots": 1, "counts": 3, "actions": 2, "signatures": 3, "photos": 0}
_MATTER = "东门至三号楼消防通道夜间被占用"
_NOTES = """会议听取了物业项目部关于近期情况的说明。居民代表反映，**夜间二十二时以后**车辆停放最为集中，
社区微型消防站出警时两次受阻，居民意见较大。

与会人员围绕下列问题进行了讨论：

- 划线范围是否包括三号楼北侧支路，以及支路两端是否需要加装限位设施；
- 夜间巡查力量不足，物业现有秩序员四名，*其中两名为临聘人员*；
  - 社区网格员可以参与晚间巡查；
- 对多次劝离无效的车辆如何处理。

1. 先划线、后执法；
2. 由物业公司建立台账，每周报社区；

| 时段 | 占用车辆 | 劝离 |
|---|---|---|
| 20:00 | 12 | 11 |
| 22:00 | 31 | 18 |

各方同意把本项列入下次会议听取落实情况，由物业公司在会前书面报告，业主委员会在各楼栋公告栏张贴。社区居委会协调街道应急和交管部门到场指导一次，
并就老旧小区停车位不足的问题向街道提出建议。业主代表提出，施工期间应当保留一条可供救护车通行的道路，物业公司表示同意，并承诺在公告栏写明时间、
路线和联系电话；对老年人较多的四号楼、五号楼逐户告知。会议认为，消防通道事关居民生命安全，应当立行立改，不等不靠。
"""


def minutes_values(photos: int = 0) -> dict[str, Any]:
    """Values for the template of the minutes, `photos` of them with a photo in the first items."""
    values = {field.name_en: _value(field) for field in SCHEMA.fields}
    for number, item in enumerate(values["items"][:photos], 1):
        picture = {"sha256": f"{number:064d}", "width": 1600, "height": 1200, "name": _MATTER}
        item["photos"] = [{"place": "1", "name": _MATTER, "phase": "", "picture": picture}]
    return values


def _value(field: Field) -> Any:
    """Something of the field's kind, as long as in a meeting."""
    if field.kind in ("list", "group"):
        one = {child.name_en: _value(child) for child in field.children if child.kind != "picture"}
        return one if field.kind == "group" else [one for _each in range(_COUNTS.get(field.name_en, 2))]
    return {"prose": _NOTES if field.name_en == "notes" else "", "flag": False}.get(field.kind, _MATTER)


def plainly(values: dict[str, Any], photos: dict[str, Path]) -> dict[str, Any]:
    """The same for a library without a template: lines, notes and tables in their order."""
    return {
        "head": list(_texts(values)),
        "items": [
            {
                "title": item["title"],
                "lines": list(_texts(item)),
                "notes": item["notes"],
                "tables": [_rows(item["actions"]), *(_rows(ballot["counts"]) for ballot in item["ballots"])],
                "photos": [{"file": str(photos[photo["picture"]["sha256"]])} for photo in item["photos"]],
            }
            for item in values["items"]
        ],
    }


def _texts(values: dict[str, Any]) -> Iterator[str]:
    """Every text in it and in its groups."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _texts(value)
        elif isinstance(value, str) and name != "notes":
            yield value


def _rows(lines: list[dict[str, Any]]) -> list[list[str]]:
    """A table with its heading."""
    return [[*lines[0]], *([str(cell) for cell in line.values()] for line in lines)] if lines else []


def photo_files(folder: Path) -> dict[str, Path]:
    """Ten prepared photos of 300 to 400 KB, by what stands for their SHA-256."""
    from PIL import Image

    found = {}
    for number in range(1, PHOTOS + 1):
        path = folder / f"photo-{number}.jpeg"
        if not path.exists():
            grain = random.Random(number).randbytes(400 * 300 * 3)
            image = Image.frombytes("RGB", (400, 300), grain).resize((1600, 1200))
            into = io.BytesIO()
            image.save(into, "JPEG", quality=85)
            path.write_bytes(into.getvalue())
        found[f"{number:064d}"] = path
    return found


def kept(data: Any, path: Path) -> Path:
    """Put it down as JSON for another program to read."""
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path
