"""Two small kinds, and people on every side of a matter: no file of `kinds/` is needed to test the engine."""

import io
import random
import uuid
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from PIL import Image
from tests.factories import people

from xiangyue.files.rules import Upload
from xiangyue.kernel import clock
from xiangyue.ledger.evidence import actions as evidence
from xiangyue.ledger.evidence.rules import Claims
from xiangyue.ledger.kinds.models import Edition
from xiangyue.ledger.kinds.states import Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.matters.models import Matter
from xiangyue.ledger.matters.rules import Finding
from xiangyue.org.access.models import Grant
from xiangyue.org.access.rules import Member, Post
from xiangyue.org.access.states import Role
from xiangyue.org.people.models import Person

COLUMNS = (
    "code,name,name_en,field,grade,grave_when,due,closing,closing_en,radius_m,lead,co,watch,visual,first_step,public"
)

HAZARD = """
kind: hazard
version: 1
name: 隐患
name_en: Hazard
number: "隐〔{year}〕{seq}号"
from: 2020-01-01
subject: [site, place]
report_by: [unit, office, inspector, public, import]
accept_within: 24h
keep: 5y
grades:
  general: {name: 一般, name_en: General, weight: 1, due: 3wd}
  major:
    name: 重大
    name_en: Major
    weight: 5
    due: plan
    plan_within: 5wd
    supervise: district
    plan: {measures: [措施, Measures], money: [资金, Money], deadline: [时限, Deadline], person: [责任人, Person],
           emergency: [预案, Emergency plan]}
    publish: {filed: 5wd, closed: 5wd}
verify:
  general: {how: on_site, by: other_unit, within: 5wd, minutes: 60}
  major: {how: on_site, by: other_unit, people: 2, expert: yes, within: 10d, minutes: 240}
recheck: {share: 100%, after: 20d}
extend:
  ask_before: {general: 1wd, major: 20wd}
  decide: district
  times: 1
  max: 30d
  reasons: {material: [等材料, Waiting for material]}
pause:
  max: 60d
  reasons: {weather: [天气, Weather]}
watch: {annul: 30d, link: 365d, review_after: 2}
evidence: {report: optional, claim: optional, verify: optional}
ladder: [{at: due-1wd, rung: blue}, {at: due, rung: red}, {at: due+3wd, rung: supervise}, {at: due+10wd, rung: list}]
see: {lead: full, co: full, holder: notice, reporter: outcome, others: row, public: none}
categories: hazard.csv
"""

HAZARD_ROWS = """
exit,安全出口堵塞,Blocked exit,fire,,住人,,安全出口无杂物。,The exit is clear.,50,place,,,yes,notice,no
gas,燃气泄漏隐患,Gas leak,gas,general,,24h,检测无泄漏。,No leak is measured.,50,place,,,no,notice,no
"""

STREET = """
kind: street
version: 1
name: 街面问题
name_en: Street
number: "街〔{year}〕{seq}号"
from: 2020-01-01
subject: [place, front]
report_by: [unit, office, inspector, public, import]
accept_within: 24h
keep: 3y
grades:
  general: {name: 一般, name_en: General, weight: 1, due: 5d}
verify:
  general: {how: sample, by: other_unit, share: 30%, drawn: on_site, rest: 未抽查, within: 3wd, minutes: 5}
watch: {annul: 30d, link: 365d, review_after: 2}
evidence: {report: optional, claim: if_visual, verify: optional}
ladder: [{at: due, rung: red}]
see: {lead: full, co: full, holder: notice, reporter: outcome, others: row, public: row}
categories: street.csv
"""

STREET_ROWS = """
wires,飞线,Overhead wires,urban,,,,线缆已整理入管。,The wires are laid.,30,place,,90d,yes,persuade,yes
grease,路面油污,Road grease,urban,,,24h,路面无油污。,The road is clean.,30,place,,,no,persuade,yes
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is who around a matter. Fushan leads, Hehua looks on, the inspectors come from outside both."""

    office: Member
    clerk: Member
    other_clerk: Member
    village_clerk: Member
    bureau_clerk: Member
    inspectors: tuple[Member, ...]
    own_inspector: Member
    expert: Member
    auditor: Member


def kinds() -> None:
    """Load both kinds."""
    for code, name, rules, rows in (
        ("hazard", "隐患", HAZARD, HAZARD_ROWS), ("street", "街面问题", STREET, STREET_ROWS),
    ):  # fmt: skip
        Edition.objects.create(
            kind=code, version=1, name=name, effective_on="2020-01-01", fingerprint=f"test {code}", rules=rules,
            table=COLUMNS + rows.rstrip(), loaded_at=clock.now(),
        )  # fmt: skip


def a_desk(county: people.County) -> Desk:
    """Rows only, as the cast is made."""
    posts = {
        "dispatcher": (Role.DISPATCHER, county.district),
        "clerk": (Role.CLERK, county.fushan),
        "other-clerk": (Role.CLERK, county.hehua),
        "village-clerk": (Role.CLERK, county.village),
        "bureau-clerk": (Role.CLERK, county.yibao),
        "inspector-a": (Role.INSPECTOR, county.hehua),
        "inspector-b": (Role.INSPECTOR, county.yibao),
        "inspector-c": (Role.INSPECTOR, county.district),
        "own-inspector": (Role.INSPECTOR, county.fushan),
        "expert": (Role.EXPERT, county.district),
        "ledger-auditor": (Role.AUDITOR, county.district),
    }
    made = {name: people._person(name, name) for name in posts}
    Person.objects.bulk_create(made.values())
    Authenticator.objects.bulk_create([people._factor(person) for person in made.values()])
    Grant.objects.bulk_create(
        Grant(person=made[name], role=role, unit=unit, since_at=clock.now(), granted_by="system")
        for name, (role, unit) in posts.items()
    )
    who = {name: Member(name, name, (Post(role, unit.code, unit.path),)) for name, (role, unit) in posts.items()}
    return Desk(
        office=who["dispatcher"], clerk=who["clerk"], other_clerk=who["other-clerk"],
        village_clerk=who["village-clerk"], bureau_clerk=who["bureau-clerk"],
        inspectors=(who["inspector-a"], who["inspector-b"], who["inspector-c"]),
        own_inspector=who["own-inspector"], expert=who["expert"], auditor=who["ledger-auditor"],
    )  # fmt: skip


def a_finding(**changes) -> Finding:
    """Something an inspector found in Fushan."""
    return Finding(
        **{
            "kind": "hazard", "category": "exit", "title": "三楼安全出口堆满纸箱", "text": "消防通道宽度不足一米。",
            "place": "fushan", "spot": "府山街道新桥街 8 号三楼", "via": Reporter.INSPECTOR, **changes,
        }
    )  # fmt: skip


def reported(desk: Desk, **changes) -> Matter:
    """A matter that an inspector reported."""
    return look(matters.report(a_finding(**changes), Order(desk.inspectors[0])).matter)


def assigned(
    desk: Desk, *, lead: str = "fushan", category: str = "exit", grade: str = "", helpers=(), **changes
) -> Matter:
    matter = reported(desk, category=category, **changes)
    return look(
        matters.assign(matter.pk, Assignment(lead, category, grade, helpers=helpers), Order(desk.office)).matter
    )


def working(desk: Desk, **changes) -> Matter:
    matter = assigned(desk, **changes)
    return look(matters.accept(matter.pk, Order(desk.clerk)).matter)


def claimed(desk: Desk, **changes) -> Matter:
    matter = working(desk, **changes)
    return look(matters.claim(matter.pk, "纸箱已经清走。", Order(desk.clerk)).matter)


def look(name: str) -> Matter:
    """A matter as it is now."""
    return Matter.objects.select_related("place", "line", "office", "lead").get(pk=name)


def folds(matter: Matter) -> bool:
    """Whether a row is the fold of its chain."""
    from xiangyue.ledger.matters import folding, projecting

    return projecting.differences(look(matter.pk), folding.fold(queries.events(matter.pk))) == []


def all_units():
    """Every unit of the county."""
    from xiangyue.org.units import queries as units

    return units.tree()


def jpeg(seed: int, *, quality: int = 90) -> bytes:
    """A small photograph of blocks; the same seed looks the same."""
    dice = random.Random(seed)
    picture = Image.new("RGB", (180, 160))
    for x in range(9):
        for y in range(8):
            grey = dice.randint(0, 255)
            picture.paste((grey, grey, grey), (x * 20, y * 20, x * 20 + 20, y * 20 + 20))
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=quality)
    return content.getvalue()


def a_picture(seed: int, claims: Claims | None = None) -> str:
    """The name of an uploaded picture that no matter has yet; needs the `store`."""
    upload = Upload("IMG_0001.jpg", jpeg(seed))
    return evidence.keep(upload, claims or Claims(), command=str(uuid.uuid4()), by="clerk").pk
