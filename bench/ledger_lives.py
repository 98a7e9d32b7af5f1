"""Lives of matters for `bench.million`: what happened to each, as its chain says it, and the row that is its fold.

The events have the shape that the verbs give them; nothing here writes.
"""

import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from xiangyue.kernel import chain as hashes
from xiangyue.kernel import clock, workdays
from xiangyue.ledger.kinds.rules import Category, Kind
from xiangyue.ledger.kinds.states import How
from xiangyue.ledger.matters import deadlines, projecting
from xiangyue.ledger.matters.deadlines import Terms, ms
from xiangyue.ledger.matters.folding import Event, Standing, step
from xiangyue.ledger.matters.states import WORDS

DAY = 86_400_000
HOUR = 3_600_000

ROADS = ("新桥街", "县学街", "坊门街", "荷一路", "三江路", "斗潭路", "上街", "下街", "南湖路", "白云中路", "九华大道")
SAID = (
    "线缆垂到人行道上方，最低处不到两米。", "店主在场，已经口头告知。", "上周来过一次，今天又出现了。",
    "附近是小学，放学时人多。",
    "现场没有围挡，夜里看不清。", "物业说不归他们管。", "雨后更加明显，路面打滑。", "已经用锥桶临时隔开。",
)  # fmt: skip
DONE = ("已经清理完毕，请核查。", "更换完成，现场试过。", "与产权单位一起处理好了。", "已拆除，垃圾运走。")
ASSIGNED_AT = timedelta(hours=9)

_encode = msgspec.json.Encoder(order="deterministic").encode


Said = tuple[int, str, str, dict[str, Any]]
"""When (ms), by whom, which verb, with what."""


class Place(NamedTuple):
    """A unit as a generator needs it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class World:
    """What lives are made of."""

    kinds: tuple[Kind, ...]
    calendar: workdays.Calendar
    towns: tuple[Place, ...]
    departments: tuple[Place, ...]
    inspectors: tuple[str, ...]
    clerks: dict[str, str]
    office: str
    dispatcher: str
    since: datetime
    until: datetime


@dataclass(slots=True)
class Life:
    """One matter: its standing, its records as (seq, at, by, verb, payload, salt, leaf, link), and its boxes by day."""

    name: str
    standing: Standing
    records: list[tuple[int, int, str, str, bytes, bytes, bytes, bytes]]
    link: bytes
    boxes: list[tuple[int, tuple[str, ...], int]] = field(default_factory=list)


class Maker:
    """Makes lives, the same ones for the same seed."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice = world, random.Random(seed)
        self._clocks: dict[tuple[str, str, str, int], dict[str, Any]] = {}
        self._categories = [
            (kind, category, weight)
            for kind in world.kinds
            for category in kind.categories
            for weight in [3 if category.code in {"wires", "grease", "parking_bikes", "duties"} else 1]
        ]
        self._weights = [weight * (3 if kind.code == "street" else 1) for kind, _category, weight in self._categories]
        self.numbers: dict[tuple[str, int], int] = {}
        self._days = (world.until - world.since).days

    def names(self, count: int) -> list[str]:
        """Names in order: chains are written one after another, as a restored copy would lie."""
        letters = "0123456789abcdefghjkmnpqrstvwxyz"
        draw = self.dice.choices
        return sorted({"".join(draw(letters, k=16)) for _ in range(count)})

    def lives(self, names: list[str]) -> Iterator[Life]:
        picked = self.dice.choices(self._categories, self._weights, k=len(names))
        for name, (kind, category, _weight) in zip(names, picked, strict=True):
            yield self._life(name, kind, category)

    # ------------------------------------------------ one life
    def _life(self, name: str, kind: Kind, category: Category) -> Life:
        dice, world = self.dice, self.world
        town = dice.choices(world.towns, range(len(world.towns), 0, -1))[0]
        lead = town if dice.random() < 0.7 else dice.choice(world.departments)
        grade = kind.grade(category.grade or kind.grades[0].code)
        day = world.since + timedelta(days=dice.randrange(self._days))
        at = ms(day) + dice.randrange(8 * HOUR, 20 * HOUR)
        events = [*self._reported(name, kind, category, town, at)]
        events += self._mended(kind, category, grade.code, lead, day)
        now = ms(world.until)
        return self._told(name, [event for event in events if event[0] <= now])

    def _reported(self, name: str, kind: Kind, category: Category, town: Place, at: int) -> list[Said]:
        dice = self.dice
        year = clock.from_ms(at).astimezone(clock.COUNTY_ZONE).year
        number = self.numbers[kind.code, year] = self.numbers.get((kind.code, year), 0) + 1
        spot = f"{town.name}{dice.choice(ROADS)}{dice.randint(1, 260)}号"
        data = {
            "kind": kind.code, "version": kind.version, "via": "inspector", "unit": "", "office": self.world.office,
            "place": town.code, "subject": f"subject{dice.randrange(20_000):09d}", "category": category.code,
            "grade": "", "cluster": name, "number": kind.number.format(year=year, seq=number), "datum": "GCJ02",
            "lat": 28_900_000 + dice.randrange(150_000), "lon": 118_700_000 + dice.randrange(250_000),
        }  # fmt: skip
        words = {"of": 0, "title": f"{spot}{category.name}", "text": dice.choice(SAID), "spot": spot}
        who = dice.choice(self.world.inspectors)
        return [(at, who, "report", data), (at, who, WORDS, words)]

    def _mended(self, kind: Kind, category: Category, grade: str, lead: Place, day: datetime) -> Iterator[Said]:
        """What the office, the lead and those drawn do, until it is closed."""
        dice, world = self.dice, self.world
        clerk = world.clerks[lead.code]
        at = ms(day + timedelta(days=1) + ASSIGNED_AT)
        made = self._clock(kind, category, grade, at)
        data = {
            "unit": world.office, "lead": lead.code, "line": "", "category": category.code, "grade": grade,
            "helpers": [], "clock": made,
        }  # fmt: skip
        yield at, world.dispatcher, "assign", data
        at += dice.randrange(HOUR // 4, 4 * HOUR)
        yield at, clerk, "accept", {"unit": lead.code}
        at += HOUR
        yield at, clerk, "progress", {"unit": lead.code}
        yield at, clerk, WORDS, {"of": 4, "text": dice.choice(SAID)}
        if dice.random() < 0.02:
            return  # it stays open for good
        seq = 6
        for turn in range(1 + (dice.random() < 0.15)):
            at += dice.randrange(HOUR, DAY * 3 if dice.random() < 0.9 else DAY * 20)
            yield at, clerk, "claim", {"unit": lead.code}
            yield at, clerk, WORDS, {"of": seq, "text": dice.choice(DONE)}
            rule = kind.verify[grade]
            at += dice.randrange(2 * HOUR, DAY)
            if rule.how is How.SAMPLE and dice.random() < 0.7:
                yield at, "system", "close-unchecked", {"batch": "b" * 16, "watch_until": at + 30 * DAY}
                return
            who = dice.choice(world.inspectors)
            drawn = {"batch": "b" * 16, "how": How.ON_SITE.value, "people": [who], "until": at + 5 * DAY}
            yield at, "system", "draw", drawn
            at += dice.randrange(HOUR, 3 * DAY)
            verdict = {"unit": world.office, "how": How.ON_SITE.value}
            fails = turn == 0 and dice.random() < 0.1
            if fails:
                yield at, who, "fail", verdict
            else:
                yield at, who, "pass", {**verdict, "watch_until": at + 30 * DAY}
            yield at, who, WORDS, {"of": seq + 3, "text": dice.choice(SAID)}
            if not fails:
                return
            seq += 5

    def _clock(self, kind: Kind, category: Category, grade: str, at: int) -> dict[str, Any]:
        span = kind.due(category, kind.grade(grade))
        key = (kind.code, grade, str(span), at)
        if key not in self._clocks:
            terms = Terms(kind, category, grade, self.world.calendar)
            self._clocks[key] = deadlines.started(terms, clock.from_ms(at))
        return self._clocks[key]

    def _told(self, name: str, events: list[Said]) -> Life:
        """The chain of some events and the standing they leave."""
        standing, link = Standing(), hashes.genesis(f"matter/{name}")
        salts = os.urandom(hashes.SALT_LENGTH * len(events))
        life = Life(name, standing, [], link)
        before: tuple[str, ...] = ()
        for seq, (at, by, verb, data) in enumerate(events):
            payload = _encode({"at": at, "by": by, "data": data, "verb": verb})
            salt = salts[seq * 16 : seq * 16 + 16]
            leaf = hashes.leaf(salt, payload)
            link = hashes.link(link, seq, leaf)
            life.records.append((seq, at, by, verb, payload, salt, leaf, link))
            step(standing, Event(seq, at, by, verb, data))
            box = (standing.kind, standing.place, standing.lead, standing.state.value, standing.outcome.value)
            if box != before:
                day = (at + 8 * HOUR) // DAY
                life.boxes += [(day, before, -1)] if before else []
                life.boxes.append((day, box, 1))
                before = box
        life.link = link
        return life


# ------------------------------------------------ as rows
_EPOCH = datetime(1970, 1, 1)
_LISTS = frozenset({"helpers", "hands", "verifiers", "vouched"})


def moment(at_ms: int, *, as_text: bool) -> Any:
    """A moment as a database takes it."""
    if as_text:
        return str(_EPOCH + timedelta(milliseconds=at_ms))
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC)


_AS_IT_IS, _MOMENT, _UNIT, _LIST, _ENUM = range(5)
_SHAPES = tuple(
    (
        name,
        _MOMENT if name in projecting.MOMENTS
        else _UNIT if name in projecting.UNITS
        else _LIST if name in _LISTS
        else _ENUM if name in {"state", "outcome"}
        else _AS_IT_IS,
    )
    for name in projecting.NAMES
)  # fmt: skip


def matter_row(life: Life, *, as_text: bool) -> list[Any]:
    """The columns of a matter's row, in the order of `projecting.NAMES`, its name last."""
    row: list[Any] = []
    standing = life.standing
    for name, shape in _SHAPES:
        value = getattr(standing, name)
        if shape == _MOMENT:
            value = None if value is None else moment(value, as_text=as_text)
        elif shape == _UNIT:
            value = value or None
        elif shape == _LIST:
            value = json.dumps(value) if value else "{}" if name == "helpers" else "[]"
        elif shape == _ENUM:
            value = value.value
        row.append(value)
    row.append(life.name)
    return row
