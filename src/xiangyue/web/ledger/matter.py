"""One matter: its page explains itself. Whom it does not concern gets the same answer as for an unknown one."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyue.kernel import clock
from xiangyue.ledger.evidence import queries as evidence
from xiangyue.ledger.kinds import queries as kinds
from xiangyue.ledger.matters import desks
from xiangyue.ledger.matters import queries as matters
from xiangyue.ledger.matters.states import RUNNING, State, Verb
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.people import queries as people
from xiangyue.web import serving
from xiangyue.web.ledger import (
    beside,
    checking,
    deeds,
    derivation,
    facts,
    granting,
    ladder,
    offered,
    photographs,
    rows,
    timeline,
    when,
    words,
)
from xiangyue.web.looking import inside, personal

if TYPE_CHECKING:
    from xiangyue.web.ledger.facts import Facts
    from xiangyue.web.ledger.offered import Offers

LINKS = ("parent", "children", "rebound_of", "rebounds", "merged_into")


@require_safe
@personal
def page(request: HttpRequest, member: Member, matter: str) -> HttpResponse:
    """The matter as it stands, and what this person may do about it now."""
    known = facts.of(member, matter)
    return render(request, "ledger/matter.html", shown(known))


@require_safe
@inside
def photo(request: HttpRequest, member: Member, picture: str, size: str) -> HttpResponse:
    """A photograph of a matter, for who sees the matter now: the right is asked again for each request."""
    found = evidence.named([picture])
    for one in found:
        matters.get(member, one.matter)
    return serving.photograph(request, found, picture, size)


def shown(known: "Facts") -> dict[str, object]:
    """Everything the page says: the same number of queries whatever happened."""
    matter = known.matter
    pictures = photographs.shown(evidence.of_matter(matter.pk), withdrawn=matters.withdrawn(known.lines))
    counted = derivation.of(known)
    offers = offered.to(known)
    besides = beside.of(known.member, matter)
    leads = matter.state == State.WORKING and offered.is_theirs(known, Verb.CLAIM)
    answers = leads and bool(besides["is_question"])
    return {
        "here": "ledger",
        "matter": matter,
        "kind": rows.named(known.kind),
        "category": rows.category_of(matter, known.kind),
        "closing": known.category,
        "grade": rows.named(known.grade) if known.grade else "",
        "stamp": rows.stamp(matter, known.now),
        "left": _left(known),
        "plate": known.plate,
        "via": words.via(matter.via),
        "pair": photographs.pair(pictures.values()),
        "pictures": list(pictures.values()),
        "timeline": timeline.told(known, pictures, people.names_of(timeline.people_in(known.lines))),
        "derivation": counted,
        "days_said": derivation.legend(counted.weeks) if counted else "",
        "checking": checking.of(known),
        "ladder": ladder.of(known),
        "helpers": _helpers(known),
        "besides": besides,
        "answers": answers,
        "unfinished": "、".join(offered.unfinished(known)),
        "offered_to": known.unit_name(matter.offered),
        "links": _links(known),
        # A question wants its answer first; what is usually first stands beside it then.
        "primary": deeds.DEEDS.get(offers.primary) if offers.primary and not answers else None,
        "beside": [deeds.DEEDS[verb] for verb in _second(offers, answers=answers)],
        "folded": [deeds.DEEDS[verb] for verb in offers.folded],
        "on_time": _on_time(known),
        "writes": _writes(known),
        "wishes": granting.about(known.member, matter),
        "notifies": leads,
    }


def _second(offers: "Offers", *, answers: bool) -> list[Verb]:
    return [offers.primary, *offers.beside] if answers and offers.primary else offers.beside


def _left(known: "Facts") -> when.Left:
    """What is left while the lead's clock runs; once claimed, until when it is verified."""
    matter = known.matter
    if matter.state in RUNNING and matter.paused_at is None:
        return when.left(matter.due, known.now)
    if matter.state == State.CLAIMED and matter.check_due is not None:
        return when.Left(_("{at} 前核查").format(at=when.day(matter.check_due)))
    return when.Left("")


def _writes(known: "Facts") -> bool:
    """Whether somebody may draft a notice about it: the office, once it has a lead and while it is open."""
    matter = known.matter
    led = matter.lead is not None and not access.in_subtree(known.member, matter.lead)
    return led and matter.state != State.CLOSED and access.may(known.member, Right.DISPATCH, matter.office)


def _helpers(known: "Facts") -> list[dict[str, object]]:
    """Units that help, each with its own deadline."""
    return [
        {
            "unit": known.unit_name(code),
            "due": when.moment(clock.from_ms(due)) if due else "",
            "left": when.left(clock.from_ms(due), known.now) if due and done is None else when.Left(""),
            "done": when.moment(clock.from_ms(done)) if done else "",
        }
        for code, (due, done) in known.matter.helpers.items()
    ]


def _links(known: "Facts") -> list[tuple[str, list[rows.Row]]]:
    """What a matter hangs together with, in the order of LINKS."""
    found = desks.links(known.member, known.matter)
    every = kinds.every()
    return [(name, rows.listed(found[name], every)) for name in LINKS if found[name]]


def _on_time(known: "Facts") -> str:
    """Whether the claim that passed came by the original due moment: `yes`, `no`, or nothing to say."""
    if known.matter.on_time is None or known.matter.original_due is None:
        return ""
    return "yes" if known.matter.on_time else "no"
