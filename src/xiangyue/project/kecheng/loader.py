"""Puts the demo's county into the installation, by the same verbs as everybody's. What is there already stays."""

import csv
import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.conf import settings
from django.db import transaction

from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures import queries as programme
from xiangyue.hall.procedures import actions as procedures
from xiangyue.hall.procedures import queries as approvals
from xiangyue.hall.procedures.rules import Step
from xiangyue.hall.scripts.rules import Passage, Script, Speaker
from xiangyue.hall.scripts.states import Part
from xiangyue.hall.studios import actions as studios
from xiangyue.hall.studios import queries as alliance
from xiangyue.hall.studios.states import Kind as StudioKind
from xiangyue.kernel import clock, ids
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import actions as access
from xiangyue.org.access import queries as rights
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Role
from xiangyue.org.people import queries as people
from xiangyue.org.units import actions as units
from xiangyue.org.units import queries as tree
from xiangyue.org.units.states import Kind as UnitKind
from xiangyue.project.kecheng import codes

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.org.units.models import Unit

KEY_LABEL = "演示编码器"
ROOT = "kecheng"

Play = Callable[["Lecture", timedelta], None]
"""What happens between on air and the end of a past lecture: given it, and how long it lasts, with the clock stopped at
its beginning."""


@dataclass(frozen=True, slots=True)
class Account:
    """One of the demo's accounts; `secret` is its second factor in base 32, `code` what holds at this moment."""

    username: str
    name: str
    role: Role
    unit: str
    password: str
    secret: str

    @property
    def code(self) -> str:
        return codes.now(self.secret)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What `load` leaves behind: who may sign in, and the public names of tonight's lectures, the earliest first."""

    accounts: tuple[Account, ...]
    tonight: tuple[str, ...]


def accounts() -> tuple[Account, ...]:
    """The demo's accounts, whether loaded yet or not."""
    return tuple(_account(row) for row in _table("people.csv"))


@transaction.atomic
def load_units() -> None:
    """Found the county: units, committees, studios."""
    known = {unit.code for unit in tree.tree()}
    if any(unit.kind == UnitKind.DISTRICT for unit in tree.tree()):
        known.add(ROOT)
    for position, row in enumerate(_table("units.csv")):
        if row["code"] not in known:
            parent = _unit(row["parent"]) if row["parent"] else None
            units.found(
                row["code"],
                row["name"],
                UnitKind(row["kind"]),
                parent=parent,
                short_name=row["short_name"],
                position=position,
                by=HOUSE.username,
            )
    seated = {committee.code for committee in tree.committees()}
    for committee in _programme()["committees"]:
        if committee["code"] not in seated:
            members = [_unit(code) for code in committee["members"]]
            lead = _unit(committee["lead"])
            units.form_committee(committee["code"], committee["name"], lead=lead, members=members, by=HOUSE.username)
    for procedure in _programme()["procedures"]:
        unit = _unit(procedure["unit"])
        if not approvals.is_set(unit):
            steps = tuple(Step(row["name"], tuple(Role(role) for role in row["roles"])) for row in procedure["steps"])
            procedures.set_steps(unit, steps, by=HOUSE)
    established = set(alliance.visible_to(HOUSE).values_list("code", flat=True))
    for position, row in enumerate(_table("studios.csv")):
        if row["code"] not in established:
            studios.establish(
                row["code"],
                row["name"],
                unit=_unit(row["unit"]),
                kind=StudioKind(row["kind"]),
                description=row["description"],
                position=position,
                by=HOUSE,
            )


@transaction.atomic
def load(now: datetime) -> Loaded:
    """The county, its accounts, and the programme as seen from a moment (aware). Tonight's begin in the future only."""
    load_units()
    load_accounts()
    day = now.astimezone(clock.COUNTY_ZONE).date()
    tonight = []
    for plan in _programme()["coming"]:
        lecture = _plan(plan, day, _moment(plan, day, not_before=now))
        if plan["day"] == 0:
            tonight.append(lecture.pk)
    for plan in _programme()["waiting"]:
        _hand_in(plan, day)
    return Loaded(accounts(), tuple(tonight))


@transaction.atomic
def load_accounts(*names: str) -> None:
    """Take on those named, or everybody; a past evening had its people too."""
    for account in accounts():
        if not names or account.username in names:
            _take_on(account)


def hand(unit: "Unit") -> Account:
    """The account of a unit's clerk, taken on when it is asked for the first time. A role, not a person."""
    account = clerk(unit)
    _take_on(account)
    return account


def clerk(unit: "Unit") -> Account:
    """The clerk of any unit, taken on or not."""
    name = f"clerk-{unit.code}"[:32]
    return _account({"username": name, "name": f"{unit.name} · 经办人", "role": Role.CLERK.value, "unit": unit.code})


def load_past(now: datetime, play: Play | None = None) -> tuple[str, ...]:
    """Hold the lectures of the past week, with the clock stopped at each; their public names, the earliest first.

    Needs a port on the stage whose lines tell the time by this process's clock. `play` is given those that the data
    marks `watch_again`; of the others there is nothing to watch, so their replays are withheld.
    """
    day = now.astimezone(clock.COUNTY_ZONE).date()
    held = []
    for plan in _programme()["past"]:
        if programme.open_in(HOUSE, alliance.get(HOUSE, plan["studio"])) is not None:
            continue  # a demo that was left on air, perhaps days ago, keeps the past it has
        began, minutes = _moment(plan, day), timedelta(minutes=plan["minutes"])
        with clock.stopped(began - timedelta(days=1)) as hands:
            lecture = _plan(plan, day, began)
            hands.move(24 * 3600 * 1000 - 10 * 60 * 1000)
            if programme.get(HOUSE, lecture.pk).ended_at is None:
                _hold(lecture, minutes, hands, play if plan.get("watch_again") else None)
        held.append(lecture.pk)
    return tuple(held)


def winter() -> dict[str, Any]:
    """What the demo's ledger is made of: fields, findings, sentences."""
    return tomllib.loads(_text("winter.toml"))


def stream_key(studio_code: str) -> str:
    """The demo's key of a studio, made at the first call: the same secret at every start of an installation."""
    studio = alliance.get(HOUSE, studio_code)
    digest = hashlib.sha256(f"{settings.SECRET_KEY}/demo/key/{studio_code}".encode()).digest()
    secret = _letters(digest, 26)
    made = alliance.keys(HOUSE, studio).filter(key_hash=ids.fingerprint(secret), revoked_at__isnull=True).exists()
    if not made:
        studios.make_key(studio, KEY_LABEL, by=HOUSE, secret=secret)
    return secret


def _account(row: dict[str, str]) -> Account:
    return Account(
        username=row["username"],
        name=row["name"],
        role=Role(row["role"]),
        unit=row["unit"],
        password=codes.password(settings.SECRET_KEY, row["username"]),
        secret=codes.secret(settings.SECRET_KEY, row["username"]),
    )


def _take_on(account: Account) -> None:
    try:
        person = people.get(account.username)
    except NotFound:
        unit = _unit(account.unit)
        person = access.employ(account.username, account.name, account.password, role=account.role, unit=unit, by=HOUSE)
    if not rights.has_second_factor(person):
        data = {"secret": encrypt(account.secret)}
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data=data)


def _plan(plan: dict[str, Any], day: date, planned_at: datetime) -> "Lecture":
    public_id = _public_id(plan["studio"], day + timedelta(days=plan["day"]), plan["title"])
    try:
        return programme.get(HOUSE, public_id)
    except NotFound:
        return lectures.plan(
            alliance.get(HOUSE, plan["studio"]),
            title=plan["title"],
            speaker=plan["speaker"],
            summary=plan["summary"],
            planned_at=planned_at,
            by=HOUSE,
            public_id=public_id,
        )


def _hand_in(plan: dict[str, Any], day: date) -> None:
    """A lecture that its keeper wrote and submitted, by the keeper's own hands."""
    public_id = _public_id(plan["studio"], day + timedelta(days=plan["day"]), plan["title"])
    try:
        programme.get(HOUSE, public_id)
    except NotFound:
        keeper = rights.member(people.get(plan["by"]))
        studio = alliance.get(HOUSE, plan["studio"])
        speakers = tuple(Speaker(row["name"], row["post"], row["unit"]) for row in plan["speakers"])
        lecture = lectures.plan(
            studio,
            title=plan["title"],
            speaker=speakers[0].name,
            planned_at=_moment(plan, day),
            by=keeper,
            public_id=public_id,
        )
        parts = tuple(map(Passage, Part, plan["parts"], plan["minutes"]))
        script = Script(plan["title"], speakers, plan["topic"], plan["summary"], parts)
        lectures.prepare(lecture, script, by=keeper)
        lectures.submit(lecture, by=keeper)


def _hold(lecture: "Lecture", length: timedelta, hands: clock.Hands, play: Play | None) -> None:
    if play is None:
        lectures.want_replay(lecture, False, by=HOUSE)
    lectures.open_lobby(lecture, by=HOUSE)
    hands.move(10 * 60 * 1000)
    lectures.go_on_air(lecture, by=HOUSE)
    began_ms = clock.now_ms()
    if play is not None:
        play(lecture, length)
    hands.move(max(0, began_ms + round(length.total_seconds() * 1000) - clock.now_ms()))
    lectures.end(lecture, by=HOUSE)


def _moment(plan: dict[str, Any], day: date, *, not_before: datetime | None = None) -> datetime:
    """When a plan begins. Somebody who looks late in the evening finds tonight's half an hour ahead instead."""
    at: time = plan["at"]
    moment = datetime.combine(day + timedelta(days=plan["day"]), at, clock.COUNTY_ZONE)
    if not_before is not None and moment <= not_before:
        return not_before.replace(second=0, microsecond=0) + timedelta(minutes=30)
    return moment


def _public_id(studio: str, day: date, title: str) -> str:
    digest = hashlib.sha256(f"{settings.SECRET_KEY}/demo/{studio}/{day}/{title}".encode()).digest()
    return _letters(digest, ids.ID_LENGTH)


def _letters(digest: bytes, count: int) -> str:
    return "".join(ids.ALPHABET[byte % 32] for byte in digest[:count])


def _unit(code: str) -> "Unit":
    """A unit of the data. An installation that was set up before the demo keeps the root it has."""
    return tree.root() if code == ROOT else tree.get(code)


def _table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(name).splitlines()))


def _programme() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(_text("programme.toml"))


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
