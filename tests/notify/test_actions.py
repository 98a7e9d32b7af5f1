"""Against a mail server on a real socket; nothing of the way out is replaced."""

import socket
from datetime import timedelta

import pytest
from tests.notify.sink import Sink

from xiangyue.kernel import clock
from xiangyue.notify import actions, queries
from xiangyue.notify.actions import Round
from xiangyue.notify.channels import Attachment
from xiangyue.notify.models import Message
from xiangyue.notify.states import State

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,  # loading the channels takes 0.5 s once
    # imghdr is imported by one of the channels when all are loaded, on Pythons that still have it.
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),
]
NOON = 1_764_000_000_000


@pytest.fixture(scope="module")
def sink():
    with Sink() as sink:
        yield sink


@pytest.fixture(autouse=True)
def _empty(sink):
    sink.taken.clear()
    sink.refuse = False


def house(port):
    return f"mailto://127.0.0.1:{port}?from=witness@kecheng.example&mode=insecure"


def test_a_message_reaches_each_recipient_with_its_attachment(sink):
    slip = Attachment("slip.json", b'{"no": 1}')
    actions.send(
        ["a@example.cn", "档案馆 <b@example.cn>"],
        "见证条",
        "乡约 柯城区 第 1 号",
        mail=house(sink.port),
        attachment=slip,
    )
    assert queries.waiting() == 2
    assert actions.deliver_due() == Round(sent=2)
    assert sorted(recipients for recipients, _ in sink.taken) == [["a@example.cn"], ["b@example.cn"]]
    mail = sink.taken[0][1]
    assert mail["subject"] == "见证条"
    assert "乡约 柯城区 第 1 号" in mail.get_body(("plain", "html")).get_content()
    assert [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()] == [
        ("slip.json", b'{"no": 1}')
    ]
    assert actions.deliver_due() == Round()


def test_secrets_of_an_address_are_gone_when_the_message_is_done_with(sink):
    address = f"mailto://127.0.0.1:{sink.port}?from=w@kecheng.example&mode=insecure&to=a@example.cn"
    (message,) = actions.send([address], "t", "b")
    actions.deliver_due()
    message.refresh_from_db()
    assert (message.state, message.address, bytes(message.attachment)) == (State.SENT, "mailto://…a@example.cn", b"")


def test_a_server_that_refuses_is_asked_again_later_and_given_up_after_two_days(sink):
    sink.refuse = True
    with clock.stopped(NOON) as hands:
        actions.send(["a@example.cn"], "t", "b", mail=house(sink.port))
        for wait in actions.WAITS_S:
            assert actions.deliver_due() == Round(postponed=1)
            hands.move(wait * 1000 - 1)
            assert actions.deliver_due() == Round()
            hands.move(1)
        assert actions.deliver_due() == Round(failed=1)
    (message,) = queries.failed()
    assert (message.tries, message.address) == (8, "mailto://…a@example.cn")
    assert message.reason == 'Sending email to "a@example.cn" failed.'


def test_a_server_that_comes_back_gets_what_waited(sink):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with clock.stopped(NOON) as hands:
        (message,) = actions.send(["a@example.cn"], "t", "b", mail=house(port))
        assert actions.deliver_due() == Round(postponed=1)
        Message.objects.filter(pk=message.pk).update(address=house(sink.port) + "&to=a@example.cn")
        hands.move(actions.WAITS_S[0] * 1000)
        assert actions.deliver_due() == Round(sent=1)


def test_a_recipient_without_a_channel_fails_alone(sink):
    messages = actions.send(["nobody", "nosuch://host/token", "a@example.cn"], "t", "b", mail=house(sink.port))
    assert [message.state for message in messages] == [State.FAILED, State.WAITING, State.WAITING]
    assert actions.deliver_due() == Round(sent=1, failed=1)
    assert [message.address for message in queries.failed()] == ["nosuch://…", "nobody"]


def test_a_mail_address_without_an_account_fails_and_says_why():
    (message,) = actions.send(["a@example.cn"], "t", "b")
    assert message.state == State.FAILED
    assert message.reason == "没有这种发送渠道，或地址不完整：a@example.cn"


def test_of_two_workers_one_sends_and_a_dead_ones_message_comes_back(sink):
    with clock.stopped(NOON) as hands:
        (message,) = actions.send(["a@example.cn"], "t", "b", mail=house(sink.port))
        assert actions._claim(message)
        assert not actions._claim(message)
        assert actions.deliver_due() == Round()
        hands.move(round(actions.LEASE / timedelta(milliseconds=1)))
        assert actions.deliver_due() == Round(sent=1)
