from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from tests.factories.people import a_person

from xiangyue.journal.models import Entry
from xiangyue.kernel import clock as the_clock
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import actions, errors, queries
from xiangyue.org.access.models import Grant
from xiangyue.org.access.rules import GUEST, HOUSE
from xiangyue.org.access.states import Role
from xiangyue.org.people import actions as people
from xiangyue.org.people import errors as people_errors
from xiangyue.org.people.models import Person

GOOD = "three lanterns at the bridge"


def person(name):
    return Person.objects.get(username=name)


def test_a_grant_holds_from_its_moment_and_is_recorded(county, cast):
    newcomer = a_person("newcomer")
    actions.grant(newcomer, Role.HOST, county.fushan, by=cast.office)
    assert [(post.role, post.unit) for post in queries.member(newcomer).posts] == [(Role.HOST, "fushan")]
    entry = Entry.objects.get(chain="grant/newcomer")
    assert (entry.verb, entry.by) == ("grant", "office")


def test_the_cast_is_who_the_door_says(cast):
    for member in cast:
        if not member.is_guest:
            assert queries.member(person(member.username)) == member


def test_a_grant_sleeps_until_its_person_has_a_second_factor(county, cast):
    newcomer = a_person("newcomer", second_factor=False)
    actions.grant(newcomer, Role.HOST, county.fushan, by=cast.office)
    member = queries.member(newcomer)
    assert (member.posts, member.sleeps, member.works_here) == ((), True, False)
    Authenticator.objects.create(user=newcomer, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert queries.member(newcomer).sleeps
    Authenticator.objects.create(user=newcomer, type=Authenticator.Type.TOTP, data={"secret": "X"})
    assert queries.member(newcomer).works_here


def test_who_was_granted_nothing_sleeps_not(cast):
    member = queries.member(a_person("nobody", second_factor=False))
    assert (member.posts, member.sleeps, member.username) == ((), False, "nobody")


def test_a_grant_ends_by_itself_on_its_day(county, cast, clock):
    newcomer = a_person("newcomer")
    until = the_clock.now() + timedelta(days=30)
    actions.grant(newcomer, Role.KEEPER, county.fushan, by=cast.office, until=until)
    clock.move(30 * 86_400_000 - 1)
    assert queries.member(newcomer).works_here
    clock.move(1)
    assert not queries.member(newcomer).works_here
    actions.grant(newcomer, Role.KEEPER, county.fushan, by=cast.office)
    assert queries.member(newcomer).works_here


def test_revoking_works_at_once_and_once(county, cast):
    given = Grant.objects.get(person__username="officer")
    actions.revoke(given, by=cast.office)
    assert queries.member(person("officer")).posts == ()
    with pytest.raises(errors.AlreadyRevoked):
        actions.revoke(given, by=cast.office)
    assert [entry.verb for entry in Entry.objects.filter(chain="grant/officer")] == ["revoke"]


def test_what_held_on_a_past_day_can_be_asked(county, cast, clock):
    then = the_clock.now()
    clock.move(60_000)
    actions.revoke(Grant.objects.get(person__username="officer"), by=cast.office)
    assert queries.in_force(then).filter(person__username="officer").exists()
    assert not queries.in_force(the_clock.now()).filter(person__username="officer").exists()


@pytest.mark.parametrize("who", ["officer", "neighbour", "department", "host", "auditor", "stranger", "guest"])
def test_only_offices_and_administrators_give_roles(who, county, cast):
    with pytest.raises(errors.Forbidden):
        actions.grant(a_person("newcomer"), Role.HOST, county.fushan, by=getattr(cast, who))
    assert not Grant.objects.filter(person__username="newcomer").exists()


@pytest.mark.parametrize("role", [Role.OFFICE, Role.AUDITOR, Role.ADMIN])
def test_an_office_names_no_office_no_auditor_no_administrator(role, county, cast):
    newcomer = a_person("newcomer")
    with pytest.raises(errors.Forbidden):
        actions.grant(newcomer, role, county.district, by=cast.office)
    actions.grant(newcomer, role, county.district, by=cast.admin)


def test_nobody_makes_themselves_greater(county, cast):
    with pytest.raises(errors.OwnHands):
        actions.grant(person("office"), Role.KEEPER, county.fushan, by=cast.office)


def test_the_same_grant_twice_and_one_that_ends_before_it_begins_are_refused(county, cast):
    with pytest.raises(errors.AlreadyGranted):
        actions.grant(person("officer"), Role.KEEPER, county.fushan, by=cast.office)
    with pytest.raises(errors.BadPeriod):
        actions.grant(person("stranger"), Role.HOST, county.fushan, by=cast.office, until=the_clock.now())


def test_the_last_administrator_stays(cast):
    with pytest.raises(errors.LastAdmin):
        actions.revoke(Grant.objects.get(role=Role.ADMIN), by=HOUSE)


def test_taking_somebody_on_makes_account_and_grant_or_neither(county, cast):
    actions.employ("newcomer", "新来的", GOOD, role=Role.HOST, unit=county.fushan, by=cast.office)
    assert queries.member(person("newcomer")).sleeps
    with pytest.raises(errors.Forbidden):
        actions.employ("other", "另一位", GOOD, role=Role.ADMIN, unit=county.fushan, by=cast.office)
    assert not Person.objects.filter(username="other").exists()


def test_dismissing_closes_account_and_grants_of_ones_own_people_only(county, cast):
    with pytest.raises(errors.Forbidden):
        actions.dismiss(person("officer"), by=cast.office, unit=county.hehua)
    actions.dismiss(person("officer"), by=cast.office, unit=county.fushan)
    gone = person("officer")
    assert (gone.is_active, queries.member(gone)) == (False, GUEST)


def test_a_unit_shows_its_people_to_those_who_may_grant_or_audit(county, cast):
    for viewer in (cast.office, cast.admin, cast.auditor):
        names = [grant.person.username for grant in queries.for_unit(viewer, county.fushan)]
        assert names == ["host", "officer"]
    for viewer in (cast.officer, cast.neighbour, cast.stranger, GUEST):
        with pytest.raises(errors.Forbidden):
            queries.for_unit(viewer, county.fushan)


def test_a_grant_one_could_not_revoke_is_not_there(cast):
    given = Grant.objects.get(person__username="auditor")
    assert queries.get_grant(cast.admin, given.pk) == given
    for viewer in (cast.office, cast.officer, GUEST):
        with pytest.raises(NotFound):
            queries.get_grant(viewer, given.pk)


def test_knowing_who_looks_costs_two_queries(cast, django_assert_num_queries):
    officer = person("officer")
    with django_assert_num_queries(2):
        queries.member(officer)


@pytest.mark.parametrize(
    ("username", "password", "refusal"),
    [
        ("officer", GOOD, people_errors.NameTaken),
        ("王五", GOOD, people_errors.BadAccount),
        ("Å", GOOD, people_errors.BadAccount),
        ("newcomer", "short", people_errors.BadAccount),
        ("newcomer", "1234567890123", people_errors.BadAccount),
        ("newcomer", "newcomer01", people_errors.BadAccount),
    ],
)
def test_an_account_that_would_not_do_is_refused(username, password, refusal, cast):
    with pytest.raises(refusal):
        people.register(username, "新来的", password, by="office")


def test_a_password_is_never_recorded(cast):
    newcomer = people.register("newcomer", "新来的", GOOD, by="office")
    people.set_password(newcomer, GOOD + "!", by="office")
    assert newcomer.check_password(GOOD + "!")
    assert "lanterns" not in str(list(Entry.objects.values()))
