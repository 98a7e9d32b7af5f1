"""A unit is told once on its working morning, however often the worker comes round, dies or was away."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import matters as factory

from xiangyue.kernel import clock as the_clock
from xiangyue.kernel.clock import COUNTY_ZONE
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.timers import actions as timers
from xiangyue.ledger.timers.models import Digest, Fired
from xiangyue.notify.models import Message
from xiangyue.org.mailboxes import actions as mailboxes
from xiangyue.web.ledger import letters

pytestmark = pytest.mark.django_db
HOUR = 3_600_000


@pytest.fixture(autouse=True)
def mailbox(desk, county, settings):
    settings.MAIL = "mailto://house:secret@example.com"
    mailboxes.set_up(county.fushan, "fushan@example.com", by=desk.clerk)


def round_():
    timers.run_due()
    letters.tell_due()


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=COUNTY_ZONE).astimezone(UTC)


def move_to(clock, moment: datetime) -> None:
    clock.move(round((moment - the_clock.now()) / timedelta(milliseconds=1)))


def days() -> list[str]:
    """When messages were put into the queue, in the county."""
    return [f"{one.created_at.astimezone(COUNTY_ZONE):%m-%d %H:%M}" for one in Message.objects.order_by("pk")]


def test_one_message_a_unit_and_working_morning_with_the_gravest_first(desk, clock):
    first = factory.working(desk)  # Monday evening, due on Thursday
    factory.working(desk, title="二楼配电箱敞开")
    for _ in range(24 * 14):
        clock.move(HOUR)
        round_()
        round_()
    assert days() == ["11-25 09:00", "11-27 09:00", "12-02 09:00"]
    assert sorted(Fired.objects.filter(matter=first.pk).values_list("level", flat=True)) == [1, 3, 4]
    titles = list(Message.objects.order_by("pk").values_list("title", flat=True))
    assert titles == [f"府山街道台账提醒：{rung} 2 件" for rung in ("蓝色提醒", "红色提醒", "督办")]
    assert Message.objects.last().body.count("【督办】") == 2
    assert Message.objects.filter(address__contains="to=fushan%40example.com").count() == 3


def test_a_morning_that_was_missed_is_made_up_for_on_the_next_working_day(desk, clock):
    factory.working(desk)
    move_to(clock, at(11, 28, 10))  # down from Monday to Saturday: blue and red both passed
    round_()
    assert (days(), Fired.objects.count()) == ([], 0)
    move_to(clock, at(11, 30, 8))  # Monday, before the morning
    round_()
    assert days() == []
    move_to(clock, at(11, 30, 8, 30))
    for _ in range(3):
        round_()
    assert days() == ["11-30 08:30"]
    assert [digest.on.isoformat() for digest in Digest.objects.all()] == ["2026-11-30"]
    assert Message.objects.get().title == "府山街道台账提醒：红色提醒 1 件"  # blue passed too: a matter is named once


def test_a_process_that_dies_between_note_and_message_has_told_nobody_and_the_next_tells_once(desk, clock):
    factory.working(desk)
    move_to(clock, at(11, 25, 9))
    timers.run_due()

    class Killed(BaseException):
        pass

    def dies(_digest, _lines):
        raise Killed

    with pytest.raises(Killed):
        timers.tell_due(dies, mail="")
    assert (Digest.objects.get().told_at, Message.objects.count()) == (None, 0)
    round_()
    round_()
    assert days() == ["11-25 09:00"]


def test_what_fires_after_the_morning_s_message_is_told_on_the_next_working_morning(desk, clock):
    factory.working(desk)
    move_to(clock, at(11, 25, 9))
    round_()
    late = factory.assigned(desk, category="gas", title="燃气表泄漏")  # 24 hours, and its first warning is past
    matters.accept(late.pk, Order(desk.clerk))
    move_to(clock, at(11, 25, 15))
    round_()
    assert days() == ["11-25 09:00"]
    move_to(clock, at(11, 26, 8, 31))
    round_()
    assert days() == ["11-25 09:00", "11-26 08:31"]
    assert "燃气表泄漏" in Message.objects.last().body


def test_a_unit_without_an_address_has_its_digest_and_no_message(desk, clock, county):
    mailboxes.set_up(county.fushan, "", by=desk.clerk)
    factory.working(desk)
    move_to(clock, at(11, 25, 9))
    round_()
    assert (Message.objects.count(), Digest.objects.get().told_at is not None) == (0, True)
