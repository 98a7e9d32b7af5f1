"""The ledger's half of the front page: what was mended and seen by others, and nobody named without a decision."""

from datetime import timedelta

from tests.factories import matters as factory

from xiangyue.kernel import clock as the_clock
from xiangyue.ledger.kinds.states import How
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order, Verdict
from xiangyue.org.access.rules import HOUSE

DAY_MS = 24 * 3600 * 1000


def mended(desk, **changes):
    matter = factory.claimed(desk, **changes)
    until = the_clock.now() + timedelta(days=5)
    matters.draw(matter.pk, matters.Drawn("b" * 16, How.ON_SITE, ["inspector-b"], until), Order(HOUSE))
    matters.verify(matter.pk, Verdict(passed=True, text="看过了。"), Order(desk.inspectors[1]))
    return matter


def test_what_was_mended_this_week_is_on_it_and_what_nobody_looked_at_is_not(desk, page):
    mended(desk, kind="street", category="grease", title="油污", spot="下街 3 号前")
    unseen = factory.claimed(desk, kind="street", category="grease", title="油污", spot="没人看过的地方")
    matters.close_unchecked(unseen.pk, "b" * 16, Order(HOUSE))
    mended(desk, title="安全出口", spot="不向社会公开的种类")
    front = page.get("/")
    assert front.context["news"].mended_count == 1
    said = front.content.decode()
    assert [spot in said for spot in ("下街 3 号前", "没人看过的地方", "不向社会公开的种类")] == [True, False, False]


def test_last_week_s_is_gone(desk, page, clock):
    mended(desk, kind="street", category="grease", title="油污")
    clock.move(8 * DAY_MS)
    assert page.get("/").context["news"].mended_count == 0


def test_a_late_unit_is_counted_and_named_only_by_a_decision(desk, page, clock, press):
    matter = factory.working(desk, kind="street", category="grease", title="油污", spot="下街 3 号前")
    clock.move(3 * DAY_MS)
    front = page.get("/")
    assert (front.context["news"].late, front.context["news"].named) == (1, [])
    assert "府山街道" not in front.content.decode()
    assert press(desk.office, matter, "publish", on="yes", text="区委 11 月 20 日会议决定。").status_code == 302
    page.logout()
    assert [lead for _row, lead in page.get("/").context["news"].named] == ["府山街道"]
