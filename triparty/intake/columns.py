"""Which column is which: header texts of any office recognised as this program's fields."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from meetings_db.text import fold
from triparty.i18n import _
from triparty.rules import RuleError

IGNORED = "ignored"
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_MARKS = re.compile(r"[*:、,。.\"']+$|^[*]+")
_LONGEST_HEADER = 40


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
    """A header without case, width, spaces, remarks in brackets and marks at its ends."""
    folded = fold(header)
    return _MARKS.sub("", _BRACKETS.sub("", folded)) or folded


@dataclass(frozen=True)
class Vocabulary:
    """The words by which headers are known: whole names first, then parts of names in order."""

    names: Mapping[str, str]
    parts: Sequence[tuple[str, str]]
    never: Sequence[str]
    needed: Mapping[str, Sequence[str]]
    """Field → the fields of which one must be there; the first is shown in messages."""
    fields: frozenset[str] = field(default_factory=frozenset)

    def field_of(self, header: str) -> tuple[str, bool] | None:
        """(field, known by its whole name) for a header, or None."""
        if not header or len(header) > _LONGEST_HEADER:
            return None
        key = header_key(header)
        if known := self.names.get(key):
            return known, True
        if ":" in key or any(word in key for word in self.never):
            return None
        return next(((name, False) for part, name in self.parts if part in key), None)

    def mapped(self, columns: Mapping[str, str] | None) -> "Vocabulary":
        """This vocabulary with a person's own mapping, header → field (or `ignored`), which wins.

        Raises RuleError when a field is not one of ours.
        """
        if not columns:
            return self
        wrong = sorted({name for name in columns.values() if name not in self.fields})
        if wrong:
            raise RuleError(
                _("There is no field named {names}; the fields are {fields}.").format(
                    names=_(", ").join(wrong), fields=_(", ").join(sorted(self.fields))
                )
            )
        own = {header_key(header): name for header, name in columns.items()}
        return Vocabulary({**self.names, **own}, self.parts, self.never, self.needed, self.fields)

    def count(self, cells: Iterable[str]) -> int:
        """How many different fields a row of texts names."""
        return len({found[0] for text in cells if (found := self.field_of(text))} - {IGNORED})

    def assign(self, headers: Sequence[str]) -> tuple[dict[str, int], list[str]]:
        """(field → column index, headers that mean nothing to us); whole names win over parts."""
        taken: dict[str, int] = {}
        known = [self.field_of(header) for header in headers]
        for whole in (True, False):
            for index, found in enumerate(known):
                if found and found[1] is whole and found[0] != IGNORED:
                    taken.setdefault(found[0], index)
        used = set(taken.values())
        unknown = [
            header
            for index, (header, found) in enumerate(zip(headers, known, strict=True))
            if index not in used and not (found and found[0] == IGNORED) and header
        ]
        return taken, unknown

    def require(self, taken: Mapping[str, int], headers: Sequence[str], where: str) -> None:
        """Raise RuleError when a needed column is missing, saying which headers there are."""
        missing = [options for options in self.needed.values() if not any(name in taken for name in options)]
        if missing:
            raise RuleError(
                *(
                    _(
                        "{where}: no column for “{field}” ({examples}). The columns found are: {headers}. "
                        "Say which of them it is, or add the column."
                    ).format(
                        where=where,
                        field=options[0],
                        examples=self.examples(options[0]),
                        headers=_(", ").join(filter(None, headers)),
                    )
                    for options in missing
                )
            )

    def examples(self, name: str) -> str:
        """Some headers by which a field is known, for messages."""
        return "/".join([known for known, of in self.names.items() if of == name][:3])

    def sought(self) -> str:
        """All fields with examples, for the message that no header was found."""
        return _(", ").join(self.examples(options[0]) for options in self.needed.values())


def _vocabulary(
    names: Mapping[str, str],
    parts: Sequence[tuple[str, str]],
    never: str,
    needed: Mapping[str, Sequence[str]],
) -> Vocabulary:
    whole = {header_key(word): name for name, words in names.items() for word in words.split("|")}
    return Vocabulary(whole, parts, never.split("|"), needed, frozenset(names))


_ROW_NUMBER = "序号|编号|行号|no|no.|number|#|未导入原因|reason"

VISITS = _vocabulary(
    {
        IGNORED: _ROW_NUMBER,
        "visited_on": "走访日期|日期|走访时间|反映日期|反映时间|登记日期|登记时间|受理日期|受理时间|填报日期|"
        "date|visit date|visited on|date of visit|reported on",
        "visited_at": "时刻|时间|具体时间|time",
        "estate": "小区名称|小区|所属小区|所在小区|楼盘|院落|estate|estate name|community estate",
        "place": "楼栋房号|位置|地址|楼栋号|房号地址|详细地址|具体位置|地点|门牌号|place|location|address|"
        "building-unit-room|place/building|household",
        "building": "楼栋|栋号|楼号|幢号|栋|building",
        "unit": "单元|单元号|unit",
        "room": "房号|室号|房间号|户号|room|flat",
        "reporter": "反映人|姓名|反馈人|报告人|受访人|居民姓名|诉求人|联系人|业主姓名|来访人|reporter|reported by|"
        "resident|name|met with|whom met",
        "phone": "联系电话|电话|手机|手机号|手机号码|联系方式|电话号码|phone|telephone|mobile|contact|phone number",
        "problem": "反映的主要问题|问题|事项|反映问题|主要问题|反映事项|诉求|诉求内容|问题描述|问题内容|反映内容|"
        "存在问题|problem|issue|problem/issue|matter|complaint",
        "title": "标题|问题标题|事项名称|主题|title|subject|summary",
        "details": "描述|详情|详细描述|详细情况|具体情况|情况说明|details|description",
        "category": "问题类别|类别|类型|分类|问题类型|问题分类|category|type|kind",
        "severity": "紧急程度|等级|级别|严重程度|问题等级|优先级|severity|urgency|priority|level",
        "route": "拟处理方式|处理方式|路径|处置方式|办理方式|处理路径|拟办意见|route|handling|how to handle",
        "remark": "备注|说明|附注|remarks|remark|note|notes",
    },
    (
        ("电话", "phone"),
        ("手机", "phone"),
        ("联系方式", "phone"),
        ("phone", "phone"),
        ("mobile", "phone"),
        ("小区", "estate"),
        ("estate", "estate"),
        ("程度", "severity"),
        ("等级", "severity"),
        ("级别", "severity"),
        ("severity", "severity"),
        ("urgency", "severity"),
        ("类别", "category"),
        ("类型", "category"),
        ("分类", "category"),
        ("category", "category"),
        ("处理方式", "route"),
        ("处置方式", "route"),
        ("办理方式", "route"),
        ("route", "route"),
        ("备注", "remark"),
        ("remark", "remark"),
        ("楼栋", "place"),
        ("房号", "place"),
        ("地址", "place"),
        ("位置", "place"),
        ("门牌", "place"),
        ("address", "place"),
        ("building", "place"),
        ("反映人", "reporter"),
        ("反馈人", "reporter"),
        ("受访人", "reporter"),
        ("诉求人", "reporter"),
        ("reporter", "reporter"),
        ("日期", "visited_on"),
        ("走访时间", "visited_on"),
        ("反映时间", "visited_on"),
        ("date", "visited_on"),
        ("问题", "problem"),
        ("诉求", "problem"),
        ("事项", "problem"),
        ("problem", "problem"),
        ("issue", "problem"),
    ),
    "数量|条数|件数|率|时限|期限|结果|办结|完成|责任|处理人|处理日期|经办|照片|回访|due|deadline|photo|count|closed",
    {
        "visited_on": ("visited_on", "visited_at"),
        "estate": ("estate",),
        "problem": ("problem", "title", "details"),
    },
)

PEOPLE = _vocabulary(
    {
        IGNORED: _ROW_NUMBER,
        "party": "方别|所属方|三方|参会方|类别|身份|party|side",
        "organisation": "单位|单位名称|所在单位|工作单位|机构|组织|organisation|organization|unit|employer",
        "name": "姓名|名字|成员|name|full name",
        "title": "职务|岗位|职位|身份职务|post|title|position|post/title|role",
        "phone": "手机|电话|联系电话|手机号|手机号码|电话号码|联系方式|phone|telephone|mobile|contact|phone number",
        "remark": "备注|说明|附注|remarks|remark|note|notes",
    },
    (
        ("电话", "phone"),
        ("手机", "phone"),
        ("phone", "phone"),
        ("mobile", "phone"),
        ("单位", "organisation"),
        ("organi", "organisation"),
        ("姓名", "name"),
        ("职务", "title"),
        ("备注", "remark"),
        ("remark", "remark"),
        ("party", "party"),
    ),
    "数量|人数|照片|日期|count|photo|date",
    {"party": ("party",), "name": ("name",)},
)

OWNERS = _vocabulary(
    {
        IGNORED: _ROW_NUMBER,
        "estate": "小区名称|小区|所属小区|所在小区|物业区域|楼盘|estate|estate name",
        "place": "楼栋房号|楼栋单元房号|位置|地址|坐落|不动产坐落|place|location|address|building-unit-room",
        "building": "楼栋|栋号|楼号|幢号|栋|幢|座|building",
        "entrance": "单元|单元号|门栋|entrance|unit|stairs",
        "room": "房号|室号|房间号|户号|室|room|flat|apartment",
        "area": "专有部分面积|专有面积|建筑面积|产权面积|房屋面积|登记面积|面积|area|floor area|size",
        "owner": "业主姓名|业主|姓名|产权人|权利人|所有权人|房屋所有人|业主名称|owner|owners|name|owner name|full name",
        "id_tail": "证件尾号|身份证尾号|证件号码|证件号|身份证号|身份证号码|身份证|"
        "id|id number|identity number|id tail",
        "phone": "手机|电话|联系电话|手机号|手机号码|电话号码|联系方式|phone|telephone|mobile|contact|phone number",
        "area_source": "面积来源|面积依据|来源|依据|area source|source|source of area",
        "state": "销售状态|房屋状态|交付状态|状态|是否交付|state|status|sold",
        "use": "用途|房屋用途|规划用途|性质|房屋性质|use|usage|purpose",
        "guardian": "监护人|法定代理人|guardian",
        "remark": "备注|说明|附注|remarks|remark|note|notes",
    },
    (
        ("面积来源", "area_source"),
        ("面积", "area"),
        ("area", "area"),
        ("业主", "owner"),
        ("产权人", "owner"),
        ("owner", "owner"),
        ("证件", "id_tail"),
        ("身份证", "id_tail"),
        ("电话", "phone"),
        ("手机", "phone"),
        ("phone", "phone"),
        ("房号", "room"),
        ("坐落", "place"),
        ("地址", "place"),
        ("备注", "remark"),
        ("remark", "remark"),
    ),
    "套内|分摊|公摊|花园|数量|合计|日期|count|date|total",
    {"room": ("room", "place"), "area": ("area",), "owner": ("owner",)},
)

EVOTES = _vocabulary(
    {
        IGNORED: _ROW_NUMBER,
        "place": "楼栋房号|楼栋单元房号|位置|地址|坐落|place|location|address|building-unit-room",
        "building": "楼栋|栋号|楼号|幢号|栋|幢|座|building",
        "entrance": "单元|单元号|门栋|entrance|unit|stairs",
        "room": "房号|室号|房间号|户号|室|room|flat|apartment",
        "area": "专有部分面积|专有面积|建筑面积|产权面积|面积|area|floor area|size",
        "owner": "业主姓名|业主|姓名|产权人|表决人|投票人|owner|voter|name",
        "answer": "表决意见|表决结果|投票结果|投票意见|表决|意见|选项|答案|answer|vote|choice|opinion",
    },
    (
        ("面积", "area"),
        ("表决", "answer"),
        ("投票", "answer"),
        ("房号", "room"),
        ("业主", "owner"),
        ("vote", "answer"),
        ("area", "area"),
    ),
    "时间|日期|方式|手机|电话|time|date",
    {"room": ("room", "place"), "answer": ("answer",)},
)

TRACKER = _vocabulary(
    {
        "number": "编号|任务编号|督办编号|no.|no|number",
        "what": "事项|任务|任务内容|督办事项|action|task",
        "source": "来源|source",
        "party": "责任单位|牵头单位|party",
        "owner": "责任人|负责人|owner|responsible",
        "assigned": "交办时间|交办日期|assigned",
        "due": "完成时限|办结时限|时限|due|deadline",
        "extended": "延期至|延期|extended to|extended",
        "progress": "进展|工作进展|办理进展|进展情况|progress",
        "status": "完成情况|状态|status",
        "warning": "预警|warning",
        "verified": "核验情况|核验|verified",
        "closed": "销号时间|closed on|closed",
        "closed_by": "销号人|closed by",
        "remark": "备注|说明|remarks|remark",
    },
    (),
    "\0",
    {"number": ("number",)},
)
