from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.org.access import errors, rules
from xiangyue.org.access.rules import GUEST, HOUSE, Member, Post
from xiangyue.org.access.states import GRANTED_BY, RIGHTS, Right, Role


@dataclass(frozen=True)
class At:
    path: str


DISTRICT, FUSHAN, VILLAGE, LOOKALIKE = At("k/"), At("k/fushan/"), At("k/fushan/v/"), At("k/fushan-north/")


def holds(role, path):
    return Member("somebody", "某人", (Post(role, "unit", path),))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("right", list(Right))
def test_a_role_has_its_rights_at_home_and_below_and_nowhere_else(role, right):
    member = holds(role, FUSHAN.path)
    has = right in RIGHTS[role]
    assert [rules.may(member, right, at) for at in (DISTRICT, FUSHAN, VILLAGE, LOOKALIKE)] == [False, has, has, False]


def test_the_administrator_of_the_machine_neither_airs_nor_looks_into_a_studio():
    assert RIGHTS[Role.ADMIN] & {Right.VIEW_STUDIO, Right.PLAN, Right.KEY, Right.RUN, Right.MODERATE} == frozenset()


def test_an_auditor_changes_nothing():
    assert RIGHTS[Role.AUDITOR] == {Right.VIEW_STUDIO, Right.VIEW_LEDGER, Right.AUDIT}
    assert Role.AUDITOR not in GRANTED_BY


def test_nobody_gives_out_what_they_could_not_take_back():
    for giver, given_roles in GRANTED_BY.items():
        for role in given_roles:
            member = holds(giver, DISTRICT.path)
            assert rules.may_grant(member, role, FUSHAN)
            assert Right.GRANT in RIGHTS[giver]


@pytest.mark.parametrize("member", [GUEST, Member("somebody", "某人")])
def test_who_has_no_post_may_nothing(member):
    assert not any(rules.may(member, right, DISTRICT) for right in Right)
    with pytest.raises(errors.Forbidden):
        rules.require(member, Right.RUN, DISTRICT)


def test_a_sleeping_member_is_told_how_to_wake():
    with pytest.raises(errors.SecondFactorMissing):
        rules.require(Member("somebody", "某人", sleeps=True), Right.RUN, DISTRICT)
    with pytest.raises(errors.SecondFactorMissing):
        rules.require_grant(Member("somebody", "某人", sleeps=True), Role.HOST, DISTRICT)


def test_the_house_may_everything_everywhere():
    assert all(rules.may(HOUSE, right, VILLAGE) for right in Right)
    assert rules.paths(HOUSE, Right.RUN) == ("",)


def test_a_page_offers_the_roles_that_would_be_given():
    office = holds(Role.OFFICE, DISTRICT.path)
    studio = (Role.KEEPER, Role.HOST, Role.DIRECTOR, Role.REVIEWER)
    assert rules.grantable(office, FUSHAN) == (*studio, Role.CLERK, Role.INSPECTOR, Role.EXPERT)
    assert rules.grantable(holds(Role.KEEPER, FUSHAN.path), FUSHAN) == ()


STEP = st.text("ab", min_size=1, max_size=2)
PATH = st.lists(STEP, min_size=1, max_size=4).map(lambda steps: "".join(f"{step}/" for step in steps))


@given(PATH, PATH, st.sampled_from(list(Role)), st.sampled_from(list(Right)))
def test_law_who_may_above_may_below(path, below, role, right):
    member = holds(role, path)
    if rules.may(member, right, At(path)):
        assert rules.may(member, right, At(path + below))


@given(PATH, PATH, st.sampled_from(list(Role)), st.sampled_from(list(Right)))
def test_law_the_subtrees_a_query_uses_are_those_the_rule_allows(path, other, role, right):
    member = holds(role, path)
    listed = any(other.startswith(top) for top in rules.paths(member, right))
    assert listed == rules.may(member, right, At(other))
