"""A street with places to go to, and a crew from outside it."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from tests.factories import matters as ledger
from tests.factories import people

from xiangyue.kernel import clock
from xiangyue.ledger.inspections import actions, queries
from xiangyue.ledger.inspections.models import Inspection
from xiangyue.ledger.inspections.rules import Found, Scope
from xiangyue.ledger.kinds.models import Edition
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.subjects import actions as subjects
from xiangyue.ledger.subjects.actions import Details
from xiangyue.ledger.subjects.models import Subject
from xiangyue.ledger.subjects.rules import DEGREE_M, Position
from xiangyue.ledger.subjects.states import Datum, Type
from xiangyue.org.access.models import Grant
from xiangyue.org.access.rules import HOUSE, Member, Post
from xiangyue.org.access.states import Role
from xiangyue.org.people.models import Person

INSPECTION = """
kind: inspection
version: 1
from: 2020-01-01
name: 检查
name_en: Inspection
number: "查〔{year}〕{seq}号"
subject: []
report_by: [office, inspector]
accept_within: 1wd
grades:
  unannounced: {name: 暗访, name_en: Unannounced, weight: 0, due: 5wd}
verify:
  unannounced: {how: release, by: office, within: 5wd, minutes: 0}
evidence: {report: none, claim: none, verify: none}
ladder: [{at: due, rung: red}]
see: {lead: full, co: full, holder: none, reporter: none, others: none, public: none}
keep: 5y
children: [hazard, street]
categories: inspection.csv
"""

ROWS = """
unannounced,四不两直暗访,Unannounced visit,general,unannounced,,,全部发现已发布。,Released.,1,named,,,no,notice,no
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """The desk of `matters`, a leader of inspections, and what lies in Fushan and Hehua."""

    desk: ledger.Desk
    chief: Member
    shop: Subject
    alley: Subject
    estate: Subject
    hehua_shop: Subject


def a_scene(county: people.County, *, kinds: bool = True) -> Scene:
    """`kinds`: load those of the ledger too, unless somebody else did."""
    if kinds:
        ledger.kinds()
    Edition.objects.create(
        kind="inspection", version=1, name="检查", effective_on="2020-01-01", fingerprint="test inspection",
        rules=INSPECTION, table=ledger.COLUMNS + ROWS.rstrip(), loaded_at=clock.now(),
    )  # fmt: skip
    desk = ledger.a_desk(county)
    return Scene(
        desk, a_chief(county), a_place(county.fushan, Type.FRONT, "小河茶馆", 0),
        a_place(county.fushan, Type.PLACE, "坊门街背街", 120), a_place(county.village, Type.ESTATE, "府东新村小区", 400),
        a_place(county.hehua, Type.FRONT, "荷花面馆", 3000),
    )  # fmt: skip


def a_chief(county: people.County, username: str = "chief") -> Member:
    person = people._person(username, "督查组长")
    person.save()
    Authenticator.objects.bulk_create([people._factor(person)])
    Grant.objects.create(
        person=person, role=Role.CHIEF, unit=county.district, since_at=clock.now(), granted_by="system"
    )
    return Member(username, "督查组长", (Post(Role.CHIEF, county.district.code, county.district.path),))


def a_place(unit, type_: Type, name: str, metres: int) -> Subject:
    """So many metres north of 水亭门."""
    where = Position(28_966_000 + round(metres / DEGREE_M * 1e6), 118_872_000, Datum.WGS84)
    return subjects.register(unit, Details(type_, name, position=where), by=HOUSE)


def a_scope(**changes) -> Scope:
    now = clock.now()
    return Scope(
        **{
            "title": "夜间背街小巷", "from_at": now, "until_at": now + timedelta(days=3),
            "types": (Type.PLACE, Type.FRONT, Type.ESTATE), "count": 2, "people": 1, "excluded": ("hehua",), **changes,
        }
    )  # fmt: skip


def a_command() -> str:
    return str(uuid.uuid4())


def planned(scene: Scene, **changes) -> Inspection:
    return look(actions.plan(a_scope(**changes), Order(scene.chief)).inspection)


def drawn(scene: Scene, **changes) -> Inspection:
    row = planned(scene, **changes)
    actions.draw(row.pk, Order(scene.chief))
    return look(row.pk)


def found(at: Subject, /, **changes) -> Found:
    return Found(
        **{
            "kind": "street", "category": "wires", "title": "飞线横跨街面", "text": "三处。",
            "subject": at.public_id,
        }
        | changes
    )  # fmt: skip


def look(name: str) -> Inspection:
    return Inspection.objects.select_related("office").get(pk=name)


def stood(row: Inspection):
    return queries.standing(look(row.pk))


def released(scene: Scene, row: Inspection) -> Inspection:
    """Every place that nobody spoke of is said to be clean, and the whole is released."""
    from xiangyue.ledger.inspections.states import Result

    standing = stood(row)
    for name in standing.places:
        if name not in standing.visits:
            actions.visit(row.pk, name, Result.CLEAN, "", Order(scene.chief))
    actions.release(row.pk, Order(scene.chief))
    return look(row.pk)


def member(username: str) -> Member:
    from xiangyue.org.access import queries as access

    return access.member(Person.objects.get(username=username))
