"""The same as `ledger_reads`, of whole pages: session, rights, every query, the template; by Django's own client."""

import random
from importlib import import_module

from allauth.mfa.models import Authenticator
from django.test import Client

from bench.ledger_reads import SEED, row
from xiangyue.kernel import clock, heap
from xiangyue.ledger.matters import slices
from xiangyue.ledger.matters.models import Matter
from xiangyue.org.access.models import Grant
from xiangyue.org.access.states import Role
from xiangyue.org.people.models import Person
from xiangyue.org.units import queries as units
from xiangyue.org.units.models import Unit

FAR = 200
"""The farthest page of a list that is offered."""


def browser(name: str, role: Role, code: str) -> Client:
    """Somebody who is signed in; made when not there."""
    person, is_new = Person.objects.get_or_create(
        username=name, defaults={"display_name": name, "made_at": clock.now()}
    )
    if is_new:
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
        unit = Unit.objects.get(code=code) if code else units.root()
        Grant.objects.create(person=person, role=role, unit=unit, since_at=clock.now(), granted_by="system")
    client = Client()
    client.force_login(person)
    return client


def measure() -> None:
    """Print the table."""
    import_module("xiangyue.project.urls")
    heap.settle()  # as a server does when it has loaded everything
    dice = random.Random(SEED)
    office, clerk = browser("dispatcher", Role.OFFICE, ""), browser("clerk-fushan", Role.CLERK, "fushan")
    inspector, guest = browser("inspector-00", Role.INSPECTOR, ""), Client()
    names = list(Matter.objects.order_by("pk").values_list("pk", flat=True)[:200_000:997])
    farthest = Matter.objects.order_by("-reported_at", "-pk")[: FAR * 50].values("pk")
    mark = slices.mark_of(Matter.objects.filter(pk__in=farthest).order_by("reported_at", "pk")[0])

    def page(label: str, who: Client, *addresses: str) -> None:
        def ask() -> None:
            answer = who.get(dice.choice(addresses))
            assert answer.status_code == 200, (answer.status_code, addresses)

        row(f"page: {label}", ask)

    words = ["飞线", "井盖", "燃气软管", "新桥街 飞线", "街"]
    page("list, the office's", office, "/ledger/list/")
    page(f"list, its page {FAR}", office, f"/ledger/list/?page={FAR}&after={mark}")
    page("list, overdue", office, "/ledger/list/?overdue=on")
    page("list, a clerk's", clerk, "/ledger/list/")
    page("list, an inspector's own", inspector, "/ledger/list/")
    page("search, the office's", office, *(f"/ledger/list/?words={word}" for word in words))
    page("search, a clerk's", clerk, *(f"/ledger/list/?words={word}" for word in words))
    page("unit desk", clerk, "/ledger/")
    page("office desk", office, "/ledger/")
    page("inspector's desk", inspector, "/ledger/")
    page("figures", office, "/ledger/figures/")
    page("figures of a past day", office, "/ledger/figures/?on=2025-06-01")
    page("responsibility", office, "/ledger/responsibility/")
    page("one matter", office, *(f"/ledger/{name}/" for name in names))
    page("front page of the county, not kept", guest, "/")
