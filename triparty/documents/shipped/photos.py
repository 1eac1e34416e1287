"""Photos in the templates: the picture beside what it shows, one under the other."""

from triparty.documents.shipped.sheet import Column, Sheet


def photos(sheet: Sheet, name: str) -> None:
    """The photos of the list `name`, where there are any."""
    pick = sheet.pick
    sheet.given(name)
    sheet.table(
        [
            Column(pick("照片", "Photo"), 86, f"【{name}.图】", "TableCentre"),
            Column(pick("说明", "What it shows"), 50, f"【{name}.名称】"),
            Column(pick("阶段", "When"), 22, f"【{name}.阶段】", "TableCentre"),
        ]
    )
    sheet.end()
