"""The fields of each kind of paper, by their English and Chinese names: what a template of the office may write.

`values` of the paper's own module fills exactly these.
"""

from meetings_db.models import PaperKind
from triparty.documents.fields import Field, Schema, flag, group, many, prose, text

_COMMUNITY = group(
    "community",
    "社区",
    text("name", "名称"),
    text("street", "街道"),
    text("office", "单位"),
    text("heading", "抬头"),
)
_MEETING = group(
    "meeting",
    "会议",
    text("title", "标题"),
    text("name", "名称"),
    text("ordinal", "期号"),
    text("number", "编号"),
    text("reference", "文号"),
    text("date", "日期"),
    text("time", "时间"),
    text("duration", "时长"),
    text("place", "地点"),
    text("chair", "主持人"),
    text("recorder", "记录人"),
    text("contact", "联系人"),
)
_PAPER = (_COMMUNITY, _MEETING, text("date", "成文日期"), flag("draft", "草稿"))


def _actions(name_en: str, name_zh: str) -> Field:
    """A table of tasks."""
    return many(
        name_en,
        name_zh,
        text("number", "编号"),
        text("what", "事项"),
        text("party", "责任单位"),
        text("owner", "责任人"),
        text("due", "完成时限"),
        text("done_means", "完成标准"),
        text("money", "经费"),
    )


_BALLOTS = many(
    "ballots",
    "表决",
    text("round", "轮次"),
    text("motion", "动议"),
    text("rule", "规则"),
    many(
        "counts",
        "计票",
        text("party", "方别"),
        text("entitled", "应到"),
        text("present", "实到"),
        text("yes", "同意"),
        text("no", "反对"),
        text("abstain", "弃权"),
        text("invalid", "无效"),
        text("recused", "回避"),
        text("result", "结果"),
    ),
    text("finding", "计算"),
    text("outcome", "结论"),
    prose("reservations", "保留意见"),
    text("annulled", "作废"),
)

MINUTES = Schema(
    (
        *_PAPER,
        group(
            "attendance",
            "到会",
            text("expected", "应到"),
            text("present", "实到"),
            text("parties", "各方"),
        ),
        text("voting", "出席"),
        text("excused", "请假"),
        text("absent", "缺席"),
        text("observing", "列席"),
        text("movements", "到会变动"),
        text("item_count", "议题数"),
        many(
            "items",
            "议题",
            text("ordinal", "序数"),
            text("number", "序号"),
            text("title", "标题"),
            text("kind", "类型"),
            text("authority", "权限"),
            text("presenter", "汇报单位"),
            text("source", "来源"),
            text("why", "缘由"),
            prose("notes", "讨论"),
            text("recusals", "回避情况"),
            _BALLOTS,
            text("conclusion", "结论"),
            text("status", "状态"),
            _actions("actions", "行动"),
        ),
        _actions("other_actions", "其他行动"),
        many("signatures", "签署", text("party", "方别"), text("units", "单位")),
        text("copies", "抄送"),
    )
)

NOTICE = Schema(
    (
        *_PAPER,
        text("subject", "通知标题"),
        text("recipients", "主送"),
        many("voting", "出席", text("party", "方别"), text("people", "人员")),
        many("observing", "列席", text("party", "方别"), text("people", "人员")),
        many("items", "议题", text("number", "序号"), text("title", "标题"), text("kind", "类型")),
    )
)

AGENDA = Schema(
    (
        *_PAPER,
        many(
            "items",
            "议题",
            text("number", "序号"),
            text("slot", "时间"),
            text("minutes", "时长"),
            text("title", "标题"),
            text("issue", "问题编号"),
            text("kind", "类型"),
            text("presenter", "汇报单位"),
            text("expected", "预期结论"),
            text("why", "缘由"),
        ),
        text("total", "总时长"),
        text("voting", "出席"),
        text("observing", "列席"),
    )
)

SIGN_IN = Schema(
    (
        *_PAPER,
        text("expected", "应到"),
        text("present", "实到"),
        many(
            "people",
            "人员",
            text("number", "序号"),
            text("name", "姓名"),
            text("organisation", "单位"),
            text("title", "职务"),
            text("party", "代表方"),
            text("standing", "身份"),
            text("phone", "联系电话"),
            text("arrived", "到会"),
            text("left", "离会"),
            text("remark", "备注"),
        ),
    )
)

TRACKER = Schema(
    (
        _COMMUNITY,
        text("title", "标题"),
        text("date", "成文日期"),
        text("summary", "统计"),
        many(
            "lines",
            "台账",
            text("number", "编号"),
            text("what", "事项"),
            text("source", "来源"),
            text("party", "责任单位"),
            text("owner", "责任人"),
            text("assigned", "交办时间"),
            text("due", "完成时限"),
            text("extended", "延期至"),
            text("progress", "进展"),
            text("status", "完成情况"),
            text("warning", "预警"),
            text("verified", "核验情况"),
            text("closed", "销号时间"),
            text("closed_by", "销号人"),
            text("remark", "备注"),
        ),
    )
)

CALCULATION = Schema(
    (
        *_PAPER,
        many(
            "ballots",
            "表决",
            text("item", "议题"),
            text("round", "轮次"),
            text("motion", "动议"),
            text("method", "方式"),
            text("opened", "开始"),
            text("closed", "结束"),
            text("rule", "规则"),
            text("basis", "依据"),
            text("version", "版本"),
            text("threshold", "标准"),
            text("electorate", "表决人员"),
            many(
                "counts",
                "计票",
                text("party", "方别"),
                text("entitled", "应到"),
                text("present", "实到"),
                text("handed_out", "发出票"),
                text("returned", "收回票"),
                text("yes", "同意"),
                text("no", "反对"),
                text("abstain", "弃权"),
                text("invalid", "无效"),
                text("recused", "回避"),
                text("silent", "未表决"),
                text("absent", "缺席"),
            ),
            many(
                "votes",
                "名单",
                text("number", "序号"),
                text("name", "姓名"),
                text("party", "方别"),
                text("answer", "意见"),
            ),
            many("steps", "步骤", text("number", "序号"), text("step", "算式")),
            text("outcome", "结论"),
            text("reservations", "保留意见"),
            text("annulled", "作废"),
        ),
    )
)

SCHEMAS = {
    PaperKind.MINUTES: MINUTES,
    PaperKind.NOTICE: NOTICE,
    PaperKind.AGENDA: AGENDA,
    PaperKind.SIGN_IN: SIGN_IN,
    PaperKind.TRACKER: TRACKER,
    PaperKind.CALCULATION: CALCULATION,
}
