"""A street to be inspected in a throw-away installation: a leader, inspectors, places, an inspection half way. Prints JSON.

python -m tests.e2e.inspection_scene
"""

import json
import sys
from datetime import timedelta
from pathlib import Path

from xiangyue.project import control

control.start()

from tests.factories.sessions import sign_in  # noqa: E402 - Django first

from xiangyue.kernel import clock  # noqa: E402
from xiangyue.ledger.inspections import actions, queries  # noqa: E402
from xiangyue.ledger.inspections.rules import Found, Helper, OnSite, Scope  # noqa: E402
from xiangyue.ledger.kinds import actions as kinds  # noqa: E402
from xiangyue.ledger.kinds import folder  # noqa: E402
from xiangyue.ledger.matters.actions import Order  # noqa: E402
from xiangyue.ledger.subjects import actions as subjects  # noqa: E402
from xiangyue.ledger.subjects.actions import Details  # noqa: E402
from xiangyue.ledger.subjects.rules import Position  # noqa: E402
from xiangyue.ledger.subjects.states import Datum, Type  # noqa: E402
from xiangyue.org.access import actions as access  # noqa: E402
from xiangyue.org.access import queries as members  # noqa: E402
from xiangyue.org.access.rules import HOUSE  # noqa: E402
from xiangyue.org.access.states import Role  # noqa: E402
from xiangyue.org.people.queries import get  # noqa: E402
from xiangyue.org.units import queries as units  # noqa: E402
from xiangyue.project import kecheng, notices  # noqa: E402

KINDS = Path(__file__).parents[2] / "kinds"
PEOPLE = (
    ("chief", "汪组长", Role.CHIEF, "kecheng"),
    ("inspector-one", "郑为民", Role.INSPECTOR, "huayuan"),
    ("inspector-two", "毛丽华", Role.INSPECTOR, "baiyun"),
    ("clerk", "徐晓春", Role.CLERK, "fushan"),
)

PLACES = (
    ("fushan", Type.FRONT, "小河茶馆", "下街 3 号", 28.9660, 118.8720),
    ("fushan", Type.PLACE, "坊门街背街", "坊门街 12 号后", 28.9681, 118.8733),
    ("fushan", Type.ESTATE, "新桥小区", "新桥街 8 号", 28.9702, 118.8698),
    ("fushan", Type.SITE, "水亭门地下车库工地", "上营街", 28.9668, 118.8690),
    ("hehua", Type.FRONT, "荷花面馆", "荷花中路 66 号", 28.9588, 118.8801),
    ("hehua", Type.ESTATE, "荷塘月色小区", "荷花东路 1 号", 28.9560, 118.8840),
)


def main() -> None:
    kecheng.load_units()
    kinds.load(folder.read(KINDS), by=HOUSE)
    notices.publish([KINDS / "calendars"], by=HOUSE)
    for username, name, role, unit in PEOPLE:
        access.employ(username, name, "four lecturers and a drum", role=role, unit=units.get(unit), by=HOUSE)
    sessions = {username: sign_in(username) for username, *_rest in PEOPLE}
    chief = members.member(get("chief"))
    for unit, sort, name, address, lat, lon in PLACES:
        where = Position.of(lat, lon, Datum.WGS84)
        subjects.register(units.get(unit), Details(sort, name, address, position=where), by=HOUSE)
    now = clock.now()
    scope = Scope(
        "夜间背街小巷", now, now + timedelta(days=2), (Type.PLACE, Type.FRONT, Type.ESTATE, Type.SITE), 4,
        excluded=("hehua",), note="先看飞线和路面油污，再看门前五包。",
    )  # fmt: skip
    row = actions.plan(scope, Order(chief)).inspection
    actions.draw(row, Order(chief))
    stood = queries.standing(queries.get(chief, row))
    first, second = list(queries.places(stood.places).values())[:2]
    for place, category, title in ((first, "wires", "三处飞线横跨街面"), (second, "grease", "路面油污一片")):
        found = Found("street", category, title, "从 12 号杆到 14 号杆。", subject=place.public_id)
        actions.add_finding(row, found, Order(chief))
    one = queries.standing(queries.get(chief, row)).to_report[0]
    on_site = OnSite("fushan", (Helper("zhifa", now + timedelta(days=2)),), text="街道牵头，执法局配合剪线。")
    actions.decide(row, one.name, on_site, Order(chief))
    sys.stdout.write(
        json.dumps({"sessions": sessions, "inspection": row, "place": first.public_id, "finding": one.name})
    )


if __name__ == "__main__":
    main()
