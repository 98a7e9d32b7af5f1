"""What became of one's own questions, and whether the answers answer: asked by a phone with its ticket or voucher."""

from typing import Any

import msgspec
from django.http import HttpRequest

from xiangyue.hall.questions import actions, queries
from xiangyue.web.residents import exchange


class Who(msgspec.Struct):
    """A lecture, and one of the two that say who asked in it."""

    lecture: str
    ticket: str = ""
    voucher: str = ""


class Judged(msgspec.Struct):
    lecture: str
    i: int
    satisfied: bool
    ticket: str = ""
    voucher: str = ""
    missing: str = ""


@exchange.asked
def asked(request: HttpRequest) -> dict[str, Any]:
    """The questions this phone asked in a lecture that went to departments."""
    sent = exchange.read(request, Who)
    who = queries.asker(sent.lecture, ticket=sent.ticket, voucher=sent.voucher)
    return {"questions": [_told(one) for one in queries.own(sent.lecture, who)]}


@exchange.asked
def judge(request: HttpRequest) -> dict[str, Any]:
    """Say whether an answer answers."""
    sent = exchange.read(request, Judged)
    who = queries.asker(sent.lecture, ticket=sent.ticket, voucher=sent.voucher)
    actions.judge(sent.lecture, sent.i, asker=who, satisfied=sent.satisfied, missing=sent.missing)
    return {"questions": [_told(one) for one in queries.own(sent.lecture, who)]}


def _told(one: queries.Own) -> dict[str, Any]:
    return {
        "i": one.i,
        "text": one.text,
        "number": one.number,
        "unit": one.unit,
        "due": one.due_at.isoformat() if one.due_at else "",
        "word": one.word.value.lower(),
        "said": str(one.word.label),
        "answer": one.answer,
        "source": one.source,
    }
