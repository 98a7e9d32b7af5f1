"""A person's erasure reaches what became of their questions outside the hall: chains, search, notices, messages."""

import uuid

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from tests.factories.bridge import Bridge
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.matters import a_desk, folds
from tests.factories.questions import kinds

from xiangyue.documents.notices import actions as notices
from xiangyue.documents.notices import queries as papers
from xiangyue.documents.notices.models import Notice
from xiangyue.documents.notices.states import Form
from xiangyue.documents.notices.writing import Words
from xiangyue.hall import stage
from xiangyue.hall.audience import actions as audience
from xiangyue.hall.lectures.states import State
from xiangyue.hall.questions import actions as hall
from xiangyue.hall.questions import errors
from xiangyue.hall.questions import queries as asked
from xiangyue.hall.traces import actions as traces
from xiangyue.journal.models import Entry
from xiangyue.kernel import vouchers
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters import queries as ledger
from xiangyue.ledger.matters import searching
from xiangyue.ledger.matters.actions import Order
from xiangyue.ledger.matters.models import Count, Matter
from xiangyue.ledger.questions import actions as questions
from xiangyue.ledger.questions import queries
from xiangyue.notify import actions as notify
from xiangyue.notify.models import Message
from xiangyue.org.access.rules import GUEST, HOUSE
from xiangyue.project import audit
from xiangyue.project.disk import Disk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # every append is an fsync, an issued notice is set

WORDS = "铝线厂下岗的周家缴费"
MISSING = "周家老二那一份没有说"
DECISION = "本人申请（2026）3号"


@pytest.fixture
def bridge(tmp_path):
    bridge = Bridge(tmp_path / "lines")
    stage.connect(bridge)
    yield bridge
    stage.connect(None)
    bridge.close()


@pytest.fixture
def lecture(county, cast, bridge, store):
    kinds(county)
    return a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)


@pytest.fixture
def desk(county):
    return a_desk(county)


@pytest.fixture
def called(lecture):
    return vouchers.pseudonym(settings.SECRET_KEY, "p" * 26, lecture.pk)


@pytest.fixture
def handed(lecture, called, bridge):
    """A public question of theirs that a department has, as the hall's table has it."""
    bridge.speak(lecture.pk, called, f"{WORDS}，外地怎么办？", kind="ask")
    audience.follow(lecture.pk)
    row = asked.asked(HOUSE, lecture).get()
    hall.approve(row, by=HOUSE, command="approve")
    hall.hand_on(row, "medical", by=HOUSE)
    return row


def answered(desk, text="手机上就能缴。"):
    matter = Matter.objects.get()
    if matter.state == "ASSIGNED":
        matters.accept(matter.pk, Order(desk.bureau_clerk))
    questions.answer(matter.pk, text, "当年参保缴费通知", Order(desk.bureau_clerk))
    questions.follow_due()


def tables_with(words):
    """Every table that has some words in any of its columns, whatever their type."""
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(_says(value, words) for row in cursor for value in row):
                found.append(table)
    return found


def _says(value, words):
    said = bytes(value).decode(errors="ignore") if isinstance(value, bytes | memoryview) else str(value)
    return words in said or words.encode("unicode_escape").decode() in said


def test_the_words_are_nowhere_and_the_official_answer_stays(lecture, called, handed, desk, cast, tmp_path, page):
    answered(desk)
    questions.judge(lecture.pk, handed.i, satisfied=False, missing=MISSING)
    answered(desk, "断缴的也能补。")
    matter = Matter.objects.get()
    assert {"journal_entry", "ledger_matter"} <= set(tables_with(WORDS))
    assert searching.newest("铝线厂") == [matter.pk]
    counted, before = sorted(Count.objects.values_list("state", "n")), (matter.state, matter.due, matter.lead_id)
    assert traces.erase(lecture, called, DECISION, by=cast.office) > 0
    audience.follow(lecture.pk)
    assert (tables_with(WORDS), tables_with(MISSING), searching.newest("铝线厂")) == ([], [], [])
    after = Matter.objects.get()
    assert (after.state, after.due, after.lead_id) == before
    assert sorted(Count.objects.values_list("state", "n")) == counted
    assert folds(after)
    report = audit.examine(Disk(tmp_path / "lines"), None)
    assert [each for each in report.breaks if each.chain.startswith("matter/")] == []
    assert sum(each.chain == ledger.chain(matter.pk) for each in report.erased) == 2
    [one] = queries.told(list(queries.public()))
    assert (one.question, one.answer, one.source) == ("提问已依本人要求删除", "断缴的也能补。", "当年参保缴费通知")
    assert [line.question for line in asked.answers(GUEST, lecture.pk)] == ["提问已依本人要求删除"]
    shown = page.get("/answers/").content.decode()
    assert ("等提问人回音" in shown, "提问人没有回音" in shown) == (False, True)
    assert ("提问已依本人要求删除" in shown, "断缴的也能补。" in shown, WORDS in shown) == (True, True, False)
    assert "提问已依本人要求删除" not in page.get("/answers/?words=铝线厂").content.decode().split("<ol")[1]


def test_the_departments_page_says_that_nobody_waits(lecture, called, handed, desk, cast, page):
    matter = Matter.objects.get()
    matters.accept(matter.pk, Order(desk.bureau_clerk))
    traces.erase(lecture, called, DECISION, by=cast.office)
    page.force_login(get_user_model().objects.get(username="bureau-clerk"))
    shown = page.get(f"/ledger/{matter.pk}/answer/").content.decode()
    assert ("提问已依本人要求删除" in shown, "没有人等答复了" in shown, WORDS in shown) == (True, True, False)
    for path in (f"/ledger/{matter.pk}/", "/ledger/", "/ledger/list/"):
        page_of_it = page.get(path).content.decode()
        assert ("（文字已依决定删除）" in page_of_it, WORDS in page_of_it) == (True, False)


def test_notices_and_messages_lose_the_words_too(lecture, called, handed, desk, cast):
    matter = Matter.objects.get()
    signed = Words(signed="柯城区督查室")
    issued, draft = (notices.draft(Form.SUPERVISE, [matter.pk], signed, by=desk.office) for _ in range(2))
    assert notices.make_due(most=2) == 2
    notices.issue(issued.pk, by=desk.office)
    sent = Notice.objects.get(pk=issued.pk)
    notify.send(["mailto:x@example.org"], "台账提醒", f"【红色逾期】{matter.number} {matter.title}（期限明天）")
    assert "documents_notice" in tables_with(WORDS)
    traces.erase(lecture, called, DECISION, by=cast.office)
    audience.follow(lecture.pk)
    assert tables_with(WORDS) == []
    assert Message.objects.get().body == f"【红色逾期】{matter.number} （文字已依决定删除）（期限明天）"
    left = Notice.objects.get(pk=issued.pk)
    assert (left.state, left.sha256, left.issued_at) == ("ISSUED", sent.sha256, sent.issued_at)
    assert papers.content(left, "pdf") != b""
    assert "".join(left.sheet["paragraphs"]).count("（文字已依决定删除）") == 1
    assert Notice.objects.get(pk=draft.pk).state == "WAITING"
    assert notices.make_due() == 1
    assert tables_with(WORDS) == []


def test_handed_on_while_it_is_being_erased_it_is_caught_and_afterwards_refused(
    lecture, called, handed, desk, cast, bridge
):
    bridge.speak(lecture.pk, called, f"{WORDS}，再问一句？", kind="ask")
    audience.follow(lecture.pk)
    late = asked.asked(HOUSE, lecture).order_by("-i").first()
    hall.approve(late, by=HOUSE, command="approve-late")

    def hand_on(sender, **news):
        hall.hand_on(late, "medical", by=HOUSE)

    from xiangyue.hall.traces import signals

    signals.erasing.connect(hand_on, weak=False)
    try:
        traces.erase(lecture, called, DECISION, by=cast.office)
    finally:
        signals.erasing.disconnect(hand_on)
    assert Matter.objects.count() == 2
    stale = list(asked.asked(HOUSE, lecture))
    audience.follow(lecture.pk)
    assert tables_with(WORDS) == []
    for row in (*stale, *asked.asked(HOUSE, lecture)):
        with pytest.raises(errors.Withdrawn):
            hall.hand_on(row, "medical", by=HOUSE)


def test_erased_again_after_a_kill_it_is_the_same(lecture, called, handed, desk, cast):
    matter = Matter.objects.get()
    for _ in range(2):
        questions.withdraw(lecture.pk, [handed.i], DECISION)
    redactions = Entry.objects.filter(chain=ledger.chain(matter.pk), verb="redact")
    assert redactions.count() == 1
    assert questions.withdraw(str(uuid.uuid4())[:16], [handed.i], DECISION) == []
