"""What a phone that was out of reach brings of a sealed inspection: sealed like any finding, once by its command."""

from dataclasses import replace

from django.db import transaction

from xiangyue.ledger.captures import actions as captures
from xiangyue.ledger.captures.errors import NotArrived
from xiangyue.ledger.captures.rules import Baggage
from xiangyue.ledger.inspections import queries
from xiangyue.ledger.inspections.actions import acting, visiting
from xiangyue.ledger.inspections.actions.acting import Kept
from xiangyue.ledger.inspections.rules import Found
from xiangyue.ledger.inspections.states import Verb
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.voices import queries as voices


@transaction.atomic
def bring(name: str, found: Found, sentence: str, baggage: Baggage, order: Order) -> Kept:
    """Take in a finding with what was uploaded for it; title and text are made of one sentence.

    Raises `NotFound`, `NotArrived` and what `add_finding` raises.
    """
    queries.get(order.by, name)  # to who is not of the crew nothing is there: neither a kind nor a missing photo
    if (before := acting.answered(order, Verb.FIND, name)) is not None:
        return before
    if baggage.voice is not None and voices.sent(baggage.voice, by=order.by.username) is None:
        raise NotArrived(missing=[str(baggage.voice)])
    pictures = tuple(row.pk for row in captures.taken(baggage, order))
    title, text = captures.headed(found.kind, found.category, sentence)
    said = replace(
        found, title=title, text=text, evidence=pictures, voice=str(baggage.voice) if baggage.voice is not None else ""
    )
    return visiting.add_finding(name, said, order)
