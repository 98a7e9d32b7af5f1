from collections import Counter
from datetime import timedelta

import pytest
from tests.conftest import TONIGHT

from xiangyue.hall.audience import actions as audience
from xiangyue.hall.lectures import queries as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State
from xiangyue.hall.procedures import queries as procedures
from xiangyue.hall.reviews import queries as reviews
from xiangyue.hall.studios.models import StreamKey, Studio
from xiangyue.journal.models import Entry
from xiangyue.kernel import clock as the_clock
from xiangyue.org.access import queries as access
from xiangyue.org.access.states import Right
from xiangyue.org.people.models import Person
from xiangyue.org.units import queries as units
from xiangyue.org.units.actions import found
from xiangyue.org.units.models import Unit
from xiangyue.org.units.states import Kind
from xiangyue.project import kecheng
from xiangyue.project.kecheng import codes

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine, pytest.mark.slow]  # a whole county is some 150 records


@pytest.fixture
def loaded(clock):
    return kecheng.load(TONIGHT)


def counts():
    return [model.objects.count() for model in (Unit, Studio, Person, Lecture, StreamKey, Entry)]


def test_the_alliance_is_one_and_eighteen_and_some(loaded):
    assert Counter(Studio.objects.values_list("kind", flat=True)) == {
        "DISTRICT": 1,
        "TOWN": 18,
        "DEPARTMENT": 6,
        "COLUMN": 3,
    }
    assert units.places().count() == 18


def test_loading_again_changes_nothing(loaded):
    before = counts()
    assert kecheng.load(TONIGHT + timedelta(hours=1)) == loaded
    assert counts() == before


def test_the_next_day_brings_its_own_programme(loaded):
    assert not set(kecheng.load(TONIGHT + timedelta(days=1)).tonight) & set(loaded.tonight)


def test_tonights_lectures_are_ahead_even_for_a_late_visitor(clock):
    late = TONIGHT + timedelta(hours=4, minutes=30)
    kecheng.load(late)
    assert min(Lecture.objects.values_list("planned_at", flat=True)) == late + timedelta(minutes=30)


def test_every_account_can_sign_in_and_does_what_its_role_says(loaded):
    for account in loaded.accounts:
        person = Person.objects.get(username=account.username)
        member = access.member(person)
        assert person.check_password(account.password)
        assert [(post.role, post.unit) for post in member.posts] == [(account.role, account.unit)]
    office = access.member(Person.objects.get(username="office"))
    assert Right.GRANT in {right for right in Right if access.rules.may(office, right, units.root())}


def test_one_lecture_waits_on_the_desks_of_those_who_may_approve(loaded):
    waiting = {
        account.username: [
            each.title for each in reviews.waiting_for(access.member(Person.objects.get(username=account.username)))
        ]
        for account in loaded.accounts
    }
    assert {name: titles for name, titles in waiting.items() if titles} == {
        "office": ["老城的电线，谁来管"],
        "reviewer": ["老城的电线，谁来管"],
    }


def test_the_medical_insurance_bureau_publishes_what_it_plans(loaded):
    assert procedures.steps_of(units.get("yibao")) == ()
    assert [step.name for step in procedures.steps_of(units.get("fushan"))] == ["审核"]


def test_an_installation_with_a_root_of_its_own_keeps_it(clock):
    root = found("county", "柯城区", Kind.DISTRICT, by="system")
    kecheng.load_units()
    assert units.root() == root
    assert units.get("fushan").parent == root


def test_the_past_week_is_held_on_real_lines_at_its_own_hours(loaded, lines):
    def play(lecture, length):
        lines.happen(lecture.pk, "say", name="甲", text=f"{length.total_seconds():.0f} 秒的课")

    held = kecheng.load_past(TONIGHT, play)
    assert kecheng.load_past(TONIGHT, play) == held
    audience.follow_all()
    assert [Lecture.objects.get(pk=name).state for name in held] == [*[State.ENDED] * 6, State.REPLAY]
    last = Lecture.objects.get(pk=held[-1])
    assert last.on_air_at == the_clock.now() + timedelta(days=-1, minutes=30)
    assert last.ended_at - last.on_air_at == timedelta(minutes=15)
    assert (last.figures.said, last.figures.duration_ms) == (1, 15 * 60_000)


def test_without_a_recording_there_is_no_replay(loaded, lines):
    kecheng.load_past(TONIGHT)
    assert {lecture.state for lecture in Lecture.objects.exclude(ended_at=None)} == {State.ENDED}
    assert not lectures.recent_replays(access.rules.HOUSE).exists()


def test_the_demos_key_is_the_same_every_time(loaded):
    assert kecheng.stream_key("hehua") == kecheng.stream_key("hehua")
    assert kecheng.stream_key("hehua") != kecheng.stream_key("quhua")
    assert StreamKey.objects.count() == 2


def test_codes_are_those_of_the_standard(clock):
    # RFC 6238 appendix B: key "12345678901234567890", 59 s after the epoch gives 94287082, of which these are the last six.
    with the_clock.stopped(59_000):
        assert codes.now("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") == "287082"
