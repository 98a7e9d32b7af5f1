"""What a heading, and a word under it, most likely means: pure. A person sees every guess before anything is done."""

from collections.abc import Iterable, Mapping

from xiangyue.ledger.imports.states import CLOSED_WORD, MANY, OPEN_WORD, Target

_HEADINGS = (
    (Target.IGNORE, "电话|手机|身份证|联系人|姓名|责任人|联系方式|phone|email|name of caller"),
    (
        Target.CLOSED,
        (
            "销号日期|销号时间|整改完成日期|整改完成时间|完成时间|办结时间|办结日期|closed_dt|"
            "closed date|closed_date|closeddate"
        ),
    ),
    (
        Target.DUE,
        "整改期限|整改时限|完成期限|限期|期限|截止|计划完成|target_dt|due|sla_target_dt|target date",
    ),
    (
        Target.FOUND,
        (
            "发现日期|发现时间|检查日期|检查时间|排查日期|排查时间|上报时间|登记日期|登记时间|"
            "日期|open_dt|created date|createddate|created_date|requested_datetime|opened|date"
        ),
    ),
    (
        Target.EXTERNAL,
        (
            "原编号|隐患编号|问题编号|案件编号|事件编号|案卷号|编号|case_enquiry_id|unique key|"
            "unique_key|srnumber|service_request_id|case id|id|number"
        ),
    ),
    (
        Target.STATE,
        "整改状态|销号状态|整改情况|是否整改|是否销号|是否完成|状态|办理状态|case_status|status",
    ),
    (Target.GRADE, "隐患等级|等级|级别|隐患级别|grade|severity|priority"),
    (
        Target.CATEGORY,
        "隐患类别|问题类别|问题类型|隐患类型|类别|类型|分类|category|type|complaint type|requesttype|request type",
    ),
    (
        Target.LEAD,
        "责任单位|整改单位|责任部门|牵头单位|承办单位|department|agency|agency name|owner",
    ),
    (Target.PLACE, "属地|所属街道|所属乡镇|乡镇街道|街道|乡镇|属地单位|neighborhood|borough"),
    (Target.LAT, "纬度|latitude|lat"),
    (Target.LON, "经度|longitude|lon|lng|long"),
    (
        Target.SPOT,
        "地点|地址|位置|具体位置|点位|单位名称|企业名称|场所|location|address|incident address|location_street_name",
    ),
    (
        Target.PICTURE,
        "照片|图片|整改前|整改后|附图|photo|submittedphoto|closedphoto|submitted_photo|closed_photo",
    ),
    (Target.TITLE, "标题|问题|隐患名称|题目|事项|case_title|title|subject"),
    (
        Target.TEXT,
        (
            "情况|问题描述|隐患描述|隐患内容|问题内容|存在问题|存在隐患|具体情况|描述|内容|"
            "description|descriptor|notes|closure_reason|resolution description"
        ),
    ),
)

SAID = tuple((target, tuple(words.split("|"))) for target, words in _HEADINGS)
"""Words of headings, the telling ones before the general. What names a person is left out unless somebody wants it."""

CLOSED = frozenset(
    (
        "已销号", "销号", "已整改", "已完成", "完成", "已整改到位", "整改到位", "办结", "已办结", "结案", "已结案",
        "关闭", "已关闭", "是", "已落实", "√", "closed", "fixed", "resolved", "done", "complete", "completed",
    )
)  # fmt: skip
OPEN = frozenset(
    (
        "", "未销号", "未整改", "未完成", "整改中", "正在整改", "办理中", "处理中", "待整改", "待处理", "未办结",
        "否", "进行中", "×", "open", "pending", "in progress", "assigned", "started", "new",
    )
)  # fmt: skip


def targets(headings: Iterable[str], remembered: Mapping[str, str]) -> dict[str, Target]:
    """What each column is for: as it was mapped before, else by its words, each meaning given once."""
    names = list(headings)
    found = {name: Target(remembered[name]) for name in names if name in remembered}
    taken = {target for target in found.values() if target not in MANY}
    for exactly in (True, False):
        for target, words in SAID:
            for name in (one for one in names if one not in found):
                if target not in taken and _means(name, words, exactly=exactly):
                    found[name] = target
                    if target not in MANY:
                        taken.add(target)
    return {name: found.get(name, Target.KEEP) for name in names}


def state(word: str) -> str:
    """Whether a word of a state column says open or closed; "" when nobody can tell."""
    plain = word.strip().lower()
    return CLOSED_WORD if plain in CLOSED else OPEN_WORD if plain in OPEN else ""


def _means(heading: str, words: Iterable[str], *, exactly: bool) -> bool:
    plain = heading.lower().strip()
    last = plain.rpartition("/")[2]
    if exactly:
        return plain in words or last in words
    return any(word in plain for word in words if not word.isascii())
