"""What a notice says: pure, from facts that were frozen when it was drafted. The same facts give the same words."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from xiangyue.documents.notices.states import Form

SMALL = 10
"""Below so many no share is named: three of four is not seventy-five per cent of anything."""

STRUCK = "（文字已依决定删除）"
"""What stands where words were that a decision took away."""

NUMERALS = "一二三四五六七八九十"

BLANK = "\uff3f"
"""What is left to be written by hand: a letter, because office programs drop or squeeze blanks."""


@dataclass(frozen=True, slots=True)
class Item:
    """One matter as it stood. Days are ISO texts, empty where there is none; `clock` is the due time of day, empty for
    the end of the day.
    """

    number: str
    title: str
    text: str
    spot: str
    category: str
    closing: str
    lead: str
    found: str
    due: str
    original: str
    state: str
    rung: str
    is_overdue: bool
    clock: str = ""
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What a person adds: the rule it rests on, what is demanded, whom to ask, the office's own number, who signs,
    and the day (ISO) until which what is overdue has to be mended.
    """

    basis: str = ""
    demand: str = ""
    contact: str = ""
    number: str = ""
    signed: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a notice is made of. `office` is who signs."""

    form: Form
    office: str
    to: str
    on: str
    items: tuple[Item, ...]
    words: Words

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "form": self.form.value}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A notice as it is set, by either maker."""

    title: str
    number: str
    to: str
    paragraphs: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]
    signed: str
    dated: str
    receipt: tuple[str, ...]
    foot: str


def facts_of(stored: dict[str, Any]) -> Facts:
    """Facts as they were kept."""
    items = tuple(Item(**item) for item in stored["items"])
    return Facts(
        Form(stored["form"]), stored["office"], stored["to"], stored["on"], items, Words(**stored["words"])
    )  # fmt: skip


def sheet_of(stored: dict[str, Any]) -> Sheet:
    """A notice as it was set, word by word."""
    parts: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    return Sheet(**{**parts, "rows": tuple(tuple(row) for row in stored["rows"])})


def struck(facts: Facts, number: str) -> tuple[list[str], Facts]:
    """What a notice says of one matter in its own words, the longest first, and the facts without it."""
    said = {words for item in facts.items if item.number == number for words in (item.title, item.text)}
    bare = tuple(replace(item, title=STRUCK, text="") if item.number == number else item for item in facts.items)
    return sorted(said - {"", STRUCK}, key=len, reverse=True), replace(facts, items=bare)


def without(stored: Any, said: Sequence[str]) -> Any:
    """A sheet as it is kept, with other words in the place of some."""
    if isinstance(stored, str):
        for words in said:
            stored = stored.replace(words, STRUCK)
        return stored
    if isinstance(stored, dict):
        return {name: without(value, said) for name, value in stored.items()}
    return [without(value, said) for value in stored]


def write(facts: Facts) -> Sheet:
    """The words of a notice."""
    make = {Form.RECTIFY: _rectify, Form.SUPERVISE: _supervise, Form.BULLETIN: _bulletin}[facts.form]
    return make(facts)


def day(text: str) -> str:
    """A day in full, as official papers write it."""
    if not text:
        return ""
    on = date.fromisoformat(text)
    return f"{on.year}年{on.month}月{on.day}日"


# ------------------------------------------------ the three forms
def _rectify(facts: Facts) -> Sheet:
    basis = f"依据{facts.words.basis}，" if facts.words.basis else ""
    several = len(facts.items) > 1
    paragraphs = [
        f"{basis}经检查，你单位责任范围内存在下列{f'{len(facts.items)}项' if several else ''}问题，现通知如下。"
    ]
    for place, item in enumerate(facts.items):
        where = f"地点：{_stop(item.spot)}" if item.spot else ""
        fact = f"{item.text}" if item.text and item.text != item.title else ""
        paragraphs.append(f"{_head(facts, place)}{item.title}（{item.number}）。{where}{_stop(fact)}")
        if item.closing:
            paragraphs.append(f"整改到位的标准：{_stop(item.closing)}")
        paragraphs.append(f"整改期限：{_deadline(facts, item)}")
    demand = facts.words.demand or "请立即整改，整改期间采取措施保证安全"
    closing = [
        _stop(demand),
        "整改到位后申请销号，由其他单位按规定核查；不能按期完成的，在到期前书面申请延期，写明理由、进展和预计日期。",
    ]
    return _sheet(facts, "整改通知书", paragraphs, closing, receipt=RECEIPT)


def _supervise(facts: Facts) -> Sheet:
    paragraphs = ["下列事项由你单位负责，至今没有办结，现予督办。"]
    for place, item in enumerate(facts.items):
        moved = f"，经决定延至{_until(item)}" if item.original and item.original != item.due else ""
        first = f"原定{day(item.original)}办结{moved}" if item.original else "办理期限待方案确定"
        late = f"，{_late(facts, item)}" if item.is_overdue else ""
        rung = f"，目前为“{item.rung}”" if item.rung else ""
        asked = _asked(facts, item, "办结")
        paragraphs.append(
            f"{_head(facts, place)}{item.title}（{item.number}）。{first}{late}；现状为{item.state}{rung}。{asked}"
        )
    demand = facts.words.demand or "请查明没有按期办结的原因，明确措施和完成日期"
    closing = [_stop(demand), "请在收到本单后三个工作日内书面答复；办结后申请销号，由其他单位按规定核查。"]
    return _sheet(facts, "督办单", paragraphs, closing, receipt=ANSWER)


def _bulletin(facts: Facts) -> Sheet:
    total = len(facts.items)
    late = sum(item.is_overdue for item in facts.items)
    share = f"，占{round(late * 1000 / total) / 10:g}%" if total >= SMALL and late else ""
    paragraphs = [
        (
            f"截至{day(facts.on)}，列入本期通报的事项共{total}件，其中逾期{late}件{share}。"
            "逾期按现行期限计算，经批准延期的从其新期限；各单位件数少的，不计算比例，也不排名次。"
        )
    ]
    leads: dict[str, list[Item]] = {}
    for item in facts.items:
        leads.setdefault(item.lead or "尚未明确", []).append(item)
    rows = tuple(
        (lead, str(len(items)), str(sum(item.is_overdue for item in items)), "、".join(item.number for item in items))
        for lead, items in sorted(leads.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )
    demand = facts.words.demand or "请有关单位对照台账逐件核对，抓紧办理"
    closing = [_stop(demand)]
    head = ("责任单位", "件数", "逾期", "事项编号")
    made = _sheet(facts, "关于部分事项办理情况的通报", paragraphs, closing)
    return Sheet(**{**asdict(made), "head": head, "rows": rows})


# ------------------------------------------------ until when
def _deadline(facts: Facts, item: Item) -> str:
    """Until when one thing has to be mended. A day that is over is never ordered, it is said to be over."""
    if item.is_paused:
        return "现为缓办，恢复后按台账重新计算的期限整改到位。"
    if not item.due:
        return "按经审定的方案确定。"
    if item.is_overdue:
        return f"原为{_until(item)}，{_late(facts, item)}，{_anew(facts)}整改到位。"
    if item.due < facts.on:
        return f"{_until(item)}，你单位已经申请销号，等待核查。"
    return f"{_until(item)}前。"


def _asked(facts: Facts, item: Item, what: str) -> str:
    """The same where the past has been told already."""
    if item.is_overdue:
        return f"{_stop(f'{_anew(facts)}{what}')}"
    ahead = item.due and item.due >= facts.on and not item.is_paused
    return f"请于{_until(item)}前{what}。" if ahead else ""


def _anew(facts: Facts) -> str:
    return f"限{day(facts.words.until)}24时前" if facts.words.until else "立即"


def _late(facts: Facts, item: Item) -> str:
    days = (date.fromisoformat(facts.on) - date.fromisoformat(item.due)).days
    return f"已逾期{days}日" if days else "今日已逾期"


def _until(item: Item) -> str:
    if not item.clock:
        return f"{day(item.due)}24时"
    hour, minute = item.clock.split(":")
    return f"{day(item.due)}{int(hour)}时{f'{int(minute)}分' if int(minute) else ''}"


# ------------------------------------------------ what all forms share
RECEIPT = (
    "回　执",
    f"本通知书已于{BLANK * 4}年{BLANK * 2}月{BLANK * 2}日收到。",
    f"收件单位（盖章）：{BLANK * 6}　收件人：{BLANK * 5}",
)
ANSWER = (
    "答　复",
    f"没有按期办结的原因：{BLANK * 17}",
    f"已采取的措施：{BLANK * 20}",
    f"预计完成日期：{BLANK * 4}年{BLANK * 2}月{BLANK * 2}日",
    f"答复单位（盖章）：{BLANK * 6}　负责人：{BLANK * 5}",
)


def _sheet(
    facts: Facts, title: str, paragraphs: list[str], closing: list[str], *, receipt: tuple[str, ...] = ()
) -> Sheet:
    contact = [f"联系人：{facts.words.contact}"] if facts.words.contact else []
    return Sheet(
        title=title,
        number=facts.words.number,
        to=f"{facts.to}：",
        paragraphs=tuple(paragraphs),
        head=(),
        rows=(),
        closing=(*closing, *contact),
        signed=facts.office,
        dated=day(facts.on),
        receipt=receipt,
        foot=f"本件据{day(facts.on)}的台账起草，加盖印章后生效。",
    )


def _head(facts: Facts, place: int) -> str:
    return f"{_numeral(place)}、" if len(facts.items) > 1 else ""


def _stop(text: str) -> str:
    tidy = text.strip()
    return tidy if not tidy or tidy[-1] in "。！？.!?" else f"{tidy}。"


def _numeral(place: int) -> str:
    """一 to 十, then 十一 ...: enough for what one notice holds."""
    tens, ones = divmod(place + 1, 10)
    if place < 10:
        return NUMERALS[place]
    return f"{NUMERALS[tens - 1] if tens > 1 else ''}十{NUMERALS[ones - 1] if ones else ''}"
