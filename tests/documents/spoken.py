"""What was typed for the sample meeting, in Chinese and in English; every person and place is invented."""

from dataclasses import dataclass

from meetings_db.models import Authority, ItemKind, ItemStatus, Party, Standing


@dataclass(frozen=True)
class Spoken:
    """Everything typed for the sample, in one language."""

    community: tuple[str, str, str]
    title: str
    place: str
    people: tuple[tuple[str, str, str, Party, Standing, str], ...]
    items: tuple[tuple[str, ItemKind, Authority, str, ItemStatus, str], ...]
    notes: str
    table_notes: str
    actions: tuple[tuple[int, str, str, Party, int, str], ...]
    reservations: str


_K, _A, _S, _P, _ST = ItemKind, Authority, ItemStatus, Party, Standing

ZH = Spoken(
    ("晨曦社区", "金湖街道办事处", "晨曦社区党总支、晨曦社区居民委员会"),
    "晨曦社区三方联席会议第3次会议",
    "社区党群服务中心二楼会议室",
    (
        ("王一鸣", "晨曦社区居民委员会", "书记、主任", _P.COMMUNITY, _ST.VOTING, "13800000001"),
        ("李惠", "晨曦社区居民委员会", "环境和物业管理委员会委员", _P.COMMUNITY, _ST.VOTING, "13800000002"),
        ("陈启明", "晨曦社区居民委员会", "副主任", _P.COMMUNITY, _ST.VOTING, "13800000003"),
        ("赵丁四", "金湖安居物业服务有限公司禾香新居项目部", "项目经理", _P.PROPERTY, _ST.VOTING, "13800000004"),
        ("欧阳文轩", "金湖安居物业服务有限公司观澜一期项目部", "项目经理", _P.PROPERTY, _ST.VOTING, "13800000005"),
        ("周大同", "金湖安居物业服务有限公司禾香新居项目部", "工程主管", _P.PROPERTY, _ST.VOTING, ""),
        ("孙美玲", "禾香新居业主委员会", "主任", _P.RESIDENTS, _ST.VOTING, "13800000007"),
        ("吴建国", "观澜一期业主委员会", "委员", _P.RESIDENTS, _ST.VOTING, "13800000008"),
        ("郑阿姨", "银桦里居民代表", "", _P.RESIDENTS, _ST.VOTING, "13800000009"),
        ("冯小满", "丰乐小区居民代表", "", _P.RESIDENTS, _ST.VOTING, "13800000010"),
        ("何警官", "金湖派出所", "社区民警", _P.OTHER, _ST.ATTENDING, "13800000011"),
        ("许联", "晨曦社区居民委员会", "三方联动专员", _P.COMMUNITY, _ST.RECORDING, "13800000012"),
        ("马志远", "区城市管理执法局金湖中队", "中队长", _P.OTHER, _ST.ATTENDING, ""),
    ),
    (
        ("上次会议议定事项落实情况", _K.REPORT, _A.WITHIN, "三方联动专员", _S.NOTED, ""),
        (
            "禾香新居消防通道被私家车占用的处置",
            _K.VOTE,
            _A.WITHIN,
            "金湖安居物业",
            _S.AGREED,
            "12月10日前完成消防通道划线和警示标牌安装，物业夜间巡查并劝离占道车辆。",
        ),
        (
            "晨曦花苑屋面防水维修资金的使用",
            _K.VOTE,
            _A.OWNERS,
            "业主委员会",
            _S.AGREED,
            "申请使用维修资金对5号楼屋面防水层进行维修。",
        ),
        (
            "观澜一期快递柜占用消防登高面的调整及与之相关的消防安全隐患排查整治工作安排",
            _K.CONSULTATION,
            _A.COMMITMENT,
            "金湖安居物业服务有限公司观澜一期项目部",
            _S.AGREED,
            "12月15日前将柜体移至东门岗亭北侧。",
        ),
        (
            "银桦里架空线缆低垂",
            _K.CONSULTATION,
            _A.DEPARTMENT,
            "社区",
            _S.AGREED,
            "银桦里架空线缆低垂。",
        ),
        ("丰乐小区物业费收缴与服务质量提升", _K.VOTE, _A.WITHIN, "金湖安居物业", _S.NOT_AGREED, ""),
        ("老年食堂选址征求意见", _K.OPINION, _A.WITHIN, "社区", _S.NOTED, ""),
        (
            "禾香新居夜间停车位不足",
            _K.VOTE,
            _A.WITHIN,
            "业主委员会",
            _S.AGREED,
            "开放小学操场错时停车，试行三个月。",
        ),
        (
            "观澜一期广场舞音量扰民",
            _K.VOTE,
            _A.WITHIN,
            "居民代表",
            _S.AGREED,
            "音响使用时间为每日19:00至20:30，音量由领队负责。",
        ),
        ("柳塘湾道路坑洼积水", _K.CONSULTATION, _A.WITHIN, "", _S.DEFERRED, ""),
    ),
    "会议听取了物业项目部关于近期情况的说明。居民代表反映，**夜间二十二时以后**车辆停放最为集中，"
    "社区微型消防站出警时两次受阻，"
    "居民意见较大。\n\n与会人员围绕下列问题进行了讨论：\n\n- 划线范围是否包括三号楼北侧支路，"
    "以及支路两端是否需要加装限位设施；\n"
    "- 夜间巡查力量不足，物业现有秩序员四名；\n  - 其中两名为临聘人员；\n- 对多次劝离无效的车辆如何处理。\n\n"
    "形成以下共识：\n\n1. 先划线、后执法；\n2. 由物业公司建立台账；\n3. 社区每周通报一次。",
    "物业项目部提交了费用测算，与会各方无异议：\n\n| 项目 | 单价（元） | 数量 | 小计（元） |\n"
    "|---|---:|---:|---:|\n| 热熔划线 | 28.00 | 320 | 8960.00 |\n"
    "| 警示标牌 | 150.00 | 12 | 1800.00 |\n| 道钉 | 9.50 | 200 | 1900.00 |\n\n### 资金来源\n\n"
    "由公共收益列支，收支情况按季度公示。\n\n> 物业公司说明：上述单价为三家询价的最低价。",
    (
        (2, "完成消防通道热熔划线、安装警示标牌12块", "赵丁四", _P.PROPERTY, 21, "划线清晰，消防站现场验收合格"),
        (2, "建立夜间巡查台账，每周报社区", "周大同", _P.PROPERTY, 7, "台账连续四周无缺页"),
        (3, "编制维修方案和预算，报街道备案", "孙美玲", _P.RESIDENTS, 14, "方案经业委会过半数委员签字"),
        (3, "组织业主共同决定的书面征求意见", "李惠", _P.COMMUNITY, 45, ""),
        (4, "移动快递柜并恢复消防登高面", "欧阳文轩", _P.PROPERTY, 26, "登高面净宽不小于规定值"),
        (5, "向供电、通信单位发函并跟踪处理", "陈启明", _P.COMMUNITY, 5, "收到书面答复"),
        (8, "与小学签订错时停车协议", "王一鸣", _P.COMMUNITY, 30, ""),
        (9, "与舞蹈队签订文明公约", "吴建国", _P.RESIDENTS, 10, "公约张贴上墙"),
        (0, "更新三方联席会议通讯录", "许联", _P.COMMUNITY, 3, ""),
    ),
    "观澜一期业主委员会保留意见：建议同时公布 **物业费收支明细**。\n\n- 收支明细应按季度公布；\n- 应接受业主查询。",
)

EN = Spoken(
    ("Morning Light", "Golden Lake Subdistrict Office", "Morning Light Residents' Committee"),
    "Third Meeting of the Tri-party Joint Meeting",
    "Meeting room, second floor, Community Service Centre",
    tuple(
        (name, organisation, post, *old[3:])
        for old, (name, organisation, post) in zip(
            ZH.people,
            (
                ("Wang Yiming", "Morning Light Residents' Committee", "Secretary and director"),
                ("Li Hui", "Morning Light Residents' Committee", "Member, property management board"),
                ("Chen Qiming", "Morning Light Residents' Committee", "Deputy director"),
                ("Zhao Dingsi", "Golden Lake Homes Property Services Ltd, Hexiang project", "Project manager"),
                ("Ouyang Wenxuan", "Golden Lake Homes Property Services Ltd, Guanlan project", "Project manager"),
                ("Zhou Datong", "Golden Lake Homes Property Services Ltd, Hexiang project", "Chief engineer"),
                ("Sun Meiling", "Hexiang Owners' Committee", "Chair"),
                ("Wu Jianguo", "Guanlan Owners' Committee", "Member"),
                ("Mrs Zheng", "Residents of Silver Birch Lane", ""),
                ("Feng Xiaoman", "Residents of Harvest Court", ""),
                ("Officer He", "Golden Lake Police Station", "Community officer"),
                ("Xu Lian", "Morning Light Residents' Committee", "Tri-party officer"),
                ("Ma Zhiyuan", "Urban Management Squad", "Head of squad"),
            ),
            strict=True,
        )
    ),
    tuple(
        (title, *old[1:3], presenter, old[4], conclusion)
        for old, (title, presenter, conclusion) in zip(
            ZH.items,
            (
                ("What became of the last meeting's decisions", "Tri-party officer", ""),
                (
                    "Cars blocking the fire lane at Hexiang",
                    "Golden Lake Homes",
                    ("the fire lane is marked and signs are put up by 10 December; the company patrols at night."),
                ),
                (
                    "Use of the maintenance fund for roof waterproofing at Morning Court",
                    "Owners' Committee",
                    ("repair of the roof of building 5 from the maintenance fund."),
                ),
                (
                    (
                        "Moving the parcel lockers that stand on the fire service's access ground at "
                        "Guanlan, and the related safety survey"
                    ),
                    "Golden Lake Homes Property Services Ltd, Guanlan project",
                    "moving the lockers north of the east gate by 15 December.",
                ),
                (
                    "Low-hanging cables at Silver Birch Lane",
                    "Community",
                    ("Low-hanging cables at Silver Birch Lane."),
                ),
                ("Fee collection and quality of service at Harvest Court", "Golden Lake Homes", ""),
                ("Views on the place of the canteen for the elderly", "Community", ""),
                (
                    "Too few parking places at night at Hexiang",
                    "Owners' Committee",
                    "the school yard is opened for parking at night, on trial for three months.",
                ),
                (
                    "Loud music in the square at Guanlan",
                    "Residents",
                    ("loudspeakers from 19:00 to 20:30 only; the group's leader answers for the volume."),
                ),
                ("Potholes and standing water at Willow Pond", "", ""),
            ),
            strict=True,
        )
    ),
    "The company explained where things stand. Residents said that **after ten at night** the lane "
    "is full, and that the "
    "fire post was held up twice.\n\nThe meeting discussed:\n\n- whether the marking includes the "
    "side lane;\n- night "
    "patrols, for which there are four people;\n  - two of them temporary;\n- what to do about cars "
    "that come back.\n\n"
    "It was common ground:\n\n1. to mark first and enforce later;\n2. that the company keeps a log;\n"
    "3. that the community "
    "reports every week.",
    "The company put forward its estimate:\n\n| Work | Unit price (yuan) | Quantity | Sum (yuan) |\n"
    "|---|---:|---:|---:|\n"
    "| Marking | 28.00 | 320 | 8960.00 |\n| Signs | 150.00 | 12 | 1800.00 |\n| Studs | 9.50 | 200 | 1900.00 |\n\n"
    "### Where the money comes from\n\nFrom the estate's common income, published every quarter.\n\n"
    "> The company says that these are the lowest of three offers.",
    tuple(
        (*old[:1], what, owner, *old[3:5], done)
        for old, (what, owner, done) in zip(
            ZH.actions,
            (
                ("Mark the fire lane and put up 12 signs", "Zhao Dingsi", "Accepted by the fire post on site"),
                ("Keep a log of night patrols and report weekly", "Zhou Datong", "Four weeks without a gap"),
                ("Draw up the repair plan and budget", "Sun Meiling", "Signed by more than half of the committee"),
                ("Ask the owners in writing", "Li Hui", ""),
                ("Move the parcel lockers", "Ouyang Wenxuan", "Access ground free"),
                ("Write to the power and telephone companies and follow up", "Chen Qiming", "Answer in writing"),
                ("Agree night parking with the school", "Wang Yiming", ""),
                ("Agree rules with the dance group", "Wu Jianguo", "Rules put up"),
                ("Bring the address list up to date", "Xu Lian", ""),
            ),
            strict=True,
        )
    ),
    "The owners of Guanlan ask for **a full account** of the fees.\n\n- every quarter;\n- open to every owner.",
)
