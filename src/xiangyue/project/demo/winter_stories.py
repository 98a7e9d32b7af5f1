"""What stands out in the demo's year: two grave hazards under supervision, an unannounced inspection of 府山街道 whose
wires came back, a review with its measures, a matter handed on, one put off, a plan that is still sealed.
"""

import uuid
from datetime import datetime, timedelta
from typing import NamedTuple

from xiangyue.kernel import clock
from xiangyue.ledger.inspections import actions as inspections
from xiangyue.ledger.inspections import queries as sealed
from xiangyue.ledger.inspections.rules import Found, OnSite, Scope
from xiangyue.ledger.inspections.states import Result
from xiangyue.ledger.kinds.states import Level, Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.matters.states import State
from xiangyue.ledger.subjects import actions as subjects
from xiangyue.ledger.subjects import queries as register
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum, Type
from xiangyue.org.access.rules import HOUSE
from xiangyue.project.demo.winter_work import claim
from xiangyue.project.demo.year import Spot, Year

PLACES = (
    ("fushan", Type.PLACE, "坊门街背街片区", 28.96530, 118.87400),
    ("fushan", Type.ESTATE, "县学街小区", 28.96880, 118.87610),
    ("fushan", Type.FRONT, "水亭街早餐店", 28.96710, 118.87220),
    ("fushan", Type.SITE, "新桥街菜市场", 28.97050, 118.87520),
    ("hehua", Type.ESTATE, "荷四小区", 28.95020, 118.86110),
    ("hehua", Type.SITE, "荷花中路商场", 28.95240, 118.86500),
    ("shuanggang", Type.SITE, "双港餐饮综合楼", 28.99210, 118.86320),
    ("quhua", Type.SITE, "衢化机修厂房", 28.91190, 118.86840),
    ("xinan", Type.PLACE, "斗潭河滨步道", 28.97840, 118.86050),
    ("hangbu", Type.SITE, "航埠柑橘加工厂", 28.93020, 118.76060),
    ("huayuan", Type.ESTATE, "花园小区", 28.94010, 118.85200),
    ("baiyun", Type.FRONT, "白云中路汽修店", 28.93610, 118.87990),
)
"""Registered subjects, in the system of Chinese maps."""

PLAN = {
    "measures": "更换整套自动消防主机和两台喷淋泵，停用危险部位，每两小时人工巡查。",
    "money": "业主自筹 38 万元，已到账。",
    "emergency": "配微型消防站 6 人，备用水带，与街道专职队联动。",
}


def tell(year: Year, began: datetime) -> None:
    """Register the places, and let each story begin on its day."""
    _register(year)
    places = {subject.name: subject.public_id for subject in register.visible(HOUSE)}
    wires = places["坊门街背街片区"]
    year.at(began + timedelta(days=4, hours=2), lambda: _wires(year, wires))
    open_, done, claimed = (places[grave.where] for grave in GRAVE)
    ago = timedelta(days=38)
    year.at(year.last(9, before=ago), lambda: _grave(year, GRAVE[0], open_))
    year.at(began + timedelta(days=3, hours=3), lambda: _grave(year, GRAVE[1], done))
    year.at(year.last(10, before=ago / 2), lambda: _grave(year, GRAVE[2], claimed))
    year.at(year.last(9, before=timedelta(days=12)), lambda: _inspection(year, wires, places["新桥街菜市场"]))
    year.at(year.last(14, before=timedelta(hours=20)), lambda: _still_sealed(year))
    year.at(year.last_draw - timedelta(hours=2), lambda: _asks(year))


def _asks(year: Year) -> None:
    """Two who need more time, and wait for the office's answer."""
    for unit in ("fushan", "zhifa"):
        working = queries.visible(HOUSE).filter(lead=year.units[unit], state=State.WORKING, grade__in=("", "general"))
        matter = working.filter(due__gt=clock.now(), asked_until=None).order_by("due").last()
        if matter is not None and matter.due is not None:
            until = matter.due + timedelta(days=6)
            order = Order(year.clerk(unit))
            matters.ask_extension(matter.pk, until, "third_party", year.says("extend"), order)


def _register(year: Year) -> None:
    for code, of, name, north, east in PLACES:
        details = subjects.Details(
            of, name, address=f"{year.units[code].name}{name}", position=Position.of(north, east, Datum.GCJ02)
        )
        subjects.register(year.units[code], details, by=HOUSE)


# ------------------------------------------------ the wires of 府山
def _wires(year: Year, subject: str) -> None:
    inspector, spot = year.who("inspector"), Spot("street", "wires", "fushan", "wires", 3)
    picture = year.picture(spot.theme, spot.place, mended=False, by=inspector)
    finding = Finding(
        "street", "坊门街背街空中飞线成网", "wires", text="最低处离地不到两米，废弃线与在用线混在一起，店招被缠住。",
        subject=subject, spot="府山街道坊门街 24 号至 60 号背街", via=Reporter.INSPECTOR, evidence=(picture,),
    )  # fmt: skip
    name = matters.report(finding, Order(inspector)).matter
    year.spots[name] = spot
    year.named["wires"] = name
    year.later(1, lambda: _lead(year, name, "wires", "fushan", helpers=("zhujian", "gongan")))


def _lead(year: Year, name: str, category: str, lead: str, *, grade: str = "", helpers: tuple[str, ...] = ()) -> None:
    given = Assignment(lead, category, grade, helpers=[(unit, None) for unit in helpers])
    matters.assign(name, given, Order(year.who("office")))
    clerk = year.clerk(lead)
    year.later(2, lambda: matters.accept(name, Order(clerk)))
    for number, unit in enumerate(helpers):
        done = Order(year.clerk(unit))
        year.later(30 + 20 * number, lambda done=done: matters.done(name, "本单位的线缆已经入管。", done))  # type: ignore[misc]
    if not grade:
        year.later(90, lambda: claim(year, name))


# ------------------------------------------------ a grave hazard
class Grave(NamedTuple):
    """A major hazard: where, and what became of it."""

    where: str
    town: str
    theme_place: int
    days: int
    fate: str


GRAVE = (
    Grave("双港餐饮综合楼", "shuanggang", 11, 60, "open"),
    Grave("荷花中路商场", "hehua", 7, 20, "mended"),
    Grave("航埠柑橘加工厂", "hangbu", 5, 25, "claimed"),
)


def _grave(year: Year, grave: Grave, subject: str) -> None:
    inspector = year.who("inspector")
    spot = Spot("hazard", "fire_system", grave.town, "machine", grave.theme_place)
    picture = year.picture(spot.theme, spot.place, mended=False, by=inspector)
    finding = Finding(
        "hazard", f"{grave.where}自动消防系统瘫痪", "fire_system", text="主机报故障，两台喷淋泵打不起压，仍在营业。",
        subject=subject, via=Reporter.INSPECTOR, evidence=(picture,),
    )  # fmt: skip
    name = matters.report(finding, Order(inspector)).matter
    year.spots[name] = spot
    year.named[grave.where] = name
    year.later(0.5, lambda: _lead(year, name, "fire_system", spot.town, grade="major"))
    clerk, office = year.clerk(spot.town), year.who("office")
    until = clock.now() + timedelta(days=grave.days)
    town = year.units[grave.town].name
    person = f"{town}分管负责人；{grave.where}法定代表人。"
    plan = {**PLAN, "person": person, "deadline": until.date().isoformat(), "until": until.date().isoformat()}
    year.later(30, lambda: matters.plan(name, plan, Order(clerk)))
    decision = "柯安委办〔2026〕挂牌督办决定，公示五个工作日内。"
    year.later(50, lambda: matters.publish(name, Order(office), on=True, decision=decision))
    year.later(52, lambda: matters.escalate(name, Level.SUPERVISE, "重大隐患，区级督办，每周报进展。", Order(office)))
    for week in range(1, 3):
        text = f"第 {week} 周：主机已到货，{'两台泵已换' if week > 1 else '危险部位停用'}，人工巡查记录齐全。"
        year.later(24 * 7 * week, lambda text=text: matters.progress(name, text, Order(clerk)))  # type: ignore[misc]
    if grave.fate == "claimed":
        year.at(year.last_draw - timedelta(hours=3), lambda: claim(year, name))
    if grave.fate == "mended":
        year.later(24 * 17, lambda: claim(year, name))
        year.later(24 * 24, lambda: _review(year, name))


# ------------------------------------------------ a review
def _review(year: Year, hazard: str) -> None:
    """复盘: why nobody saw it earlier, and what follows; its measures are matters under it."""
    office = year.who("office")
    old = queries.get(HOUSE, hazard)
    finding = Finding(
        "review", f"{old.number}重大隐患复盘", "major_hazard", place="hehua", spot="荷花街道荷花中路商场",
        text="原因：主机 2019 年后未做年检，物业更换三次无交接。责任：物业公司已由消防部门依法处理，见文书。措施见下。"
        "教育：给全区商场物业讲一课。", via=Reporter.OFFICE, unit="kecheng",
    )  # fmt: skip
    name = matters.report(finding, Order(office)).matter
    matters.assign(name, Assignment("xiaofang", "major_hazard"), Order(office))
    year.later(3, lambda: matters.accept(name, Order(year.clerk("xiaofang"))))
    for number, (category, lead, title) in enumerate(
        (
            ("rule", "xiaofang", "商场消防设施年检交接办法"),
            ("telling", "xuanchuan", "给商场物业负责人讲一课《主机报警之后》"),
        )
    ):
        year.later(
            4 + number,
            lambda category=category, lead=lead, title=title: _measure(year, name, category, lead, title),  # type: ignore[misc]
        )


def _measure(year: Year, parent: str, category: str, lead: str, title: str) -> None:
    finding = Finding("measure", title, category, place="hehua", spot="全区商场", via=Reporter.MATTER, parent=parent)
    name = matters.report(finding, Order(HOUSE)).matter
    matters.assign(name, Assignment(lead, category), Order(year.who("office")))
    clerk = year.clerk(lead)
    year.later(4, lambda: matters.accept(name, Order(clerk)))
    if lead == "xiaofang":
        year.later(24 * 9, lambda: claim(year, name))


# ------------------------------------------------ unannounced
def _scope(title: str, *, named: tuple[str, ...] = (), count: int = 3, days: int = 3) -> Scope:
    now = clock.now()
    types = (Type.PLACE, Type.FRONT, Type.ESTATE, Type.SITE)
    return Scope(title, now, now + timedelta(days=days), types, count, people=1, named=named)


def _inspection(year: Year, wires: str, market: str) -> None:
    """不打招呼、直奔现场: the wires that were mended are back, and the market has three things wrong."""
    chief = year.who("chief")
    name = inspections.plan(_scope("府山街道背街小巷回头看", named=(wires, market), count=1), Order(chief)).inspection
    inspections.draw(name, Order(chief))
    old = queries.get(HOUSE, year.named["wires"])
    again = old.pk if old.state == State.CLOSED else ""
    seen = (
        Found("street", "wires", "坊门街背街飞线反弹", text="新拉三股，未入管，原来的绑扎松开。", subject=wires,
              evidence=(year.picture("wires", 3, mended=False, by=chief),), again=again),
        Found("street", "grease", "菜市场后门路面油污", text="隔油池满溢，油污漫到人行道。", subject=market,
              evidence=(year.picture("grease", 5, mended=False, by=chief),)),
        Found("hazard", "fire_exit", "菜市场二楼出口堆货", text="出口被纸箱堵住，宽度不足半米。", subject=market,
              evidence=(year.picture("exit", 9, mended=False, by=chief),)),
    )  # fmt: skip
    year.later(2, lambda: _visit(year, name, seen))


def _visit(year: Year, name: str, seen: tuple[Found, ...]) -> None:
    chief = year.who("chief")
    for found in seen:
        command = str(uuid.uuid4())
        inspections.add_finding(name, found, Order(chief, command=command))
    opened = sealed.standing(sealed.get(chief, name))
    for finding in opened.findings:
        lead = OnSite("fushan", text="现场办公：三日内整改，社区每天看一次。")
        inspections.decide(name, finding, lead, Order(chief))
    for place in opened.places:
        if not opened.of_place(place):
            inspections.visit(name, place, Result.CLEAN, "看过，没有发现问题。", Order(chief))
    year.later(20, lambda: inspections.release(name, Order(chief)))


def _still_sealed(year: Year) -> None:
    """One that nobody but its crew knows of."""
    chief = year.who("chief")
    name = inspections.plan(_scope("岁末商场市场暗访", count=4, days=5), Order(chief)).inspection
    inspections.draw(name, Order(chief))
