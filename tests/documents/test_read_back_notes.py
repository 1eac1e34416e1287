"""Notes read back from a paper: what was changed is put in order, and every other mark of Markdown stays."""

import pytest

from triparty.documents.read_back.notes import renewed
from triparty.rules import RuleError

NOTES = "先谈**路灯**。\n\n- 甲说修\n- 乙说等\n\n最后谈停车。"
READS = ["先谈路灯。", "甲说修", "乙说等", "最后谈停车。"]


@pytest.mark.parametrize(
    ("now", "notes"),
    [
        ([READS[0], "另谈门禁。", *READS[1:]], NOTES.replace("\n\n-", "\n\n另谈门禁。\n\n-", 1)),
        ([*READS[:3], "又谈一事。", READS[3]], NOTES.replace("\n\n最后", "\n\n又谈一事。\n\n最后")),
        (READS[:3], NOTES.removesuffix("\n\n最后谈停车。")),
        ([READS[0], READS[3]], "先谈**路灯**。\n\n最后谈停车。"),
        ([*READS[:3], "最后谈#停车。", "# 散会"], NOTES.replace("谈停车", "谈#停车") + "\n\n\\# 散会"),
        ([READS[0], "甲说修好", "乙说再等", READS[3]], NOTES.replace("说修", "说修好").replace("说等", "说再等")),
        ([], ""),
        (["先谈水管。", *READS[1:]], None),
        ([*READS[:2], "丙也说", *READS[2:]], None),
        ([READS[0], READS[2], READS[3]], None),
    ],
)
def test_paragraphs_beside_a_list_come_and_go_and_the_list_stays_one(now: list[str], notes: str | None) -> None:
    if notes is None:
        with pytest.raises(RuleError, match="stands in what was changed"):
            renewed(NOTES, READS, now)
    else:
        assert renewed(NOTES, READS, now) == notes
