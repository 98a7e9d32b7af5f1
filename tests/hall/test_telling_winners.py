"""Winners are told by a text where they left a number, once, and it is on record that they were looked up."""

import pytest
from tests.hall.playing import a_plan, an_open_lecture, bring, put

from xiangyue.hall.claims import actions, queries
from xiangyue.hall.draws import actions as draws
from xiangyue.hall.draws.rules import Rule
from xiangyue.hall.draws.states import Eligibility
from xiangyue.hall.winners import actions as winners
from xiangyue.hall.winners.models import Telling
from xiangyue.journal.models import Entry
from xiangyue.kernel import vouchers
from xiangyue.kernel.draw import label
from xiangyue.org.residents import actions as residents
from xiangyue.org.residents.states import Kind, Provider

PHONES = [f"138570123{number:02d}" for number in range(4)]
WEEK_MS = 7 * 24 * 3_600_000


@pytest.fixture
def texts(settings, tmp_path):
    settings.SMS = f"file:{tmp_path / 'sms.txt'}"

    def read() -> list[str]:
        path = tmp_path / "sms.txt"
        return path.read_text().splitlines() if path.exists() else []

    return read


@pytest.fixture
def draw(county, lines, cast, settings):
    """Four who proved their telephone, one her card, one nothing: three prizes and three who would step in."""
    lecture = an_open_lecture(county.fushan)
    proofs = [(Kind.PHONE, phone) for phone in PHONES] + [(Kind.CARD, "11010519491231002X")]
    for kind, subject in proofs:
        residents.attest(Provider.DESK, kind, subject)
    people = [vouchers.person_key(settings.SECRET_KEY, kind, subject) for kind, subject in proofs]
    names = [vouchers.pseudonym(settings.SECRET_KEY, person, lecture.pk) for person in people] + ["a-guest"]
    for name in names:
        put(lines, lecture, "ask", {"name": "村民", "text": "什么时候缴？", "from": name}, by=name)
    plan = a_plan(rule=Rule(Eligibility.TOOK_PART))
    return bring(draws.prepare(lecture, plan, by=cast.officer), "result", by=cast.officer, other=cast.office)


def phone_of(draw, number, settings):
    for phone in PHONES:
        person = vouchers.person_key(settings.SECRET_KEY, Kind.PHONE, phone)
        who = vouchers.pseudonym(settings.SECRET_KEY, person, draw.lecture_id)
        if label(settings.SECRET_KEY, draw.lecture_id, draw.seq, who) == number:
            return phone
    return None


def expected(draw, settings):
    return {phone for one in queries.holders(draw) if (phone := phone_of(draw, one.label, settings))}


def looked_up():
    return Entry.objects.filter(chain="residents", verb="read-identity", payload__contains="通知抽奖中奖").count()


def test_who_won_is_told_once_with_what_fetches_the_prize(draw, texts, settings):
    phones = expected(draw, settings)
    assert winners.tell_winners() == len(phones)
    assert winners.tell_winners() == 0
    assert {line.split(" ")[1] for line in texts()} == phones
    for one in queries.holders(draw):
        line = next((line for line in texts() if one.label in line), "")
        assert (queries.code_of(draw, one.label) in line) == bool(line)
    assert len(texts()) == len(phones)


def test_only_winners_are_looked_up(draw, texts):
    winners.tell_winners()
    assert looked_up() == Telling.objects.exclude(person="").count() <= 3


def test_a_gateway_that_is_away_is_tried_again_and_then_given_up(draw, settings, clock):
    settings.SMS = "http://127.0.0.1:1/?to={phone}&text={text}"
    assert winners.tell_winners() == 0
    waiting = Telling.objects.filter(due_at__isnull=False)
    assert waiting.count() == len(expected(draw, settings)) > 0
    for _ in range(winners.TRIES):
        clock.move(6 * 60_000)
        winners.tell_winners()
    assert not waiting.exists()


def test_whoever_steps_in_is_told_then(draw, texts, cast, clock, settings):
    winners.tell_winners()
    before = len(texts())
    clock.move(WEEK_MS + 1)
    absent = [one.label for one in queries.holders(draw)]
    for number in absent:
        actions.forfeit(draw, number, by=cast.officer)
    winners.tell_winners()
    fresh = [one for one in queries.holders(draw) if one.is_substitute]
    assert len(texts()) - before == sum(phone_of(draw, one.label, settings) is not None for one in fresh)


@pytest.mark.parametrize("address", ["", "https://sms.example.com/?to={phone}&code={code}"])
def test_without_a_gateway_for_words_nobody_is_looked_up(draw, settings, address):
    settings.SMS = address
    assert winners.tell_winners() == 0
    assert not Telling.objects.exists()


def test_a_rehearsals_winners_are_not_told(draw, texts):
    type(draw.lecture).objects.filter(pk=draw.lecture_id).update(rehearsal_of=draw.lecture_id)
    assert winners.tell_winners() == 0
