"""The one-page bulletin 宣讲简报: what it says, in sentences made from figures. Pure; `word` and Typst set it."""

from dataclasses import dataclass
from datetime import datetime

from xiangyue.documents.papers.account import Account, Draw
from xiangyue.documents.papers.figures import FIGURES, Counted, day
from xiangyue.documents.papers.wording import printable
from xiangyue.kernel import clock

SIZES = ((700, 12), (900, 11), (1_200, 10), (10_000, 9))
QUESTIONS = 3
"""Questions and answers that find room on a page; those most residents wanted come first."""

DRAWS = 2
"""Draws told with their moments."""

LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_SUMMARY = 60, 110, 140


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the lecture itself."""

    title: str
    summary: str
    speaker: str
    studio: str
    unit: str
    county: str
    began_at: datetime
    ended_at: datetime
    address: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A page in words: title, a line under it, paragraphs, questions with answers, figures, who signs and when."""

    title: str
    under: str
    paragraphs: list[str]
    questions: list[tuple[str, str]]
    figures: list[tuple[str, str, str]]
    signed: str
    dated: str
    address: str

    @property
    def letters(self) -> int:
        """How much there is to say."""
        said = [*self.paragraphs, self.title, *(words for pair in self.questions for words in pair)]
        return sum(len(words) for words in said)

    @property
    def points(self) -> float:
        """The size of its type: the fuller the evening the smaller, for a page is a page."""
        return next(size for upto, size in SIZES if self.letters <= upto)

    @property
    def tall_mm(self) -> float:
        """The height of its pictures."""
        return max(25.0, min(62.0, 62 - (self.letters - 450) / 12))


def write(about: About, counted: Counted, account: Account) -> Bulletin:
    """The bulletin of a lecture that has ended."""
    value = {figure.code: figure.count(counted, account) for figure in FIGURES}
    began, ended = (moment.astimezone(clock.COUNTY_ZONE) for moment in (about.began_at, about.ended_at))
    paragraphs = [
        (
            f"{began.month}月{began.day}日{began:%H:%M}至{ended:%H:%M}，{about.unit}在{_where(about.studio)}举办"
            f"“{about.title}”宣讲，主讲：{about.speaker}。{_short(about.summary, LONGEST_SUMMARY)}"
        ),
        (
            f"直播{value['minutes']}分钟，观看{value['views']:,}人次，同时在线最多{value['peak']:,}人；"
            f"发出弹幕{value['said']:,}条，点赞{value['likes']:,}次。{_gaps(value)}"
        ),
    ]
    if together := _together(value) + _draws(account, began):
        paragraphs.append(together)
    return Bulletin(
        title=about.title,
        under=f"{about.unit} · {about.studio}　{day(about.began_at)}",
        paragraphs=[printable(words) for words in paragraphs],
        questions=_questions(account),
        figures=[
            (figure.name, f"{value[figure.code]:,}", figure.unit)
            for figure in FIGURES
            if figure.code in {"views", "peak", "said", "likes", "questions", "answers"}
        ],
        signed=about.unit,
        dated=day(about.made_at),
        address=about.address,
    )


def _gaps(value: dict[str, int]) -> str:
    if not value["gaps"]:
        return "画面没有中断。"
    return f"画面中断{value['gaps']}次，共{value['gap_seconds']}秒，重新连接后继续。"


def _together(value: dict[str, int]) -> str:
    """What residents did, part by part; nothing is said of what did not take place."""
    said = []
    if value["asked"] or value["questions"]:
        said.append(f"收到提问{value['asked']}条，公开{value['questions']}条，答复{value['answered']}条")
    if value["polls"]:
        said.append(f"发起投票{value['polls']}次，{value['votes']:,}人次参加")
    if value["items"]:
        share = f"，答对率{round(100 * value['right'] / value['answers'])}%" if value["answers"] else ""
        said.append(f"答题{value['items']}题，收到有效答案{value['answers']:,}人次{share}")
    return "；".join(said) + "。" if said else ""


def _draws(account: Account, began: datetime) -> str:
    """The draws of an evening; of many the first ones in words, the others counted: a page is a page."""
    drawn = [draw for draw in account.draws.values() if draw.winners]
    said = "".join(_drawn(draw, began) for draw in drawn[:DRAWS])
    more = drawn[DRAWS:]
    won = sum(len(draw.winners) for draw in more)
    return said + (f"另有{len(more)}次抽奖，开出{won}个号码。" if more else "")


def _drawn(draw: Draw, began: datetime) -> str:
    """That a draw was fair: not that it was, but when its steps were public, which says it."""
    numbers = f"随机数{_moment(draw.numbers_at, began)}才有，" if draw.numbers_at else ""
    return (
        f"抽奖“{draw.title}”：规则{_moment(draw.ruled_at, began)}公布，名单{_moment(draw.locked_at, began)}锁定，{numbers}"
        f"开出{len(draw.winners)}个号码，任何人都可以在自己的手机上核对。"
    )


def _moment(at_ms: int, began: datetime) -> str:
    """The time of the day; with its date where that is another day than the lecture's."""
    at = clock.from_ms(at_ms).astimezone(clock.COUNTY_ZONE)
    return f"{at:%H:%M}" if at.date() == began.date() else f"{at.month}月{at.day}日{at:%H:%M}"


def _questions(account: Account) -> list[tuple[str, str]]:
    wanted = sorted(account.answered, key=lambda question: -question.ups)[:QUESTIONS]
    return [
        (
            printable(_short(question.text, LONGEST_QUESTION)),
            printable(_short(question.answer, LONGEST_ANSWER)) + (f"（{question.unit}）" if question.unit else ""),
        )
        for question in wanted
    ]


def _where(studio: str) -> str:
    """A studio with its word, once: many are called so already."""
    return f"“{studio}”" if studio.endswith("直播间") else f"“{studio}”直播间"


def _short(text: str, longest: int) -> str:
    """One line, cut after a whole sentence if one ends in time, else with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    end = max(line.rfind(mark, 0, longest) for mark in "。！？；")
    return line[: end + 1] if end > longest // 3 else f"{line[: longest - 2]}……"
