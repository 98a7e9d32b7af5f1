"""Questions, polls, and residents who answer."""

from itertools import count

from xiangyue.hall.bank import actions as bank
from xiangyue.hall.bank.rules import Draft
from xiangyue.hall.bank.states import Kind
from xiangyue.hall.polls import actions as polls
from xiangyue.hall.polls.rules import Draft as PollDraft
from xiangyue.hall.questions import actions as questions
from xiangyue.hall.questions.models import Asked
from xiangyue.hall.quiz import actions as quiz
from xiangyue.org.access.rules import HOUSE

_numbers = count(1)

WHEN = Draft(
    Kind.SINGLE,
    "城乡居民医保几月集中缴费？",
    (1,),
    ("1 月到 3 月", "9 月到 12 月", "6 月到 8 月"),
    why="错过集中缴费期，可能有等待期。",
    source="当年参保缴费通知",
)
CALL = Draft(Kind.MULTIPLE, "哪些情况打 119？", (0, 1, 3), ("房屋着火", "电动车冒烟", "忘带钥匙", "煤气泄漏"))
STAIRS = Draft(Kind.TRUEFALSE, "电动自行车可以推进楼道充电。", (1,))
STEPS = Draft(Kind.ORDER, "灭火器怎么用？", (0, 1, 2), ("提起来", "拔掉保险销", "压下手柄"))
FIRE = Draft(Kind.NUMBER, "火警电话是多少？", "119")
EVERY = (WHEN, CALL, STAIRS, STEPS, FIRE)

HOUR = PollDraft("晚上几点开讲好？", ("七点", "七点半", "八点"))


def answer(port, lecture, i, who, given):
    """A resident's answer, as the edge hands it to the line."""
    said = {"number": given} if isinstance(given, str) else {"choice": list(given)}
    return port.append(lecture, "answer", {"i": i, **said}, command=f"answer-{next(_numbers)}", by=who)


def vote(port, lecture, i, who, *choice):
    return port.append(lecture, "vote", {"i": i, "choice": list(choice)}, command=f"vote-{next(_numbers)}", by=who)


def ask(port, lecture, text, who="p1", name="老余"):
    data = {"name": name, "text": text, "from": who}
    return port.append(lecture, "ask", data, command=f"ask-{next(_numbers)}", by=who)


def something_to_ask(lecture):
    """One of each for a lecture, and their names as addresses have them."""
    Asked.objects.create(lecture=lecture, i=5, text="外地打工怎么缴？", pseudonym="p1", at=0, seq=5)
    return {
        "question": bank.add(lecture.studio.unit, WHEN, by=HOUSE).pk,
        "item": quiz.add(lecture, CALL, by=HOUSE).pk,
        "poll": polls.add(lecture, HOUR, by=HOUSE).pk,
        "prepared": questions.prepare(lecture, "断保了怎么补缴？", by=HOUSE).pk,
        "i": 5,
        "verb": "approve",
    }
