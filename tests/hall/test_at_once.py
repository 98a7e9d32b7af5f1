"""What happens when several do it at once: on PostgreSQL, where two transactions really run side by side."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.people import a_county, a_member, a_person

from xiangyue.hall import stage
from xiangyue.hall.audience import actions as audience
from xiangyue.hall.audience.models import Figures
from xiangyue.hall.lectures import actions
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.queries import content_hash, script_of
from xiangyue.hall.lectures.states import State
from xiangyue.hall.reminders import actions as reminders
from xiangyue.hall.reviews import actions as reviews
from xiangyue.hall.reviews.models import Review
from xiangyue.hall.studios import actions as studios
from xiangyue.hall.studios.models import Permit, StreamKey
from xiangyue.journal.models import Entry
from xiangyue.kernel.errors import Refusal
from xiangyue.notify.models import Message
from xiangyue.org.access import actions as access
from xiangyue.org.access.models import Grant
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.access.states import Role
from xiangyue.web.hall import letters

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]  # tables are emptied

HANDS = 6


@pytest.fixture
def county(transactional_db, clock):
    return a_county()


def at_once(act):
    """Let so many hands do it in the same moment; what each got: None, or the code of the refusal."""
    start = threading.Barrier(HANDS)

    def one(number):
        start.wait()
        try:
            act(number)
        except Refusal as no:
            return no.code
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(HANDS) as pool:
        return sorted(pool.map(one, range(HANDS)), key=str)


def fresh(lecture):
    return Lecture.objects.select_related("studio__unit").get(pk=lecture.pk)


def test_of_many_who_press_on_air_one_moves_it(county, lines):
    lecture = a_lecture(a_studio(county.fushan), state=State.LOBBY)
    got = at_once(lambda _number: actions.go_on_air(fresh(lecture), by=HOUSE))
    assert got == [None, *["wrong-moment"] * (HANDS - 1)]
    assert [record.kind for record in lines.lines[lecture.pk]] == ["opened", "phase"]
    assert Entry.objects.filter(chain=f"lecture/{lecture.pk}", verb="go-on-air").count() == 1


def test_of_many_lectures_opened_in_one_studio_one_is_open(county, lines):
    studio = a_studio(county.fushan)
    drafts = [a_lecture(studio, f"第 {number} 讲") for number in range(HANDS)]
    got = at_once(lambda number: actions.open_lobby(fresh(drafts[number]), by=HOUSE))
    assert got.count(None) == 1
    assert Lecture.objects.filter(state=State.LOBBY).count() == 1


def test_keys_made_at_once_all_get_permits_with_numbers_of_their_own(county, lines):
    studio = a_studio(county.fushan)
    a_lecture(studio, state=State.LOBBY)
    assert at_once(lambda number: studios.make_key(studio, f"第 {number} 把", by=HOUSE)) == [None] * HANDS
    assert StreamKey.objects.count() == HANDS
    assert sorted(Permit.objects.values_list("serial", flat=True)) == list(range(1, HANDS + 1))


def test_the_same_role_given_by_many_is_given_once(county):
    person = a_person("newcomer")
    got = at_once(lambda _number: access.grant(person, Role.HOST, county.fushan, by=HOUSE))
    assert got.count(None) == 1
    assert Grant.objects.count() == 1


def test_two_administrators_who_remove_each_other_leave_one(county):
    for name in ("first", "second"):
        access.grant(a_person(name), Role.ADMIN, county.district, by=HOUSE)
    grants = list(Grant.objects.select_related("unit", "person"))
    got = at_once(lambda number: access.revoke(grants[number % 2], by=HOUSE))
    assert got.count(None) == 1
    assert Grant.objects.filter(revoked_at=None).count() == 1


def test_many_followers_count_each_sentence_once(county, lines):
    lecture = a_lecture(a_studio(county.fushan), state=State.ON_AIR)
    for number in range(50):
        lines.happen(lecture.pk, "say", name="甲", text=f"第 {number} 句")
    stage.phase(lecture.pk, "ended", by="host")
    assert at_once(lambda _number: audience.follow(lecture.pk)) == [None] * HANDS
    assert (Figures.objects.get().said, Lecture.objects.get().state) == (50, State.REPLAY)


def test_of_many_reviewers_who_approve_at_once_one_takes_the_step(county, lines):
    lecture = a_lecture(a_studio(county.fushan), state=State.DRAFT)
    keeper = a_member("keeper", Role.KEEPER, county.fushan)
    actions.submit(lecture, by=keeper)
    seen = content_hash(lecture)
    reviewers = [a_member(f"reviewer-{number}", Role.REVIEWER, county.district) for number in range(HANDS)]
    got = at_once(lambda number: reviews.approve(fresh(lecture), seen=seen, by=reviewers[number]))
    assert got == [None, *["wrong-moment"] * (HANDS - 1)]
    assert (Review.objects.count(), fresh(lecture).state) == (1, State.PUBLISHED)


def test_of_an_approval_and_a_change_at_once_nothing_unread_is_published(county, lines):
    lecture = a_lecture(a_studio(county.fushan), state=State.DRAFT)
    keeper = a_member("keeper", Role.KEEPER, county.fushan)
    office = a_member("office", Role.OFFICE, county.district)
    actions.submit(lecture, by=keeper)
    seen, script = content_hash(lecture), script_of(lecture)

    def act(number):
        if number % 2:
            actions.prepare(fresh(lecture), replace(script, title=f"改成第 {number} 个题目"), by=keeper)
        else:
            reviews.approve(fresh(lecture), seen=seen, by=office)

    at_once(act)
    row = fresh(lecture)
    assert row.state == State.SUBMITTED or row.approved_hash == content_hash(row)


def test_a_reminder_goes_out_once_however_many_workers_there_are(county, lines, clock):
    lecture = a_lecture(a_studio(county.fushan))
    asked = reminders.ask_mail(lecture, "zhang@example.com", mail="", writes=letters.confirm)
    reminders.confirm(asked)
    clock.move(50 * 60_000)
    Message.objects.all().delete()
    assert at_once(lambda _number: letters.remind_due()) == [None] * HANDS
    assert Message.objects.count() == 1
