"""The five steps, big and plain: what a director presses, and where two people type the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xiangyue.hall.claims import queries as claims
from xiangyue.hall.draws import actions, queries
from xiangyue.hall.draws.errors import ReadingsDiffer
from xiangyue.hall.draws.states import State, in_time
from xiangyue.hall.lectures.states import OPEN, OVER
from xiangyue.hall.lectures.states import State as Phase
from xiangyue.kernel import clock
from xiangyue.kernel.draw.entropy import BadNumbers
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.web import addresses
from xiangyue.web.looking import personal

if TYPE_CHECKING:
    from xiangyue.hall.draws.models import Draw, Step
    from xiangyue.kernel.draw.entropy import Source

VERBS = {
    "rules": actions.announce,
    "roster": actions.lock,
    "secret": actions.open_secret,
    "result": actions.settle,
}

NEXT = {
    State.PREPARED: "rules",
    State.RULES: "roster",
    State.ROSTER: "secret",
    State.SECRET: "entropy",
    State.ENTROPY: "result",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One of the five on the page: `state` done, now or later."""

    name: str
    title: str
    help: str
    button: str
    state: str
    at: datetime | None


@require_safe
@personal
def page(request: HttpRequest, member: Member, draw: str) -> HttpResponse:
    """The five steps of a draw, one of which can be taken now."""
    row = queries.get_mine(member, draw)
    taken = queries.steps(row)
    context = {
        "draw": row,
        "lecture": row.lecture,
        "rows": _rows(row, taken),
        "next": NEXT.get(State(row.state), ""),
        "taken": {kind.removeprefix("draw_"): step.data for kind, step in taken.items()},
        "winners": _winners(row),
        "sources": queries.settled_sources(row),
        "readings": queries.readings(member, row),
        "differs": _differs(member, row),
        "may_run": access.may(member, Right.RUN, row.lecture.studio.unit),
        "is_open": row.lecture.state in OPEN,
        "not_now": _not_now(row),
        "may_void": row.state not in {State.PREPARED, State.RESULT, State.VOID},
        "numbers_url": addresses.public(reverse("draws:numbers", args=[row.pk])),
        "may_again": row.state == State.VOID and row.lecture.state not in OVER,
    }
    return render(request, "draws/steps.html", context)


@require_safe
@personal
def state(request: HttpRequest, member: Member, draw: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Where the draw stands, for a console that shows it beside other things."""
    return _answer(_facts(member, queries.get_mine(member, draw)))


@require_POST
@personal
def take(request: HttpRequest, member: Member, draw: str, step: str) -> HttpResponse:
    """Take a step, or end the draw. Pressing twice is pressing once."""
    row = queries.get_mine(member, draw)
    try:
        if step == "void":
            actions.void(row, request.POST.get("reason", ""), by=member)
        else:
            VERBS[step](row, by=member)
    except Refusal as no:
        return _refused(request, no, "draws:steps", row)
    return _done(request, member, row, SAID[step](), "draws:steps")


@require_POST
@personal
def again(request: HttpRequest, member: Member, draw: str) -> HttpResponse:
    """Prepare anew what became void."""
    row = queries.get_mine(member, draw)
    try:
        fresh = actions.again(row, by=member)
    except Refusal as no:
        return _refused(request, no, "draws:steps", row)
    return _done(request, member, fresh, _("已经另备一次，密码是新的。从第一步开始。"), "draws:steps")


@require_safe
@personal
def numbers(request: HttpRequest, member: Member, draw: str) -> HttpResponse:
    """Where one of two people types what the camera or the lottery shows; they may be anywhere."""
    row = _for_reader(member, draw)
    readings = queries.readings(member, row)
    if not request.accepts("text/html"):  # who has typed waits here, and is told what the other one's reading came to
        said = {"state": row.state, "readings": [{"mine": one["mine"]} for one in readings], "now": ""}
        return _answer({**said, "differs": _differs(member, row)})
    return _typing(request, member, row)


def _typing(
    request: HttpRequest, member: Member, row: "Draw", *, typed: Sequence[str] = (), wrong: str = "", status: int = 200
) -> HttpResponse:
    """The page on which numbers are typed; with what was typed where it was refused."""
    readings = queries.readings(member, row)
    mine = [reading for reading in readings if reading["mine"]]
    sources = queries.settled_sources(row)
    texts = typed or [""] * len(sources)
    context = {
        "draw": row,
        "lecture": row.lecture,
        "sources": [(at, one, _asked(one), text) for at, (one, text) in enumerate(zip(sources, texts, strict=True), 1)],
        "wrong": wrong,
        "is_open": row.state == State.SECRET,
        "is_done": row.state in {State.ENTROPY, State.RESULT},
        "mine": mine[0] if mine else None,
        "readings": readings,
        "differs": _differs(member, row),
        "agreed": queries.steps(row).get("draw_entropy"),
    }
    return render(request, "draws/numbers.html", context, status=status)


@require_POST
@personal
def type_numbers(request: HttpRequest, member: Member, draw: str) -> HttpResponse:
    """Keep what one person read; with the second who reads the same, the numbers are public."""
    row = _for_reader(member, draw)
    texts = [request.POST.get(f"source-{at}", "") for at, _source in enumerate(queries.settled_sources(row), 1)]
    try:
        step = actions.type_numbers(row, texts, by=member)
    except BadNumbers as no:
        if not request.accepts("text/html"):
            raise
        # What was typed stays in its fields, to be mended there: seven numbers are not typed twice for one that lacks.
        return _typing(request, member, row, typed=texts, wrong=no.sentence, status=no.status)
    except Refusal as no:
        return _refused(request, no, "draws:numbers", row)
    said = _("两个人录入的完全一致，随机数已经公布。") if step else _("已经收好。等另一个人录入，两边一致就公布。")
    return _done(request, member, row, said, "draws:numbers")


SAID = {
    "rules": lambda: _("规矩已经公布，密码已经封好。"),
    "roster": lambda: _("名单已经锁定并公布。"),
    "secret": lambda: _("密码已经开封。"),
    "result": lambda: _("已经开奖。"),
    "void": lambda: _("这次抽奖已经作废。"),
}


def _for_reader(member: Member, draw: str) -> "Draw":
    """Whoever works here may read the numbers of a draw that is public; there is nothing to choose any more."""
    row = queries.get(member, draw)
    if not member.works_here:
        raise NotFound
    return row


def _rows(row: "Draw", taken: "dict[str, Step]") -> list[Row]:
    now = NEXT.get(State(row.state), "")
    titles = {
        "rules": (_("立规矩，封密码"), _("公布奖品、谁能参加、随机数从哪来；同时封好密码。"), _("公布规矩")),
        "roster": (_("锁名单"), _("按答题记录列出号码，全部公布，以后谁也改不了。"), _("锁定名单")),
        "secret": (_("开封密码"), _("名单锁好了，随机数还没有，现在开封。"), _("开封")),
        "entropy": (_("录随机数"), _("镜头前掷骰子，或者等彩票开奖；两个人分别录入。"), ""),
        "result": (_("开奖"), _("由前面四步算出来，谁也挑不了。"), _("开奖")),
    }
    found = []
    for name, (title, text, button) in titles.items():
        step = taken.get(f"draw_{name}")
        state = "done" if step else "now" if name == now else "later"
        found.append(Row(name, title, text, button, state, clock.from_ms(step.at) if step and step.at else None))
    return found


def _not_now(row: "Draw") -> str:
    """Why the next step cannot be taken at this moment, in one sentence; empty when it can."""
    step = NEXT.get(State(row.state), "")
    if not step or in_time(f"draw_{step}", Phase(row.lecture.state)):
        return ""
    if row.lecture.state not in OVER:
        return _("现在还不能按：打开候场以后，居民看得到了，才能公布规矩。到时候这个按钮会自己亮起来。")
    if step == "rules":
        return _("宣讲已经结束，没有公布规矩的抽奖不能再开。")
    return _("宣讲已经结束，这一步不能再做了：按公布的规矩，这次抽奖作废。")


def _winners(row: "Draw") -> list[dict[str, object]]:
    return [
        {
            "label": one.label,
            "prize": row.prizes[one.prize]["name"],
            "substitute": one.is_substitute,
            "outcome": one.outcome,
        }
        for one in claims.holders(row)
    ]


def _facts(member: Member, row: "Draw") -> dict[str, Any]:
    taken = queries.steps(row)
    return {
        "draw": row.pk,
        "i": row.seq,
        "title": row.title,
        "lecture": row.lecture_id,
        "state": row.state,
        "state_text": State(row.state).label,
        "next": NEXT.get(State(row.state), ""),
        "now": not _not_now(row),
        "count": taken["draw_roster"].data["count"] if "draw_roster" in taken else None,
        "sources": [{"name": one.name, "count": one.count, "span": _span(one)} for one in queries.settled_sources(row)],
        "readings": [{"name": one["name"], "mine": one["mine"]} for one in queries.readings(member, row)],
        "differs": _differs(member, row),
        "winners": _winners(row),
        "urls": {
            name: reverse(f"draws:{name}", args=[row.pk])
            for name in ("page", "steps", "numbers", "type", "desk", "file")
        }
        | {step: reverse("draws:take", args=[row.pk, step]) for step in SAID},
    }


def _differs(member: Member, row: "Draw") -> str:
    """What both who typed have to hear, in the sentence that the second is refused with."""
    places = queries.differing(member, row)
    return ReadingsDiffer(places=places).sentence if places else ""


def _asked(source: "Source") -> str:
    """How many numbers of this source are to be typed and what each may be, for a person who types them."""
    if len(source.parts) == 1:
        return _("{count} 个数，每个 {span}。").format(count=source.count, span=_span(source))
    told, before = [], 0
    for part in source.parts:
        place = _("前 {n} 个") if not before else _("最后 {n} 个") if part is source.parts[-1] else _("再 {n} 个")
        told.append(_("{place} {low}–{high}").format(place=place.format(n=part.count), low=part.low, high=part.high))
        before += part.count
    return _("一共 {count} 个数：{parts}。").format(count=source.count, parts=_("，").join(told))


def _span(source: "Source") -> str:
    """What a number of this source may be, for a person who types it."""
    return "；".join(f"{part.low}–{part.high}" for part in source.parts)


def _refused(request: HttpRequest, no: Refusal, name: str, row: "Draw") -> HttpResponse:
    """The page itself is the best answer to a person, with the sentence on it; a script reads the refusal."""
    if no.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND} or not request.accepts("text/html"):
        raise no
    messages.error(request, no.sentence)
    return redirect(name, row.pk)


def _done(request: HttpRequest, member: Member, row: "Draw", said: str, name: str) -> HttpResponse:
    if request.accepts("text/html"):
        messages.success(request, said)
        return redirect(name, row.pk)
    facts = _facts(member, row) if access.may(member, Right.VIEW_STUDIO, row.lecture.studio.unit) else {}
    return _answer({"said": said, **facts})


def _answer(facts: dict[str, Any]) -> JsonResponse:
    return JsonResponse(facts, json_dumps_params={"ensure_ascii": False})
