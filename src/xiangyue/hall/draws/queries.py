"""Reads of draws. One that was not announced exists for its studio only; after that everybody may read all of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Q, QuerySet

from xiangyue.hall.draws import rules
from xiangyue.hall.draws.models import Draw, Reading, Roster, Step
from xiangyue.hall.draws.rules import Plan, Rule
from xiangyue.hall.draws.states import Eligibility, State
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.prepared import Item
from xiangyue.hall.lectures.states import OVER
from xiangyue.kernel.draw import document as file
from xiangyue.kernel.draw import entropy, proof, strength, xyd2
from xiangyue.kernel.draw import roster as spelling
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units

VERSION = 1

LOCKED = [State.ROSTER, State.SECRET, State.ENTROPY, State.RESULT]


def visible_to(viewer: Member) -> QuerySet[Draw]:
    """What a viewer may know of: what was announced; their own studios' draws entirely."""
    inside = units.under(access.paths(viewer, Right.VIEW_STUDIO), field="lecture__studio__unit__path")
    public = Q(seq__isnull=False, lecture__rehearsal_of__isnull=True)
    return Draw.objects.filter(public | inside).select_related("lecture__studio__unit")


def get(viewer: Member, public_id: str) -> Draw:
    """One draw. Raises `NotFound`."""
    draw = visible_to(viewer).filter(pk=public_id).first()
    if draw is None:
        raise NotFound
    return draw


def by_number(viewer: Member, lecture: str, number: int) -> Draw:
    """One draw by its name on the line. Raises `NotFound`."""
    draw = visible_to(viewer).filter(lecture_id=lecture, seq=number).first()
    if draw is None:
        raise NotFound
    return draw


def get_mine(viewer: Member, public_id: str) -> Draw:
    """One draw, from inside its studio. Raises `NotFound`, `Forbidden`, `SecondFactorMissing`."""
    draw = get(viewer, public_id)
    access.require(viewer, Right.VIEW_STUDIO, draw.lecture.studio.unit)
    return draw


def of_lecture(viewer: Member, lecture: Lecture) -> QuerySet[Draw]:
    """The draws of a lecture, in the order in which they were prepared."""
    return visible_to(viewer).filter(lecture=lecture)


def of_studio(viewer: Member, code: str) -> QuerySet[Draw]:
    """The draws of a studio, the latest first, for those inside it."""
    return visible_to(viewer).filter(lecture__studio__code=code).order_by("-made_at", "pk")


def plan(draw: Draw) -> Plan:
    """What its keeper filled in. Who may win is the house's setting until it is announced, then what was said."""
    announced = Step.objects.filter(draw=draw, kind="draw_rules").first()
    if announced is None:
        verified = settings.WINNING == "verified"
    else:
        verified = str(announced.data["eligible"]).endswith(rules.VERIFIED_ONLY)
    rule = Rule(Eligibility(draw.eligibility), draw.least, verified)
    return Plan(draw.title, draw.prizes, rule, draw.sources, draw.claim, draw.claim_days)


def said(plan: Plan) -> dict[str, Any]:
    """What is promised: what a reviewer approves, and what the record keeps."""
    return {
        "title": plan.title, "prizes": [dict(prize) for prize in plan.prizes], "eligible": plan.rule.sentence,
        "sources": list(plan.sources), "claim": plan.claim, "days": plan.claim_days,
    }  # fmt: skip


def roster_path(draw: Draw) -> str:
    """Where everybody reads the roster: part of what is published with the lock."""
    return f"/draws/{draw.pk}/roster.txt"


def roster(viewer: Member, draw: Draw) -> Roster:
    """The roster, once it is public. Raises `NotFound`."""
    seen = get(viewer, draw.pk)
    told = Step.objects.filter(draw=seen, kind="draw_roster", seq__isnull=False).exists()
    row = Roster.objects.filter(draw=seen).first() if told else None
    if row is None:
        raise NotFound
    return row


def is_listed(draw: Draw, label: str) -> bool:
    """Whether a number is on the published roster: its line is fetched from the text, not the text."""
    lined = Roster.objects.filter(draw=draw, draw__state__in=LOCKED)
    return lined.filter(Q(text__startswith=f"{label}\n") | Q(text__contains=f"\n{label}\n")).exists()


def steps(draw: Draw) -> dict[str, Step]:
    """The steps that were taken, by kind."""
    return {step.kind: step for step in Step.objects.filter(draw=draw, seq__isnull=False)}


def readings(viewer: Member, draw: Draw) -> list[dict[str, object]]:
    """Who has typed numbers, and whether it was the viewer; never what. For people who work here."""
    rows = Reading.objects.filter(draw=draw) if viewer.works_here else []
    return [{"name": row.name, "mine": row.person == viewer.username, "at": row.read_at} for row in rows]


def unread(viewer: Member) -> QuerySet[Draw]:
    """The draws of the viewer's studios whose public numbers wait for the viewer too to type them."""
    inside = units.under(access.paths(viewer, Right.VIEW_STUDIO), field="lecture__studio__unit__path")
    waiting = Draw.objects.filter(inside, state=State.SECRET, seq__isnull=False, lecture__rehearsal_of__isnull=True)
    return waiting.exclude(readings__person=viewer.username).select_related("lecture").order_by("seq", "pk")


def differing(viewer: Member, draw: Draw) -> str:
    """Where the last two who typed numbers differ, in words, never what either says; "" while nothing differs.

    For people who work here: both have to hear of it, not only the second.
    """
    if draw.state != State.SECRET or not viewer.works_here:
        return ""
    texts = list(Reading.objects.filter(draw=draw).order_by("read_at", "pk").values_list("text", flat=True))
    other = next((text for text in reversed(texts) if text != texts[-1]), None)
    return "" if other is None else rules.places(entropy.differences(other, texts[-1]))


def settled_sources(draw: Draw) -> list[entropy.Source]:
    """The sources with their numbers counted; as the rules say it while there is no roster."""
    sources = entropy.read(draw.sources)
    row = Roster.objects.filter(draw=draw).first()
    if row is None:
        return sources
    return entropy.settled(sources, strength.needed(row.count, plan(draw).wanted))


def result(draw: Draw) -> dict[str, Any]:
    """What follows from the steps taken so far, as the line wants it said."""
    taken, row = steps(draw), Roster.objects.get(draw=draw)
    otp, numbers = taken["draw_secret"].data["otp"], taken["draw_entropy"].data["entropy"]
    said = msgspec.convert(taken["draw_rules"].data, file.Rules)
    key = xyd2.key(said, otp, spelling.fingerprint(row.text), numbers)
    won, behind = proof.winners(key, spelling.read(row.text), said.prizes)
    return {
        "i": draw.seq,
        "winners": [{"label": winner.label, "prize": winner.prize, "pos": winner.pos} for winner in won],
        "substitutes": behind[: proof.substitutes(plan(draw).wanted)],
    }


def document(draw: Draw, *, result: dict[str, Any] | None = None) -> file.Document:
    """The file that proves it: steps as the line has them, and the roster. `result`: one that is not told yet."""
    taken = Step.objects.filter(draw=draw, seq__isnull=False)
    said = [file.Step(step.kind, step.at or 0, step.data, step.seq or 0, step.link) for step in taken]
    if result is not None:
        said.append(file.Step("draw_result", said[-1].at, result, 0))
    row, lecture = Roster.objects.filter(draw=draw).first(), draw.lecture
    return file.Document(
        file.KIND, VERSION, draw.pk, said,
        roster=row.text if row and any(step.kind == "draw_roster" for step in said) else "",
        county=settings.COUNTY,
        lecture={"id": lecture.pk, "title": lecture.title, "studio": lecture.studio.name},
    )  # fmt: skip


def lapsed(unopened: Iterable[State], numberless: Iterable[State], patience: datetime) -> Iterator[tuple[Draw, str]]:
    """Draws that their own rules end: "withheld" when the lecture is over first, "late" when no numbers came."""
    rows = Draw.objects.select_related("lecture__studio__unit").filter(lecture__state__in=sorted(OVER))
    for draw in rows.filter(state__in=sorted(unopened)):
        yield draw, "withheld"
    for draw in rows.filter(state__in=sorted(numberless), lecture__ended_at__lt=patience):
        yield draw, "late"


# ---------------------------------------------------------------- what is prepared for a lecture, on nobody's behalf
def content(lecture: str) -> list[dict[str, Any]]:
    """What a reviewer of the lecture approves of its draws: every promise."""
    return [said(plan(draw)) for draw in _planned(lecture)]


def says(lecture: str) -> str:
    """What there is, in a few words for the preparation page; of several also who each is for."""
    rows = list(_planned(lecture))
    if len(rows) == 1:
        return rows[0].title
    return "；".join(f"{draw.title}（{plan(draw).rule.sentence}）" for draw in rows)


def items(lecture: str) -> tuple[Item, ...]:
    """The draws that the run of show brings on."""
    return tuple(Item("draw", draw.pk, draw.title) for draw in _planned(lecture))


def _planned(lecture: str) -> QuerySet[Draw]:
    return Draw.objects.filter(lecture_id=lecture).exclude(state=State.VOID)
