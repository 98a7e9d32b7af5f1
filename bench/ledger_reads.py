"""What `bench.million` measures: each question of a page with the times it took and the queries it asked."""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from django.db import connection

from xiangyue.kernel import clock, heap
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import desks, published, queries, slices
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.matters.desks import Filter
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum
from xiangyue.org.access.rules import Member, Post
from xiangyue.org.access.states import Role
from xiangyue.org.units import queries as units
from xiangyue.project import audit
from xiangyue.project.disk import Disk

ROUNDS = 40
LONGEST_MS = 8_000
"""Of one row: what is slow is known to be slow after some rounds."""

PAGE = 50
SEED = 7


def member(name: str, role: Role, code: str) -> Member:
    unit = units.get(code) if code else units.root()
    return Member(name, name, (Post(role, unit.code, unit.path),))


def measure() -> None:
    """Print the table."""
    heap.settle()  # as a server does when it has loaded everything
    dice = random.Random(SEED)
    names = list(Matter.objects.order_by("pk").values_list("pk", flat=True)[:200_000:997])
    office, auditor = member("dispatcher", Role.OFFICE, ""), member("auditor", Role.AUDITOR, "")
    towns = [unit.code for unit in units.places()]
    clerks = [member(f"clerk-{code}", Role.CLERK, code) for code in towns]
    village = member("clerk-village", Role.CLERK, "gouxi-yudong")
    inspectors = [member(f"inspector-{no:02}", Role.INSPECTOR, "") for no in range(20)]
    newcomer = member("newcomer", Role.INSPECTOR, "")
    two = Member("clerk-two", "clerk-two", tuple(clerk.posts[0] for clerk in clerks[:2]))
    categories = ["wires", "grease", "parking", "bills", "toilets", "lamps"]
    print(f"{'':44}{'p50 ms':>8}{'p95 ms':>8}{'CPU p50':>8}{'CPU p95':>8}{'queries':>9}")

    def listed(who: Callable[[], Member], wanted: Callable[[], Filter]) -> Callable[[], Any]:
        return lambda: slices.cut(who(), wanted(), PAGE)

    def far(who: Callable[[], Member]) -> Callable[[], Any]:
        """Anywhere in the list, as somebody who goes through all of it comes there."""
        marks = [slices.mark_of(matter) for matter in Matter.objects.filter(pk__in=names)]
        return lambda: slices.cut(who(), Filter(), PAGE, after=dice.choice(marks))

    def any_clerk() -> Member:
        return dice.choice(clerks)

    row("list, the office's, newest", listed(lambda: office, Filter))
    row("list, the office's, anywhere in it", far(lambda: office))
    row("list, a town's", listed(any_clerk, Filter))
    row("list, a town's, anywhere in it", far(any_clerk))
    row("list, a village that has none", listed(lambda: village, Filter))
    row("list, an inspector's own", listed(lambda: dice.choice(inspectors), Filter))
    row("list, an inspector's own, anywhere in it", far(lambda: dice.choice(inspectors)))
    row("list, an inspector's own, overdue", listed(lambda: dice.choice(inspectors), lambda: Filter(overdue=True)))
    row("list, a new inspector's: empty", listed(lambda: newcomer, Filter))
    row(
        "list, the office's, one kind and state", listed(lambda: office, lambda: Filter(kind="hazard", state="WORKING"))
    )
    row(
        "list, the office's, one category and town",
        listed(
            lambda: office, lambda: Filter(kind="street", category=dice.choice(categories), place=dice.choice(towns))
        ),
    )
    row("list, the office's, overdue", listed(lambda: office, lambda: Filter(overdue=True)))
    row("list, a town's, overdue", listed(any_clerk, lambda: Filter(overdue=True)))
    row("list, a village's that has none, overdue", listed(lambda: village, lambda: Filter(overdue=True)))
    row("list, a lead's, overdue", listed(lambda: office, lambda: Filter(overdue=True, lead=dice.choice(towns))))
    row("list, a clerk of two towns", listed(lambda: two, Filter))
    row("list, a town's, one state", listed(any_clerk, lambda: Filter(state="WORKING")))
    row(
        "list, one month, three years ago",
        listed(
            lambda: office,
            lambda: Filter(
                since=clock.now().date() - timedelta(days=1100), until=clock.now().date() - timedelta(days=1070)
            ),
        ),
    )
    words = ["飞线", "井盖", "燃气软管", "新桥街 飞线", "油污 小学"]
    row("search, a word, the office's", listed(lambda: office, lambda: Filter(words=dice.choice(words))))
    row("search, a word, a town's", listed(any_clerk, lambda: Filter(words=dice.choice(words))))
    row(
        "search, a number",
        listed(lambda: office, lambda: Filter(words=Matter.objects.get(pk=dice.choice(names)).number)),
    )
    row(
        "search, a word that is everywhere",
        listed(lambda: office, lambda: Filter(words=dice.choice(["街", "号", "小学"]))),
    )
    row("search, that word, a town's", listed(any_clerk, lambda: Filter(words="街")))
    row("search, nothing found", listed(any_clerk, lambda: Filter(words="海洋牧场")))
    row("unit desk, eight lists of fifty", lambda: unit_desk(any_clerk()))
    row(
        "office desk, seven lists of fifty",
        lambda: [queries.first(found, PAGE) for found in fields(desks.of_office(office, units.root()))],
    )
    row("dashboard, the county now", lambda: desks.figures(office))
    row("dashboard, a town now", lambda: figures_of(any_clerk()))
    row(
        "dashboard, a past day",
        lambda: desks.figures(office, on=clock.now().date() - timedelta(days=dice.randint(1, 1500))),
    )
    row("overdue by lead", lambda: desks.overdue_by_lead(office))
    row("responsibility report", lambda: desks.orphans(office, units.root()))
    row("public list", lambda: published.public(kind="street"))
    row("one matter: row, timeline, links, subject", lambda: one(office, dice.choice(names)))
    row("one matter as of a past day", lambda: as_of(auditor, dice.choice(names)))
    row(
        "what is alike, at a spot",
        lambda: desks.similar(
            inspectors[0],
            "street",
            dice.choice(categories),
            at=Position(28_900_000 + dice.randrange(150_000), 118_700_000 + dice.randrange(250_000), Datum.GCJ02),
        ),
    )
    inspector = inspectors[0]
    filed: list[str] = []
    row("verb: file one matter", lambda: filed.append(file_one(inspector)))
    filed += [file_one(inspector) for _ in range(ROUNDS + 2)]
    row("verb: assign", lambda: matters.assign(filed.pop(), Assignment("fushan", "wires"), Order(office)))


def row(label: str, ask: Callable[[], Any]) -> None:
    """Ask once to warm up, then so many times; p50 and p95, the same of CPU, queries of one round.

    On a busy machine the CPU says more: this process's, and that of the database's process that serves it.
    """
    ask()
    asked = _Asked()
    with connection.execute_wrapper(asked):
        ask()
    took, worked = [], []
    for _ in range(ROUNDS):
        began, cpu = time.perf_counter(), _cpu_ms()
        ask()
        took.append((time.perf_counter() - began) * 1000)
        worked.append(_cpu_ms() - cpu)
        if sum(took) > LONGEST_MS and len(took) > 2:
            break
    told = [each for times in (took, worked) for each in (median(times), quantiles(times, n=20)[18])]
    print(f"{label:44}" + "".join(f"{each:8.1f}" for each in told) + f"{asked.count:9}", flush=True)


class _Asked:
    """Counts what is asked, also by a request, which forgets the log of what was asked before it."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *said: Any) -> Any:
        self.count += 1
        return execute(*said)


def _cpu_ms() -> float:
    worked = time.process_time() * 1000
    if connection.vendor == "postgresql":
        if _backend.get("of") is not connection.connection:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                _backend.update({"of": connection.connection, "schedstat": f"/proc/{cursor.fetchone()[0]}/schedstat"})
        worked += int(Path(_backend["schedstat"]).read_text().split()[0]) / 1e6
    return worked


_backend: dict[str, Any] = {}


def fields(desk: Any) -> list[Any]:
    return [getattr(desk, name) for name in desk.__slots__]


def unit_desk(viewer: Member) -> list[Any]:
    found = desks.of_unit(viewer, units.get(viewer.posts[0].unit))
    return [queries.first(queryset, PAGE) for queryset in fields(found)]


def figures_of(viewer: Member) -> Any:
    return desks.figures_of(viewer, units.get(viewer.posts[0].unit))


def one(viewer: Member, name: str) -> Any:
    matter = queries.get(viewer, name)
    return queries.timeline(viewer, matter), desks.links(viewer, matter), desks.subject_history(viewer, matter.subject)


def as_of(viewer: Member, name: str) -> Any:
    return queries.as_of(viewer, name, clock.now())


def file_one(inspector: Member) -> str:
    finding = Finding(
        "street",
        "新桥街空中飞线",
        "wires",
        text="线缆垂到人行道上方。",
        place="fushan",
        spot="新桥街 8 号",
        via=Reporter.INSPECTOR,
    )
    return matters.report(finding, Order(inspector)).matter


def prove() -> None:
    """`xiangyue audit verify` of everything, and its speed."""
    from xiangyue.project import config

    began = time.monotonic()
    report = audit.examine(Disk(Path(config.load().data) / "lines"))
    took = time.monotonic() - began
    print(
        f"audit verify: {report.chains:,} chains, {report.records:,} records in {took:.0f} s, "
        f"{report.records / took:,.0f} a second; breaks: {len(report.breaks)}"
    )
    for found in report.breaks[:5]:
        print("   ", found.text)
