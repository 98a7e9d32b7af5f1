"""The worker's habit: a checkpoint when something moved, a slip each evening, a letter to every witness."""

import json

import pytest
from tests.notify.sink import Sink

from xiangyue.journal import actions, queries, slips
from xiangyue.journal.models import Entry, Slip
from xiangyue.notify import actions as messages
from xiangyue.notify.models import Message
from xiangyue.project import witness
from xiangyue.project.config import Config

pytestmark = pytest.mark.django_db
LINE = ("0123456789abcdef", 3, "ab" * 32)


def a_config(**changed):
    return Config({"XIANGYUE_COUNTY": "柯城区", "XIANGYUE_PUBLIC_URL": "https://x.example/", **changed})


def test_between_slips_only_what_moved_is_noted(clock):
    config = a_config()
    witness.take(config, [LINE])
    assert witness.keep(config, [LINE]) is None
    before = Entry.objects.count()
    assert witness.keep(config, [LINE]) is None
    assert Entry.objects.count() == before
    witness.keep(config, [(LINE[0], 4, "cd" * 32)])
    assert Entry.objects.count() == before + 1


def test_a_slip_is_taken_each_evening_once(clock):
    config = a_config()
    first = witness.keep(config, [LINE])
    assert (first.no, witness.keep(config, [LINE])) == (1, None)
    clock.move(24 * 3_600_000)
    assert witness.keep(config, [LINE]).no == 2
    assert Slip.objects.count() == 2


@pytest.mark.slow  # a real mail server, and the channels are loaded once
@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_every_witness_gets_the_line_and_the_file(clock):
    with Sink() as sink:
        config = a_config(
            XIANGYUE_WITNESSES="archive@example.cn,audit@example.cn",
            XIANGYUE_MAIL=f"mailto://127.0.0.1:{sink.port}?from=w@x.example&mode=insecure",
        )
        actions.record("county", "grant", {"secret": 1}, by="office")
        slip = witness.keep(config, [LINE])
        assert messages.deliver_due() == messages.Round(sent=2)
    assert sorted(recipients[0] for recipients, _ in sink.taken) == ["archive@example.cn", "audit@example.cn"]
    mail = sink.taken[0][1]
    header = slips.read(slip.body)[0]
    assert mail["subject"] == "柯城区见证条 2026-11-23 第 1 号"
    assert slips.line(header, bytes(slip.root)) in mail.get_body(("plain", "html")).get_content()
    (attached,) = mail.iter_attachments()
    stated = json.loads(attached.get_content())
    assert (attached.get_filename(), stated) == ("slip-1.json", queries.stated(slip))
    assert "body" not in stated


def test_without_witnesses_nothing_is_sent(clock):
    witness.keep(a_config(), [])
    assert Message.objects.count() == 0


def test_the_auditors_file_names_every_chain(clock):
    slip = witness.take(a_config(), [LINE])
    assert witness.document(slip, whole=True)["body"] == slip.body
