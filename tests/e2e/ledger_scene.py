"""A week of a county's ledger in a throw-away installation, with everybody signed in. Run with its environment; prints JSON.

python -m tests.e2e.ledger_scene
"""

import io
import json
import sys
import uuid
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from xiangyue.project import control

control.start()

from tests.factories.sessions import sign_in  # noqa: E402 - Django first

from xiangyue.files.rules import Upload  # noqa: E402
from xiangyue.kernel import clock  # noqa: E402
from xiangyue.ledger.evidence import actions as evidence  # noqa: E402
from xiangyue.ledger.evidence.rules import Claims  # noqa: E402
from xiangyue.ledger.kinds.states import Reporter  # noqa: E402
from xiangyue.ledger.matters import actions as matters  # noqa: E402
from xiangyue.ledger.matters.actions import Assignment, Order  # noqa: E402
from xiangyue.ledger.matters.models import Matter  # noqa: E402
from xiangyue.ledger.matters.rules import Finding  # noqa: E402
from xiangyue.ledger.verifying import actions as verifying  # noqa: E402
from xiangyue.ledger.verifying.models import Seat  # noqa: E402
from xiangyue.org.access import actions as access  # noqa: E402
from xiangyue.org.access import queries as members  # noqa: E402
from xiangyue.org.access.rules import HOUSE  # noqa: E402
from xiangyue.org.access.states import Role  # noqa: E402
from xiangyue.org.people.queries import get  # noqa: E402
from xiangyue.org.units import queries as units  # noqa: E402
from xiangyue.project import kecheng  # noqa: E402

PEOPLE = (
    ("desk-office", "方素琴", Role.DISPATCHER, "kecheng"),
    ("desk-clerk", "徐晓春", Role.CLERK, "fushan"),
    ("desk-neighbour", "叶国强", Role.CLERK, "hehua"),
    ("desk-urban", "周敏", Role.CLERK, "zhifa"),
    ("desk-inspector", "郑为民", Role.INSPECTOR, "hehua"),
    ("desk-second", "毛丽华", Role.INSPECTOR, "huayuan"),
    ("desk-third", "余海平", Role.INSPECTOR, "baiyun"),
    ("desk-expert", "姜工", Role.EXPERT, "kecheng"),
    ("desk-auditor", "审计", Role.AUDITOR, "kecheng"),
)
AGO = timedelta(days=1)


def photo(what: str, seed: int) -> bytes:
    """A street, drawn: with what is wrong, or mended."""
    image = Image.new("RGB", (1200, 900), (176 + seed % 9, 190, 198))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 560, 1200, 900), fill=(120, 118, 112))
    pen.rectangle((60, 180, 420, 620), fill=(206, 190, 160))
    pen.rectangle((760, 120, 1150, 620), fill=(188, 176, 158))
    for floor in range(3):
        for window in range(2):
            pen.rectangle(
                (110 + window * 150, 220 + floor * 130, 200 + window * 150, 300 + floor * 130), fill=(92, 104, 112)
            )
    if what == "wires":
        for each in range(14):
            sag = 300 + each * 17 + (seed * 31 + each * 53) % 60
            pen.line(
                [(60 + x * 10, 150 + each * 9 + int((sag - 150) * (1 - abs(x - 55) / 55) * 0.6)) for x in range(111)],
                fill=(28, 26, 24),
                width=3 + each % 3,
            )
    elif what == "boxes":
        for each in range(9):
            left, top = 380 + (each % 3) * 140, 420 + (each // 3) * 90
            pen.rectangle(
                (left, top, left + 130, top + 84), fill=(166 - each * 4, 124, 78), outline=(70, 50, 30), width=3
            )
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def brought(what: str, by: str, *, seed: int) -> list[str]:
    kept = evidence.keep(
        Upload(f"{what}.jpg", photo(what, seed)), Claims(taken_at=clock.now()), command=str(uuid.uuid4()), by=by
    )
    return [kept.pk]


def at(days: int, hour: int, minute: int = 0) -> datetime:
    """A moment some days before today."""
    today = REAL.astimezone(clock.COUNTY_ZONE).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today - AGO * days


def found(who: str, title: str, category: str, spot: str, *, kind: str = "street", place: str = "fushan", what: str = "",
          text: str = "", seed: int = 0) -> str:  # fmt: skip
    pictures = tuple(brought(what, who, seed=seed)) if what else tuple(brought("clear", who, seed=seed))
    finding = Finding(
        kind, title, category=category, text=text, place=place, spot=spot, via=Reporter.INSPECTOR, evidence=pictures
    )
    return matters.report(finding, Order(WHO[who])).matter


def given(name: str, lead: str, *, grade: str = "", helpers: tuple[str, ...] = (), text: str = "") -> None:
    matter = Matter.objects.get(pk=name)
    chosen = Assignment(lead, matter.category, grade, helpers=[(code, None) for code in helpers], reason=text)
    matters.assign(name, chosen, Order(WHO["desk-office"]))


def claimed(name: str, text: str, *, who: str = "desk-clerk", seed: int = 0) -> None:
    matters.claim(name, text, Order(WHO[who]), pictures=brought("clear", who, seed=seed))


def draw(days: int) -> None:
    """The day's draw, at its hour."""
    with clock.stopped(at(days, 16, 5)):
        verifying.run_due()


def decided(name: str, text: str, *, passed: bool, days: int, hour: int) -> None:
    """What everybody who was drawn says."""
    for seat in Seat.objects.filter(matter=name, state="WAITING"):
        with clock.stopped(at(days, hour)):
            evidence_ = brought("clear" if passed else "wires", seat.person, seed=days + hour)
            verdict = matters.Verdict(passed, text, evidence_)
            verifying.decide(seat, verdict, Order(members.member(get(seat.person))))


def week() -> dict[str, str]:
    clerk, urban = WHO["desk-clerk"], WHO["desk-urban"]
    with clock.stopped(at(16, 8)):
        verifying.commit(units.root())
    with clock.stopped(at(15, 15, 12)):
        rebound = found("desk-inspector", "狮桥街 27 号段空中飞线反弹", "wires", "府山街道狮桥街 27 号段", what="wires", seed=3,
                        text="线缆垂落到二楼窗沿，伸手可及。9 月整治过，又拉了起来。")  # fmt: skip
    with clock.stopped(at(15, 16, 40)):
        given(rebound, "fushan", helpers=("zhifa",), text="电信、移动、广电三家一起到场。")
    with clock.stopped(at(14, 9, 5)):
        matters.accept(rebound, Order(clerk))
    with clock.stopped(at(11, 10)):
        matters.progress(rebound, "三家运营商现场碰头，废线先剪。", Order(clerk))
    with clock.stopped(at(9, 15)):
        matters.done(rebound, "占用的杆线已腾退。", Order(urban))
    with clock.stopped(at(9, 15, 40)):
        claimed(rebound, "三家运营商已入管，剪除废线 64 米。", seed=5)
    draw(9)
    with clock.stopped(at(8, 10)):
        stairs = found("desk-second", "新桥街 8 号三楼安全出口堆满纸箱", "fire_exit", "府山街道新桥街 8 号三楼", kind="hazard",
                       what="boxes", text="安全出口宽度不足一米，门推不开。")  # fmt: skip
    with clock.stopped(at(8, 10, 30)):
        given(stairs, "fushan")
    with clock.stopped(at(8, 14)):
        matters.accept(stairs, Order(clerk))
    with clock.stopped(at(4, 9)):
        returned = found(
            "desk-inspector", "下街夜宵摊前路面油污", "grease", "府山街道下街 3 号前", text="油膜一片，雨天打滑。"
        )
        given(returned, "fushan")
        matters.accept(returned, Order(clerk))
    with clock.stopped(at(3, 10)):
        claimed(returned, "已用碱水冲洗。", seed=8)
    draw(3)
    decided(returned, "石缝里手抹仍沾油，隔油池没有清掏记录。", passed=False, days=2, hour=11)
    with clock.stopped(at(7, 9)):
        mended = found(
            "desk-third", "坊门街 12 号门前线缆缠在树上", "wires", "府山街道坊门街 12 号", what="wires", seed=11
        )
        given(mended, "fushan")
        matters.accept(mended, Order(clerk))
    with clock.stopped(at(4, 15)):
        claimed(mended, "已理顺入管，行道树松绑。", seed=12)
    draw(4)
    decided(mended, "现场看过，离地 3 米以上，成束绑扎。", passed=True, days=2, hour=15)
    with clock.stopped(at(1, 9)):
        fresh = found(
            "desk-second", "北门小区车棚有人飞线充电", "wires_charging", "府山街道北门小区 4 幢", what="wires", seed=21
        )
        given(fresh, "fushan")
        other = found("desk-inspector", "县学街窨井盖松动", "manhole_broken", "府山街道县学街 40 号", seed=22)
        given(other, "zhifa")
        matters.accept(other, Order(urban))
        matters.offer(other, "fushan", "这一段去年已移交街道管养。", Order(urban))
    with clock.stopped(at(6, 9)):
        late = found("desk-third", "中河沿步道飞线成团", "wires", "府山街道中河沿", what="wires", seed=31)
        given(late, "fushan")
        matters.accept(late, Order(clerk))
    with clock.stopped(at(1, 10)):
        until = at(-20, 12)
        matters.ask_extension(late, until, "works", "要破路埋管，已排进计划；下面先拉警戒线。", Order(clerk))
    with clock.stopped(at(2, 9)):
        major = found("desk-third", "老粮站仓库改成群租厂房", "fire_lodging", "府山街道老粮站", kind="hazard", what="boxes", seed=41,
                      text="二楼住人，只有一部敞开楼梯，窗外焊死防盗网。")  # fmt: skip
        given(major, "fushan", grade="major", text="今天就把人撤出来。")
        matters.accept(major, Order(clerk))
    for place, (title, category, spot, where) in enumerate(NEW):
        with clock.stopped(at(0, 8, 20 + place)):
            found("desk-inspector", title, category, spot, place=where, seed=50 + place)
    return {"rebound": rebound, "stairs": stairs, "returned": returned, "mended": mended, "fresh": fresh, "other": other,
            "late": late, "major": major}  # fmt: skip


NEW = (
    ("花园街道农贸市场门口占道", "stalls", "花园街道农贸市场东门", "huayuan"),
    ("荷花中路夜宵摊前油污", "grease", "荷花街道荷花中路 88 号", "hehua"),
    ("新新街道公厕灯不亮", "toilets", "新新街道公园公厕", "xinxin"),
)

REAL = clock.now()
kecheng.load_units()
WHO = {}
SESSIONS = {}
with clock.stopped(at(30, 9)):
    for username, name, role, unit in PEOPLE:
        access.employ(username, name, "four lecturers and a drum", role=role, unit=units.get(unit), by=HOUSE)
for username, *_rest in PEOPLE:
    SESSIONS[username] = sign_in(username)
    WHO[username] = members.member(get(username))
scene = week()
evidence.look_due(most=100)
sys.stdout.write(json.dumps({"sessions": SESSIONS, "matters": scene}))
