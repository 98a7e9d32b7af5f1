"""What a line holds of one person: theirs to read, nobody else's, and gone by decision with the chain intact."""

import json

import pytest
from django.conf import settings
from django.test import Client
from tests.factories.lectures import a_lecture, a_studio

from xiangyue.hall.audience import actions as audience
from xiangyue.hall.chat import actions as chat
from xiangyue.hall.lectures.states import State
from xiangyue.hall.questions import queries as questions
from xiangyue.hall.traces import actions, errors, queries, rules
from xiangyue.journal.models import Entry
from xiangyue.kernel import clock, signing, vouchers
from xiangyue.kernel.signing import Forged
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import GUEST
from xiangyue.org.people.models import Person
from xiangyue.org.residents.errors import BadDecision
from xiangyue.timeline.events import KINDS

pytestmark = pytest.mark.slow  # every append is an fsync

PERSON = "p" * 26
DECISION = "本人申请（2026）3号"


@pytest.fixture
def lecture(county, cast, bridge):
    return a_lecture(a_studio(county.fushan, "fushan"), state=State.ON_AIR)


@pytest.fixture
def called(lecture):
    return vouchers.pseudonym(settings.SECRET_KEY, PERSON, lecture.pk)


def whole(bridge, lecture):
    return [(record.kind, record.data.get("text", "")) for record in bridge.read(lecture.pk, 0)]


def test_one_reads_ones_own_and_nothing_of_others(lecture, called, bridge):
    bridge.speak(lecture.pk, called, "我说的")
    bridge.speak(lecture.pk, "neighbour0", "别人说的")
    found, following = queries.of_person(vouchers.issue(settings.SECRET_KEY, PERSON))
    assert [(each.lecture.pk, each.pseudonym, [trace.data["text"] for trace in each.traces]) for each in found] == [
        (lecture.pk, called, ["我说的"])
    ]
    assert following == ""
    assert queries.of_person(vouchers.issue(settings.SECRET_KEY, "q" * 26)) == ([], "")


def test_a_guest_reads_by_the_ticket(lecture, bridge):
    bridge.speak(lecture.pk, "guest00000", "我说的")
    key = signing.derive(settings.SECRET_KEY, "ticket")
    payload = {"lecture": lecture.pk, "who": "guest00000", "name": "老周", "level": "guest"}
    ticket = signing.sign(key, payload, expires_ms=clock.now_ms() + 1000)
    assert [trace.data["text"] for trace in queries.of_ticket(ticket).traces] == ["我说的"]
    with pytest.raises(Forged):
        queries.of_ticket(ticket[:-3])


def test_a_decision_takes_words_and_what_repeats_them(lecture, called, bridge, cast):
    bridge.speak(lecture.pk, called, "我说的")
    asked = bridge.speak(lecture.pk, called, "我问的", kind="ask")
    bridge.append(lecture.pk, "question", {"i": asked, "state": "approved", "name": "村民", "text": "我问的"},
                  command="c1", by="officer")  # fmt: skip
    bridge.speak(lecture.pk, "neighbour0", "别人说的")
    bridge.public(lecture.pk)
    assert actions.erase(lecture, called, DECISION, by=cast.office) == 3
    said = [text for _kind, text in whole(bridge, lecture)]
    assert ("我说的" in said, "我问的" in said, "别人说的" in said) == (False, False, True)
    assert Entry.objects.filter(chain=f"lecture/{lecture.pk}", verb="erase-person").count() == 1
    with pytest.raises(errors.NoTrace):
        actions.erase(lecture, called, DECISION, by=cast.office)


def test_the_official_answer_outlives_its_asker(lecture, called, bridge, cast):
    def question(asked, n, **data):
        bridge.append(lecture.pk, "question", {"i": asked, "name": "村民", **data}, command=f"q{n}", by="officer")

    asked = bridge.speak(lecture.pk, called, "我家的铝线能接空调吗？", kind="ask")
    question(asked, 1, state="approved", text="我家的铝线能接空调吗？")
    bridge.append(lecture.pk, "up", {"i": asked}, command="up", by="neighbour0")
    question(asked, 2, state="answered", text="我家的铝线能接空调吗？", answer="不能。\n依据：《规程》", unit="供电所")
    bridge.public(lecture.pk)
    kept_back = bridge.speak(lecture.pk, called, "没有公开的", kind="ask")
    audience.follow(lecture.pk)
    before = questions.answers(GUEST, lecture.pk)
    assert actions.erase(lecture, called, DECISION, by=cast.office) == 4
    audience.follow(lecture.pk)
    after = questions.answers(GUEST, lecture.pk)
    assert [one.question for one in before] == ["我家的铝线能接空调吗？"]
    assert [one.question for one in after] == ["提问已依本人要求删除"]
    (said,), (left,) = before, after
    assert (left.i, left.answer, left.unit, left.source, left.up, left.at) == (
        said.i, said.answer, said.unit, said.source, said.up, said.at,
    )  # fmt: skip
    assert (left.name, left.up) == ("", 1)
    assert kept_back not in [row.i for row in questions.asked(cast.officer, lecture)]
    audience.rebuild(lecture.pk)
    assert questions.answers(GUEST, lecture.pk) == after


def test_what_others_recorded_about_ones_words_is_ones_own_too(lecture, called, bridge, cast):
    said = bridge.speak(lecture.pk, called, "我说的")
    bridge.append(lecture.pk, "redact", {"i": said, "reason": "广告"}, command="c1", by="officer")
    bridge.append(lecture.pk, "mute", {"who": called, "until_ms": 0}, command="c2", by="officer")
    other = bridge.speak(lecture.pk, "neighbour0", "别人说的")
    bridge.append(lecture.pk, "redact", {"i": other}, command="c3", by="officer")
    assert [trace.kind for trace in queries.of_pseudonym(cast.officer, lecture, called)] == ["say", "redact", "mute"]
    assert actions.erase(lecture, called, DECISION, by=cast.office) == 3


def test_what_a_word_held_back_and_a_moderator_let_out_goes_with_its_sayer(lecture, called, bridge, cast):
    held = bridge.speak(lecture.pk, called, "橘子酒真好喝", kind="held", word="橘子酒")
    chat.judge(lecture, held, True, by=cast.officer)
    bridge.public(lecture.pk)
    kinds = [trace.kind for trace in queries.of_pseudonym(cast.officer, lecture, called)]
    assert kinds == ["held", "verdict", "say", "pass"]
    assert actions.erase(lecture, called, DECISION, by=cast.office) == 3
    assert "橘子酒真好喝" not in [text for _kind, text in whole(bridge, lecture)]


@pytest.mark.parametrize("who", ["nobody", ""])
def test_nobody_is_nobody(lecture, bridge, cast, who):
    with pytest.raises(errors.NobodyFound):
        queries.of_pseudonym(cast.officer, lecture, who)


def test_only_the_keeper_looks_somebody_up(lecture, called, bridge, cast):
    bridge.speak(lecture.pk, called, "我说的")
    for member in (cast.host, cast.neighbour, cast.auditor, cast.guest):
        with pytest.raises(Forbidden):
            queries.of_pseudonym(member, lecture, called)


def test_what_can_be_erased_is_what_the_line_gives_up():
    ours = {kind for kind, facts in KINDS.items() if facts.erasable}
    assert ours - {"notice"} == rules.ERASABLE


def test_only_the_office_erases_and_names_its_decision(lecture, called, bridge, cast):
    bridge.speak(lecture.pk, called, "我说的")
    with pytest.raises(BadDecision):
        actions.erase(lecture, called, " ", by=cast.office)
    for member in (cast.officer, cast.host, cast.auditor, cast.stranger, cast.guest):
        with pytest.raises(Forbidden):
            actions.erase(lecture, called, DECISION, by=member)
    assert ("say", "我说的") in whole(bridge, lecture)


def test_over_the_wire_and_by_the_offices_form(lecture, called, bridge, page):
    bridge.speak(lecture.pk, called, "我说的")
    body = json.dumps({"voucher": vouchers.issue(settings.SECRET_KEY, PERSON)})
    told = Client().post("/me/traces/", body, content_type="application/json").json()
    assert [(each["title"], each["called"], each["records"][0]["data"]["text"]) for each in told["lectures"]] == [
        (lecture.title, called, "我说的")
    ]
    page.force_login(Person.objects.get(username="office"))
    form = {"lecture": lecture.pk, "pseudonym": called, "decision": DECISION}
    assert page.post("/studio/fushan/helper/erase/", form).status_code == 302
    assert ("say", "我说的") not in whole(bridge, lecture)
