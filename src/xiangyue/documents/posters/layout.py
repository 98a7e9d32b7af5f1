"""What a poster says and where it finds room: from the facts of a lecture to the data of a template. Pure."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno

from xiangyue.documents.posters import lines, upright
from xiangyue.documents.posters.states import SHEETS, Design, Form
from xiangyue.kernel import clock

MASTHEAD, SEAL = "乡约", "乡约宣讲"
WORDS = {
    "speaker": "主讲",
    "studio": "直播间",
    "scan": "微信扫一扫，直接看",
    "free": "免安装 · 免登录 · 讲完可回看",
}
PARTS_OF_DAY = ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
WEEKDAYS = "一二三四五六日"
OPEN_HOUSE = "打开就看，免安装、免登录。可以提问、投票、答题；讲完就能回看，一句不落。"
"""What stands for a story when nobody wrote one."""

LONGEST = {True: 300, False: 420}
"""Letters of a story on something as tall as a phone, and on a sheet."""

SHORT_STORY = 60
MARGIN = 6.0
LEADING = 1.16
FOOT = 52.0
"""What the front page's foot takes: time, code, who and where, address."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a lecture when its poster is made. `headline` is its title, perhaps with breaks by hand; `names`
    are those of units and people in it, which no line breaks.
    """

    headline: str
    summary: str
    speaker: str
    studio: str
    county: str
    planned_at: datetime
    address: str
    names: tuple[str, ...] = ()


def data(facts: Facts, design: Design, form: Form) -> dict[str, Any]:
    """Everything the template of a design knows."""
    sheet = SHEETS[form]
    tall = 100 * sheet.height / sheet.width
    at = facts.planned_at.astimezone(clock.COUNTY_ZONE)
    known = {
        "page": {"width": sheet.width, "height": sheet.height},
        "masthead": MASTHEAD,
        "seal": SEAL,
        "county": facts.county,
        "alliance": "宣讲直播联盟",
        "year": f"{at.year}年",
        "day": f"{at.month}月{at.day}日",
        "weekday": f"星期{WEEKDAYS[at.weekday()]}",
        "when": f"{at.month}月{at.day}日　星期{WEEKDAYS[at.weekday()]}　{_part_of_day(at.hour)}",
        "clock": f"{at.hour}:{at.minute:02}",
        "kicker": lines.bound(f"{facts.studio}　{at.month}月{at.day}日{_spoken(at)}开讲", facts.names),
        "story": [lines.bound(words, facts.names) for words in _story(facts.summary, LONGEST[tall > 160])],
        "qr": _code(facts.address),
        "address": facts.address.partition("://")[2].rstrip("/"),
        "words": WORDS,
    }
    return known | (_front(facts, tall) if design is Design.FRONT else _upright(facts, tall))


def _front(facts: Facts, tall: float) -> dict[str, Any]:
    """A hundred wide: masthead, rules, kicker and foot take what they need, the headline the rest but for its story."""
    air = 4.2 if tall > 160 else 3.0
    room = tall - 5 - 13 - 6 - 3 - FOOT - 8.5 - air * 3.65
    # A short story leaves its room to the headline.
    share = 0.66 if len(facts.summary) > SHORT_STORY else 0.8
    box = {"width": 100 - 2 * MARGIN, "height": room * share, "largest": 24 if tall > 160 else 20, "leading": LEADING}
    setting = lines.fit(facts.headline, **box, names=facts.names)
    story = room - setting.size * LEADING * len(setting.lines) - 2
    small = {"width": 22.0, "height": 12.5, "largest": 4.1, "leading": 1.3}
    who = [lines.fit(words, **small, names=facts.names) for words in (facts.speaker, facts.studio)]
    return {
        "headline": {"lines": setting.lines, "size": setting.size},
        "facts": {"speaker": who[0].lines, "studio": who[1].lines, "size": min(each.size for each in who)},
        "metrics": {
            "air": air,
            "top": 5,
            "story": min(story, 46),
            "sizes": [5.0, 4.6, 4.2, 3.8, 3.5, 3.2, 2.95, 2.7, 2.5],
        },
    }


def _upright(facts: Facts, tall: float) -> dict[str, Any]:
    """Within two borders: the band below and the line above take what they need, then the story, the title the rest."""
    air = 4.0 if tall > 160 else 2.6
    wide, inner = 100 - 2 * (5 + 0.9 + 4.4), tall - 2 * (5 + 0.9 + 3.8)
    story = 24.0 if tall > 160 else 14.0
    title = inner - 8 - 30 - story - air * 3.4
    side = [upright.signs(words) for words in (f"主讲　{facts.speaker}", facts.studio)]
    longest = max(sum(sign.squares for sign in column) for column in side)
    side_size = min(3.9, title * 0.9 / longest)
    left = wide - side_size * 1.55 * 2 - 5
    columns, size = upright.fit(facts.headline, width=left, height=title, largest=25, names=facts.names)
    return {
        "headline": {"columns": [_signs(column) for column in columns], "size": size},
        "side": {"columns": [_signs(column) for column in side], "size": side_size},
        "metrics": {
            "air": air,
            "title": title,
            "story": story,
            "sizes": [4.2, 3.8, 3.5, 3.2, 2.9, 2.65, 2.4, 2.2, 2.0],
        },
    }


def _signs(column: list[upright.Sign]) -> list[dict[str, Any]]:
    return [{"text": sign.text, "how": sign.how, "squares": sign.squares} for sign in column]


def _story(summary: str, longest: int) -> list[str]:
    """The summary as paragraphs, cut after a whole sentence when it is too long for a poster."""
    paragraphs = [" ".join(part.split()) for part in summary.splitlines() if part.strip()] or [OPEN_HOUSE]
    kept: list[str] = []
    for paragraph in paragraphs:
        room = longest - sum(len(part) for part in kept)
        if len(paragraph) <= room:
            kept.append(paragraph)
            continue
        end = max(paragraph.rfind(mark, 0, room) for mark in "。！？；")
        if end > 0:
            kept.append(paragraph[: end + 1])
        elif not kept:
            kept.append(paragraph[: room - 2] + "……")
        break
    return kept


def _part_of_day(hour: int) -> str:
    return next(
        word for until, word in ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上")) if hour < until
    )


def _spoken(at: datetime) -> str:
    """The time as people say it: 晚上7点半."""
    hour = at.hour - 12 if at.hour > 12 else at.hour
    minutes = {0: "", 30: "半"}.get(at.minute, f"{at.minute:02}分")
    return f"{_part_of_day(at.hour)}{hour}点{minutes}"


def _code(address: str) -> str:
    """The address as a QR code; a quarter of it may be smudged (level Q), for paper hangs in the rain."""
    drawing = io.BytesIO()
    segno.make(address, error="q", boost_error=False).save(
        drawing, kind="svg", border=2, dark="#1b1916", light="#ffffff", xmldecl=False
    )
    return drawing.getvalue().decode()
