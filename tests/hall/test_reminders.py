"""Being told: asked for without an account, confirmed by its owner, told of every move, and forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.factories.lectures import a_lecture, a_studio
from tests.notify.test_push import AUTH, ENDPOINT, THEIR_PUBLIC

from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.queries import script_of
from xiangyue.hall.lectures.states import State
from xiangyue.hall.reminders import actions, errors, queries, rules
from xiangyue.hall.reminders.models import Reminder
from xiangyue.kernel import clock as the_clock
from xiangyue.notify import actions as notify
from xiangyue.notify.models import Message
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import HOUSE
from xiangyue.web.hall import letters

MAIL = "mailto://house:pw@example.com"


@pytest.fixture(autouse=True)
def mail(settings):
    settings.MAIL = MAIL


@pytest.fixture
def lecture(county, lines):
    return a_lecture(a_studio(county.fushan, "fushan"), in_hours=20)


@pytest.fixture
def reader(lecture):
    """Somebody who asked by mail and confirmed; the confirmation is not in the way of what is tested."""
    asked = actions.ask_mail(lecture, "zhang@Example.com", mail=MAIL, writes=letters.confirm)
    actions.confirm(asked)
    Message.objects.all().delete()
    return asked


def sent():
    return [(message.title, message.address) for message in Message.objects.order_by("pk")]


def test_an_address_is_used_only_once_its_owner_confirmed_it(lecture):
    asked = actions.ask_mail(lecture, " zhang@Example.com ", mail=MAIL, writes=letters.confirm)
    assert asked.address == "zhang@example.com"
    message = Message.objects.get()
    assert message.title == "请确认：“医保怎么缴”的提醒"
    assert letters.link(asked) in message.body
    lectures.reschedule(lecture, lecture.planned_at + timedelta(days=1), by=HOUSE)
    assert Message.objects.count() == 1
    actions.confirm(asked)
    lectures.reschedule(lecture, lecture.planned_at + timedelta(days=1), by=HOUSE)
    assert [message.title for message in Message.objects.order_by("pk")][1:] == ["改时间：医保怎么缴"]


def test_asking_twice_is_asking_once_and_sends_nothing_more(lecture):
    for _ in range(2):
        actions.ask_mail(lecture, "zhang@example.com", mail=MAIL, writes=letters.confirm)
    assert (Reminder.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "wrong", ["", "zhang", "zhang@", "a b@example.com", "zhang@example.com\nBcc: x@y.zz", "x" * 300]
)
def test_what_is_no_address_is_refused_in_words(wrong, lecture):
    with pytest.raises(errors.BadAddress):
        actions.ask_mail(lecture, wrong, mail=MAIL, writes=letters.confirm)
    assert not Message.objects.exists()


def test_nobodys_mailbox_is_filled_in_their_name(county, lines):
    studio = a_studio(county.fushan)
    for number in range(rules.PER_ADDRESS):
        other = a_lecture(studio, f"第 {number} 讲")
        actions.ask_mail(other, "victim@example.com", mail=MAIL, writes=letters.confirm)
    with pytest.raises(errors.TooMany):
        actions.ask_mail(a_lecture(studio, "又一讲"), "victim@example.com", mail=MAIL, writes=letters.confirm)


def test_a_script_that_types_in_addresses_is_stopped(lecture, monkeypatch, clock):
    monkeypatch.setattr(rules, "MAIL_PER_HOUR", 3)
    for number in range(3):
        actions.ask_mail(lecture, f"a{number}@example.com", mail=MAIL, writes=letters.confirm)
    with pytest.raises(errors.TooMany):
        actions.ask_mail(lecture, "a4@example.com", mail=MAIL, writes=letters.confirm)
    clock.move(3600_000 + 1)
    actions.ask_mail(lecture, "a4@example.com", mail=MAIL, writes=letters.confirm)


def test_a_moved_lecture_tells_and_moves_the_entry_in_the_calendar(lecture, reader):
    lectures.reschedule(lecture, lecture.planned_at + timedelta(days=7), by=HOUSE)
    message = Message.objects.get()
    assert message.body.startswith("“医保怎么缴”改了时间：原来 11月24日 15:00，现在 12月1日 15:00。")
    assert letters.link(reader) in message.body
    lines = bytes(message.attachment).decode().split("\r\n")
    assert {"SEQUENCE:1", "DTSTART:20261201T070000Z", "STATUS:CONFIRMED"} <= set(lines)


def test_a_cancelled_lecture_tells_and_strikes_the_entry_out(lecture, reader):
    lectures.cancel(lecture, by=HOUSE)
    message = Message.objects.get()
    assert message.title == "已取消：医保怎么缴"
    lines = bytes(message.attachment).decode().split("\r\n")
    assert {"SEQUENCE:1", "STATUS:CANCELLED"} <= set(lines)


def test_new_words_that_wait_for_approval_are_told_to_nobody(lecture, reader, cast):
    lectures.prepare(lecture, replace(script_of(lecture), title="还没批的题目"), by=cast.officer)
    lectures.reschedule(lecture, lecture.planned_at + timedelta(days=1), by=cast.officer)
    message = Message.objects.get()
    assert message.title == "改时间：医保怎么缴"
    assert "还没批的题目" not in message.body + bytes(message.attachment).decode()


def test_a_browser_is_told_without_confirming(lecture):
    kept = actions.ask_push(lecture, ENDPOINT, THEIR_PUBLIC, AUTH)
    assert kept.confirmed_at is not None
    lectures.cancel(lecture, by=HOUSE)
    assert sent() == [("已取消：医保怎么缴", kept.address)]


def test_what_no_browser_hands_out_is_refused(lecture):
    with pytest.raises(errors.BadBrowser):
        actions.ask_push(lecture, "https://127.0.0.1/admin", THEIR_PUBLIC, AUTH)


def test_it_is_called_to_mind_once_a_quarter_of_an_hour_before(lecture, reader, clock):
    assert letters.remind_due() == 0
    clock.move(int(timedelta(hours=19, minutes=45).total_seconds() * 1000))
    assert letters.remind_due() == 1
    assert letters.remind_due() == 0
    assert [title for title, _address in sent()] == ["马上开讲：医保怎么缴"]


def test_a_lecture_that_moved_is_called_to_mind_at_its_new_moment(lecture, reader, clock):
    clock.move(int(timedelta(hours=19, minutes=50).total_seconds() * 1000))
    letters.remind_due()
    lectures.reschedule(lecture, lecture.planned_at + timedelta(days=1), by=HOUSE)
    assert letters.remind_due() == 0
    clock.move(int(timedelta(days=1).total_seconds() * 1000))
    assert letters.remind_due() == 1


def test_an_early_lobby_calls_it_to_mind(lecture, reader):
    lectures.open_lobby(lecture, by=HOUSE)
    assert letters.remind_due() == 1


@pytest.mark.parametrize("state", [State.LOBBY, State.ON_AIR, State.REPLAY, State.CANCELLED])
def test_what_has_begun_needs_no_reminder(state, county, lines):
    lecture = a_lecture(a_studio(county.fushan), state=state)
    with pytest.raises(errors.NothingToRemind):
        actions.ask_mail(lecture, "zhang@example.com", mail=MAIL, writes=letters.confirm)


def test_who_ends_it_is_told_nothing_more(lecture, reader):
    actions.drop(reader)
    lectures.cancel(lecture, by=HOUSE)
    assert not Message.objects.exists()
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("how", ["held", "cancelled", "never-opened", "unconfirmed"])
def test_no_address_outlives_its_lecture(how, lecture, clock):
    asked = actions.ask_mail(lecture, "zhang@example.com", mail=MAIL, writes=letters.confirm)
    if how == "held":
        for verb in (lectures.open_lobby, lectures.go_on_air, lectures.end):
            verb(lecture, by=HOUSE)
    elif how == "cancelled":
        lectures.cancel(lecture, by=HOUSE)
    elif how == "never-opened":
        actions.confirm(asked)
        clock.move(45 * 3600_000)
    else:
        assert actions.forget_over() == 0
        clock.move(25 * 3600_000)
    assert actions.forget_over() == 1
    assert not Reminder.objects.exists()


@pytest.mark.slow  # loads every channel there is: 0.5 s
@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_no_address_stays_with_a_message_that_is_done_with(lecture, reader, settings):
    settings.MAIL = ""
    lectures.reschedule(lecture, lecture.planned_at + timedelta(days=1), by=HOUSE)
    Message.objects.update(address="nothing://zhang@example.com", state="WAITING", done_at=None)
    notify.deliver_due()
    message = Message.objects.get()
    assert (message.state, message.address) == ("FAILED", "")
    assert "zhang" not in message.reason


def test_how_many_asked_is_known_inside(lecture, reader, cast):
    assert queries.counted(cast.officer, lecture) == 1
    with pytest.raises(Forbidden):
        queries.counted(cast.neighbour, lecture)
    assert Lecture.objects.get().planned_at > the_clock.now()
