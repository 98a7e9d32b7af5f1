"""What a studio has to do when a lecture is over, in the order in which it does it: results, replay, prizes, papers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyue.hall.claims import queries as claims
from xiangyue.hall.draws import queries as draws
from xiangyue.hall.draws.states import State
from xiangyue.hall.scores import queries as scores
from xiangyue.org.access import rules as access
from xiangyue.org.access.states import Right

if TYPE_CHECKING:
    from xiangyue.hall.draws.models import Draw
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.org.access.rules import Member


@dataclass(frozen=True, slots=True)
class Prizes:
    """One draw: what is to be said of its prizes, where that is done, and whether somebody still waits for one."""

    title: str
    said: str
    address: str
    word: str
    waits: bool = False


def of(member: "Member", lecture: "Lecture") -> dict[str, object]:
    """What the preparation page shows of a lecture that was given."""
    quiz = scores.results(member, lecture)
    said = _("{people} 人答题，{all_right} 人全部答对").format(people=quiz.people, all_right=quiz.all_right)
    return {
        "answered": said if quiz.people else _("这一场没有人答题"),
        "prizes": [_prizes(member, each) for each in draws.of_lecture(member, lecture) if each.seq is not None],
    }


def _prizes(member: "Member", draw: "Draw") -> Prizes:
    public = reverse("draws:page", args=[draw.pk])
    if draw.state == State.VOID:
        return Prizes(draw.title, _("这次抽奖已经作废"), public, _("看为什么"))
    if draw.state != State.RESULT:
        return Prizes(
            draw.title, _("抽奖还没有开完"), reverse("draws:steps", args=[draw.pk]), _("把它开完"), waits=True
        )
    holders = claims.holders(draw)
    waiting = sum(1 for each in holders if not each.outcome)
    if not waiting:
        return Prizes(draw.title, _("奖品都有着落了"), public, _("看中奖号码"))
    said = ngettext("{n} 份奖品等人来领", "{n} 份奖品等人来领", waiting).format(n=waiting)
    if not access.may(member, Right.RUN, draw.lecture.studio.unit):
        return Prizes(draw.title, said, public, _("看中奖号码"), waits=True)
    return Prizes(draw.title, said, reverse("draws:desk", args=[draw.pk]), _("去发奖"), waits=True)
