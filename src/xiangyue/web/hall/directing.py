"""The director's console of one lecture: the page, what it follows each second, and every press on it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall import stage
from xiangyue.hall.chat import actions as chat
from xiangyue.hall.chat import evidence as testimony
from xiangyue.hall.chat import queries as said
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures import queries
from xiangyue.hall.lectures.states import OPEN
from xiangyue.hall.scripts.states import Part
from xiangyue.hall.show import actions as show
from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units
from xiangyue.web.hall import console, cues, days
from xiangyue.web.hall.forms import EvidenceForm, PressForm
from xiangyue.web.hall.preparation import GIVEN
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture

DELAYS = (0, 5, 10, 20, 30, 60)
SLOWS = (5, 10, 30, 60)
"""Seconds that the page offers; the line takes all up to its limits."""

Given = dict[str, Any]
Verb = Callable[["Lecture", Member, Given], stage.Receipt | int | None]


@require_safe
@personal
def page(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """The console, while the lecture is open; before that the studio's page, and after it what is to be done then."""
    lecture = _lecture(member, code, name)
    if lecture.state in GIVEN and not lecture.rehearsal_of_id:
        # Whichever part of the console hears of the end first, reloading or leaving leads here.
        return redirect("hall:prepare", code, lecture.pk)
    if lecture.state not in OPEN:
        return redirect("hall:console", code)
    context = {
        "delays": DELAYS,
        "slows": SLOWS,
        "studio": lecture.studio,
        "lecture": lecture,
        "pictures": console.pictures(lecture),
        "may": {right.name.lower(): access.may(member, right, lecture.studio.unit) for right in Right},
        "may_ban": access.may(member, Right.GRANT, units.root()),
    }
    return render(request, "hall/director.html", context)


@require_safe
@personal
def follow(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """What happened since record `after`, sentences that wait and acts of other directors included."""
    lecture = _lecture(member, code, name)
    after = request.GET.get("after", "0")
    feed = said.feed(member, lecture, int(after) if after.isdecimal() and len(after) < 16 else 0)
    facts = {
        "desk": feed.desk, "rows": feed.rows, "names": feed.names, "last": feed.last, "more": feed.more,
        "me": member.username, "server_ms": clock.now_ms(),
    }  # fmt: skip
    return _json(facts)


@require_safe
@personal
def prepared(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:  # noqa: ARG001 - Django's
    """What is prepared: parts with their minutes, slides, polls, quiz, draws."""
    return _json(cues.prepared(member, _lecture(member, code, name)))


@require_POST
@personal
def press(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """Every press: `verb` with what it needs, `command` that makes it once, `expected` where two could collide."""
    lecture = _lecture(member, code, name)
    form = PressForm(request.POST, verbs=list(VERBS))
    if not form.is_valid():
        raise Refusal(_("这个操作不完整，请刷新页面再试。"))
    given = form.cleaned_data
    done = VERBS[given["verb"]](lecture, member, given)
    return _json({"ok": True, "seq": done.seq if isinstance(done, stage.Receipt) else done or 0})


@require_POST
@personal
def evidence(request: HttpRequest, member: Member, code: str, name: str) -> HttpResponse:
    """What whoever said sentence `i` left in this lecture, or what was said between two times of its day, as a file."""
    lecture = _lecture(member, code, name)
    form = EvidenceForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("请写明是哪一句，或者从几点到几点。"))
    given = form.cleaned_data
    if given["i"]:
        wanted = testimony.by_sentence(member, lecture, given["i"])
    else:
        began = lecture.lobby_at or lecture.planned_at
        wanted = testimony.Wanted("", *days.span(began, given["since"], given["until"]))
    # Whole before it is sent: a line that does not answer halfway is a refusal, not half a proof.
    answer = HttpResponse("".join(testimony.export(member, lecture, wanted)), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="evidence-{lecture.pk}-{wanted.who[:6] or "span"}.json"'
    return answer


def _air(lecture: "Lecture", by: Member, _given: Given) -> stage.Receipt:
    return lectures.begin(lecture, by=by)


def _end(lecture: "Lecture", by: Member, _given: Given) -> None:
    lectures.end(lecture, by=by)


def _part(lecture: "Lecture", by: Member, given: Given) -> stage.Receipt:
    number = given["n"] or 0
    title = str(Part(number).label) if number in Part.values else ""
    return lectures.part(lecture, number, title=title, by=by, **_once(given))


def _cue(lecture: "Lecture", by: Member, given: Given) -> int:
    if given["kind"] == "polls" and given["step"] == "close" and not given["ref"]:
        # Nobody prepared it: it is known by its number alone.
        return show.close_poll(lecture, given["i"] or 0, by=by, **_once(given)).seq
    pressed = cues.Press(given["ref"], given["step"], **_once(given))
    return cues.act(by, lecture, given["kind"], pressed)


def _mute(lecture: "Lecture", by: Member, given: Given) -> stage.Receipt:
    words = {"net": given["net"], "reason": given["text"]}
    return chat.mute(lecture, given["i"] or 0, given["n"] or 0, by=by, command=str(given["command"]), **words)


def _once(given: Given) -> dict[str, Any]:
    return {"command": str(given["command"]), "expected": given["expected"]}


VERBS: dict[str, Verb] = {
    # ------------------------------------------------ the show
    "air": _air,
    "end": _end,
    "part": _part,
    "replay": lambda lecture, by, given: lectures.want_replay(lecture, given["on"], by=by),
    "cue": _cue,
    "delay": lambda lecture, by, given: show.delay(lecture, given["n"] or 0, by=by, **_once(given)),
    "cover": lambda lecture, by, given: show.cover(
        lecture, given["on"], text=given["text"], by=by, command=str(given["command"])
    ),
    # ------------------------------------------------ the room
    "notice": lambda lecture, by, given: lectures.notice(lecture, given["text"], by=by, **_once(given)),
    "silence": lambda lecture, by, given: lectures.silence(lecture, given["on"], by=by, command=str(given["command"])),
    "slow": lambda lecture, by, given: lectures.slow(lecture, given["n"] or 0, by=by, **_once(given)),
    "review": lambda lecture, by, given: chat.review(lecture, given["on"], by=by, **_once(given)),
    "speak": lambda lecture, by, given: chat.speak(
        lecture, given["kind"], given["text"], by=by, command=str(given["command"])
    ),
    # ------------------------------------------------ sentences and people
    "pass": lambda lecture, by, given: chat.let_out(lecture, given["i"] or 0, by=by),
    "refuse": lambda lecture, by, given: chat.refuse(lecture, given["i"] or 0, by=by, reason=given["text"]),
    "judge": lambda lecture, by, given: chat.judge(lecture, given["i"] or 0, given["on"], by=by, reason=given["text"]),
    "ask": lambda lecture, by, given: chat.answer_ask(lecture, given["i"] or 0, given["on"], by=by),
    "question": lambda lecture, by, given: chat.move_question(
        lecture, given["i"] or 0, given["step"], by=by, **_once(given)
    ),
    "redact": lambda lecture, by, given: lectures.redact(
        lecture, given["i"] or 0, given["text"], by=by, command=str(given["command"])
    ),
    "mute": _mute,
    "unmute": lambda lecture, by, given: chat.unmute(lecture, given["ref"], by=by, command=str(given["command"])),
}
"""Each press is one verb of the hall, which asks for the right it needs."""


def _lecture(member: Member, code: str, name: str) -> "Lecture":
    lecture = queries.get_mine(member, name)
    if lecture.studio.code != code:
        raise NotFound
    return lecture


def _json(facts: dict[str, Any]) -> JsonResponse:
    return JsonResponse(facts, json_dumps_params={"ensure_ascii": False})
