"""A ledger of many matters: filled, filed into, listed, searched, counted and proven.

    python -m bench.ledger [--matters 1000000] [--rows 100000] [--data FOLDER]

`filled` makes matters of ten records each by the engine's own bulk path, all but one in twelve closed. Then: one more
matter filed and claimed by its verbs, `rows` brought in as an import does, what pages ask for (p50 and p95 of 40
times), and everything proven: every leaf and link, and every row against the fold of its chain. SQLite in FOLDER, which
is made anew; with XIANGYUE_DATABASE set, PostgreSQL.
"""

import argparse
import os
import random
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CHUNK = 1000
TIMES = 40
GOALS = {"file": 30.0, "page": 100.0, "import": 60.0, "verify": 50_000.0}
WORDS = [
    "安全出口",
    "堆放",
    "纸箱",
    "飞线",
    "路面",
    "油污",
    "燃气",
    "软管",
    "灭火器",
    "过期",
    "电动车",
    "充电",
    "井盖",
    "护栏",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--matters", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--data", type=Path)
    args = parser.parse_args()
    folder = args.data or Path(tempfile.mkdtemp(prefix="xiangyue-bench-"))
    os.environ["XIANGYUE_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyue.project.settings")
    import django
    from django.conf import settings

    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the factory's people
    try:
        _run(args)
    finally:
        if args.data is None:
            shutil.rmtree(folder)


def _run(args: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.db import connection

    from bench.machine import describe

    print(describe(), connection.vendor)
    call_command("migrate", verbosity=0)
    house = _House()
    began = time.perf_counter()
    house.fill(args.matters)
    spent = time.perf_counter() - began
    print(f"{'filled':<34}{args.matters:>10} matters, {house.records} records in {spent:.0f} s")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    house.measure(args)


class _House:
    def __init__(self) -> None:
        from tests.factories import matters as factory
        from tests.factories import people

        self.county = people.a_county()
        factory.kinds()
        self.desk = factory.a_desk(self.county)
        self.paths = {unit.code: unit.path for unit in factory.all_units()}
        self.records = 0
        self.dice = random.Random(1)

    # ------------------------------------------------ filling
    def fill(self, count: int) -> None:
        from django.db import transaction

        for at in range(0, count, CHUNK):
            with transaction.atomic():
                self._fill(at, min(CHUNK, count - at))

    def _fill(self, at: int, count: int) -> None:
        from xiangyue.kernel import clock, ids
        from xiangyue.ledger.matters.actions import beginning
        from xiangyue.org.access.rules import HOUSE

        moment = clock.now_ms() - (1_000_000 - at) * 30_000
        with clock.stopped(moment):
            acts = {ids.new_id(): self._acts(at + number, moment) for number in range(count)}
            acts = {name: self._named(name, each) for name, each in acts.items()}
            beginning.begin(acts, by=HOUSE, paths=self.paths)
        self.records += 10 * count

    def _named(self, name: str, acts: list) -> list:
        acts[0].data["cluster"] = name
        return acts

    def _acts(self, number: int, moment: int) -> list:
        from xiangyue.ledger.matters.actions.acting import Act
        from xiangyue.ledger.matters.states import Verb

        place = self.dice.choice(["fushan", "hehua", "yibao"])
        said = " ".join(self.dice.choices(WORDS, k=6))
        lat = 28_900_000 + self.dice.randint(0, 100_000)
        report = {
            "kind": "hazard", "version": 1, "via": "inspector", "unit": "", "office": "kecheng", "place": place,
            "subject": f"s{number % 50_000}", "category": "exit", "grade": "general", "number": f"隐〔2020〕{number}号",
            "lat": lat, "lon": 118_800_000 + number % 100_000, "datum": "WGS84",
        }  # fmt: skip
        due = moment + 3 * 86_400_000
        clock = {"original": due, "due": due, "provisional": False, "calendar": "", "rung": 3, "rung_at": due + 1}
        assign = {"lead": place, "category": "exit", "grade": "general", "line": "", "helpers": [], "clock": clock}
        acts = [
            Act(Verb.REPORT, report, {"title": said[:40], "text": said, "spot": f"新桥街 {number} 号"}),
            Act(Verb.ASSIGN, assign),
            Act(Verb.ACCEPT, {"unit": place}),
            Act(Verb.PROGRESS, {"unit": place}, {"text": said}),
        ]
        if number % 12 == 0:
            return [*acts, Act(Verb.COMMENT, {}, {"text": said}), Act(Verb.COMMENT, {}, {"text": said})]
        drawn = {"batch": "b", "how": "on_site", "people": ["inspector-b"], "until": due}
        return [
            *acts, Act(Verb.CLAIM, {"unit": place}, {"text": said}), Act(Verb.DRAW, drawn),
            Act(Verb.PASS, {"unit": "hehua", "watch_until": due}),
        ]  # fmt: skip

    # ------------------------------------------------ measuring
    def measure(self, args: argparse.Namespace) -> None:
        from xiangyue.ledger.matters import desks
        from xiangyue.ledger.matters.desks import Filter
        from xiangyue.ledger.subjects.rules import Position
        from xiangyue.ledger.subjects.states import Datum

        desk, unit = self.desk, self.county.fushan
        here = Position(28_950_000, 118_850_000, Datum.WGS84)
        print(f"{'what':<34}{'p50 ms':>10}{'p95 ms':>10}{'goal':>8}")
        self._time("file one matter", self._file, GOALS["file"])
        self._time("accept and claim it", self._work, 2 * GOALS["file"])
        page = GOALS["page"]
        self._time("list, newest, district", lambda: list(desks.search(desk.office, Filter())[:50]), page)
        self._time("list, newest, one street", lambda: list(desks.search(desk.clerk, Filter())[:50]), page)
        self._time("list, one village", lambda: list(desks.search(desk.village_clerk, Filter())[:50]), page)
        self._time("desk of a street: overdue", lambda: list(desks.of_unit(desk.clerk, unit).overdue[:50]), page)
        self._time("desk of a street: all counts", lambda: _counts(desks.of_unit(desk.clerk, unit)), page)
        self._time("search 飞线, district", lambda: list(desks.search(desk.office, Filter(words="飞线"))[:50]), page)
        self._time(
            "search 号码, street", lambda: list(desks.search(desk.clerk, Filter(words="隐〔2020〕77号"))[:50]), page
        )
        self._time("dashboard", lambda: desks.figures(desk.office), page)
        self._time("overdue by lead", lambda: desks.overdue_by_lead(desk.office), page)
        self._time("alike", lambda: desks.similar(desk.office, "hazard", "exit", at=here), page)
        self._bring(args.rows)
        self._checkpoint()
        self._prove()

    def _time(self, what: str, do: Callable[[], object], goal: float) -> None:
        spent = []
        for _ in range(TIMES):
            began = time.perf_counter()
            do()
            spent.append((time.perf_counter() - began) * 1000)
        p95 = statistics.quantiles(spent, n=20)[-1]
        print(
            f"{what:<34}{statistics.median(spent):>10.1f}{p95:>10.1f}{goal:>8.0f}{'' if p95 <= goal else '  missed'}",
            flush=True,
        )

    def _file(self) -> None:
        from tests.factories import matters as factory

        self.last = factory.assigned(self.desk).pk

    def _work(self) -> None:
        from tests.factories import matters as factory

        self._file()
        from xiangyue.ledger.matters import actions as matters
        from xiangyue.ledger.matters.actions import Order

        matters.accept(self.last, Order(self.desk.clerk))
        matters.claim(self.last, "清了。", Order(self.desk.clerk))
        assert factory.look(self.last).state == "CLAIMED"

    def _bring(self, count: int) -> None:
        from tests.factories import matters as factory

        from xiangyue.ledger.kinds.states import Reporter
        from xiangyue.ledger.matters import actions as matters
        from xiangyue.ledger.matters.actions import Brought

        finding = factory.a_finding(via=Reporter.IMPORT)
        rows = [Brought(f"row-{number}", finding, lead="fushan") for number in range(count)]
        began = time.perf_counter()
        matters.bring("bench", rows, by=self.desk.office)
        spent = time.perf_counter() - began
        mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{'import':<34}{count:>10} rows in {spent:.1f} s (goal {GOALS['import']:.0f} for 100,000), {mib:.0f} MiB",
            flush=True,
        )

    def _checkpoint(self) -> None:
        from xiangyue.journal import actions

        for what in ("checkpoint of everything", "checkpoint of nothing"):
            began = time.perf_counter()
            actions.checkpoint()
            print(f"{what:<34}{(time.perf_counter() - began) * 1000:>10.0f} ms", flush=True)

    def _prove(self) -> None:
        from xiangyue.project import audit
        from xiangyue.project.disk import Disk

        began = time.perf_counter()
        report = audit.examine(Disk(Path("/nonexistent")))
        spent = time.perf_counter() - began
        mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{'audit verify, rows too':<34}{report.records:>10} records in {spent:.0f} s", end=": ")
        print(f"{report.records / spent:,.0f}/s, {len(report.breaks)} breaks, {mib:.0f} MiB")


def _counts(desk: object) -> list[int]:
    return [getattr(desk, name).count() for name in desk.__slots__]


if __name__ == "__main__":
    main()
