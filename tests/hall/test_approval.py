"""From draft to programme: four eyes, steps as data, and what a later change does to what was approved."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.people import a_member

from xiangyue.hall.lectures import actions, errors, prepared, queries
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import PLANS, State
from xiangyue.hall.procedures import actions as procedures
from xiangyue.hall.procedures import errors as procedure_errors
from xiangyue.hall.procedures import queries as steps
from xiangyue.hall.procedures.rules import DEFAULT, Step
from xiangyue.hall.reviews import actions as reviews
from xiangyue.hall.reviews import errors as review_errors
from xiangyue.hall.reviews import queries as review_queries
from xiangyue.hall.reviews.models import Review
from xiangyue.journal.models import Entry
from xiangyue.kernel import clock as the_clock
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import GUEST, HOUSE
from xiangyue.org.access.states import Role


@pytest.fixture
def studio(county, lines):
    return a_studio(county.fushan, "fushan")


@pytest.fixture
def draft(studio, cast):
    """Written by the keeper of the studio."""
    when = the_clock.now() + timedelta(hours=3)
    return actions.plan(studio, title="医保怎么缴", speaker="叶主任", planned_at=when, by=cast.officer)


@pytest.fixture
def submitted(draft, cast):
    actions.submit(draft, by=cast.officer)
    return draft


def approve(lecture, by):
    reviews.approve(lecture, seen=queries.content_hash(lecture), by=by)


def state_of(lecture):
    return Lecture.objects.get(pk=lecture.pk).state


def with_title(lecture, title):
    return replace(queries.script_of(lecture), title=title)


# ---------------------------------------------------------------- four eyes
def test_a_draft_is_known_inside_only_until_it_is_approved(draft, cast):
    assert draft.state == State.DRAFT
    assert queries.get(cast.officer, draft.pk) == draft
    with pytest.raises(NotFound):
        queries.get(GUEST, draft.pk)
    actions.submit(draft, by=cast.officer)
    with pytest.raises(NotFound):
        queries.get(GUEST, draft.pk)
    approve(draft, cast.office)
    assert queries.get(GUEST, draft.pk).state == State.PUBLISHED


@pytest.mark.parametrize("verb", ["open_lobby", "go_on_air", "publish"])
def test_nothing_leads_past_the_approval(verb, draft, cast):
    with pytest.raises((errors.WrongMoment, errors.NeedsApproval)):
        getattr(actions, verb)(draft, by=cast.officer)
    assert state_of(draft) == State.DRAFT


def test_nobody_approves_what_they_wrote(submitted, cast):
    with pytest.raises(review_errors.OwnWords):
        approve(submitted, cast.officer)
    assert state_of(submitted) == State.SUBMITTED


def test_nobody_approves_what_they_submitted_for_somebody_else(draft, cast):
    actions.submit(draft, by=cast.office)
    with pytest.raises(review_errors.OwnWords):
        approve(draft, cast.office)


def test_nobody_approves_what_they_changed_while_it_waited(submitted, cast):
    actions.prepare(submitted, with_title(submitted, "医保这样缴"), by=cast.office)
    assert state_of(submitted) == State.SUBMITTED
    with pytest.raises(review_errors.OwnWords):
        approve(submitted, cast.office)


@pytest.mark.parametrize("who", ["neighbour", "department", "host", "auditor", "admin", "stranger", "guest"])
def test_only_those_the_step_names_may_take_it(who, submitted, cast):
    with pytest.raises(review_errors.NotYourStep):
        approve(submitted, getattr(cast, who))
    assert state_of(submitted) == State.SUBMITTED


def test_a_reviewer_approves_and_can_do_nothing_else(submitted, county, cast):
    reviewer = a_member("reviewer", Role.REVIEWER, county.fushan)
    with pytest.raises(Forbidden):
        actions.prepare(submitted, with_title(submitted, "改了"), by=reviewer)
    approve(submitted, reviewer)
    assert state_of(submitted) == State.PUBLISHED
    with pytest.raises(Forbidden):
        actions.open_lobby(submitted, by=reviewer)


def test_an_approval_names_who_what_and_which_content(submitted, cast, clock):
    content = queries.content_hash(submitted)
    approve(submitted, cast.office)
    row = Review.objects.get()
    assert (row.by, row.step, row.content, row.round, row.position) == ("office", "审核", content, 1, 0)
    assert Lecture.objects.get().approved_hash == content
    record = Entry.objects.get(chain=f"lecture/{submitted.pk}", verb="review")
    assert (record.by, content in record.payload) == ("office", True)


def test_what_changed_while_somebody_read_it_is_not_approved(submitted, cast):
    seen = queries.content_hash(submitted)
    actions.prepare(submitted, with_title(submitted, "另一个题目"), by=cast.officer)
    with pytest.raises(review_errors.SeenAnother):
        reviews.approve(submitted, seen=seen, by=cast.office)
    assert not Review.objects.exists()


def test_it_comes_back_with_a_sentence_and_goes_in_again(submitted, cast):
    with pytest.raises(review_errors.SayWhy):
        reviews.send_back(submitted, "  ", by=cast.office)
    reviews.send_back(submitted, " 题目太长 ", by=cast.office)
    row = Lecture.objects.get()
    assert (row.state, row.returned) == (State.DRAFT, "题目太长")
    actions.submit(row, by=cast.officer)
    row = Lecture.objects.get()
    assert (row.state, row.returned, row.round) == (State.SUBMITTED, "", 2)


def test_the_author_takes_it_back_before_it_is_approved(submitted, cast):
    actions.withdraw(submitted, by=cast.officer)
    assert state_of(submitted) == State.DRAFT


def test_approved_and_not_yet_wanted_on_the_programme_waits_for_its_keeper(draft, cast):
    actions.submit(draft, by=cast.officer, publish=False)
    approve(draft, cast.office)
    assert state_of(draft) == State.APPROVED
    with pytest.raises(NotFound):
        queries.get(GUEST, draft.pk)
    actions.publish(draft, by=cast.officer)
    assert state_of(draft) == State.PUBLISHED


# ---------------------------------------------------------------- steps as data
THREE = (
    Step("初审", (Role.KEEPER,)),
    Step("复审", (Role.REVIEWER, Role.OFFICE)),
    Step("终审", (Role.OFFICE,)),
)


def test_the_nearest_unit_that_says_so_decides_the_steps(county, cast):
    assert steps.steps_of(county.village) == DEFAULT
    procedures.set_steps(county.district, THREE, by=cast.office)
    assert steps.steps_of(county.village) == THREE
    procedures.set_steps(county.fushan, (), by=cast.office)
    assert (steps.steps_of(county.village), steps.steps_of(county.hehua)) == ((), THREE)


@pytest.mark.parametrize(
    "wrong",
    [
        (Step("", (Role.OFFICE,)),),
        (Step("初审", ()),),
        (Step("初审", (Role.HOST,)),),
        tuple(Step(f"第{n}审", (Role.OFFICE,)) for n in range(6)),
    ],
)
def test_steps_that_nobody_could_take_are_refused(wrong, county, cast):
    with pytest.raises(procedure_errors.BadSteps):
        procedures.set_steps(county.district, wrong, by=cast.office)


def test_a_keeper_does_not_set_the_steps_of_the_own_unit(county, cast):
    with pytest.raises(Forbidden):
        procedures.set_steps(county.fushan, (), by=cast.officer)


def test_three_reviews_are_three_people(submitted, county, cast):
    procedures.set_steps(county.district, THREE, by=cast.office)
    second_keeper = a_member("second", Role.KEEPER, county.fushan)
    second_office = a_member("other-office", Role.OFFICE, county.district)
    with pytest.raises(review_errors.NotYourStep):
        approve(submitted, cast.office)  # 初审 is the keeper's
    approve(submitted, second_keeper)
    approve(submitted, cast.office)
    assert state_of(submitted) == State.SUBMITTED
    with pytest.raises(review_errors.TwiceTheSame):
        approve(submitted, cast.office)
    approve(submitted, second_office)
    assert state_of(submitted) == State.PUBLISHED
    assert list(Review.objects.values_list("step", "by")) == [
        ("初审", "second"), ("复审", "office"), ("终审", "other-office"),
    ]  # fmt: skip


def test_a_change_between_two_reviews_begins_them_again(submitted, county, cast):
    procedures.set_steps(county.district, THREE, by=cast.office)
    second_keeper = a_member("second", Role.KEEPER, county.fushan)
    approve(submitted, second_keeper)
    actions.prepare(submitted, with_title(submitted, "改过"), by=cast.officer)
    row = Lecture.objects.get()
    assert (row.state, row.round) == (State.SUBMITTED, 2)
    assert review_queries.pending(row).taken_by == ()


def test_a_unit_that_asks_nobody_publishes_what_it_plans(studio, county, cast):
    procedures.set_steps(county.fushan, (), by=cast.office)
    when = the_clock.now() + timedelta(hours=3)
    lecture = actions.plan(studio, title="茶叶病虫害", speaker="农技员", planned_at=when, by=cast.officer)
    assert lecture.state == State.PUBLISHED
    actions.prepare(lecture, with_title(lecture, "茶叶的病虫害"), by=cast.officer)
    assert (state_of(lecture), Lecture.objects.get().announced_title) == (State.PUBLISHED, "茶叶的病虫害")
    actions.open_lobby(lecture, by=cast.officer)


def test_the_database_keeps_a_step_to_one_and_a_person_to_one(submitted, cast):
    approve(submitted, cast.office)
    same = {"lecture": submitted, "round": 1, "step": "审核", "at": the_clock.now(), "content": ""}
    for twice in ({"position": 0, "by": "other"}, {"position": 1, "by": "office"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.create(**same, **twice)


# ---------------------------------------------------------------- what a later change does
@pytest.fixture
def published(submitted, cast):
    approve(submitted, cast.office)
    submitted.refresh_from_db()
    return submitted


def test_a_changed_title_leaves_the_programme_until_it_is_approved_again(published, cast):
    actions.prepare(published, with_title(published, "医保新规"), by=cast.officer)
    assert state_of(published) == State.SUBMITTED
    with pytest.raises(NotFound):
        queries.get(GUEST, published.pk)
    assert queries.in_revision(published.pk) == published
    approve(published, cast.office)
    row = Lecture.objects.get()
    assert (row.state, row.announced_title, row.sequence) == (State.PUBLISHED, "医保新规", 1)


def test_planned_minutes_are_nobodys_to_approve(published, cast):
    script = queries.script_of(published)
    longer = tuple(replace(each, minutes=each.minutes + 5) for each in script.parts)
    actions.prepare(published, replace(script, parts=longer), by=cast.officer)
    row = Lecture.objects.get()
    assert (row.state, queries.script_of(row).parts) == (State.PUBLISHED, longer)


def test_what_another_noun_prepared_is_part_of_what_is_approved(published, cast, slides):
    approved = published.approved_hash
    slides.append("第一页")
    actions.touched(published, "slides", by=cast.officer)
    row = Lecture.objects.get()
    assert (row.state, row.approved_hash, row.round) == (State.SUBMITTED, "", 2)
    approve(published, cast.office)
    assert Lecture.objects.get().approved_hash not in {"", approved}


def test_a_noun_that_forgets_to_say_so_does_not_get_past_the_lobby(published, cast, slides):
    slides.append("第一页")
    with pytest.raises(errors.ContentChanged):
        actions.open_lobby(published, by=cast.officer)


def test_nothing_approved_is_touched_on_air(published, cast):
    actions.open_lobby(published, by=cast.officer)
    with pytest.raises(errors.WrongMoment):
        actions.touched(published, "slides", by=cast.officer)
    with pytest.raises(errors.WrongMoment):
        actions.prepare(published, with_title(published, "改了"), by=cast.officer)


def test_the_closing_summary_may_still_be_written_afterwards_and_nothing_else(published, cast):
    for verb in (actions.open_lobby, actions.go_on_air, actions.end):
        verb(published, by=cast.officer)
    script = queries.script_of(published)
    written = replace(
        script, title="另一个题目", parts=tuple(replace(each, text=f"第 {each.part} 部分") for each in script.parts)
    )
    actions.prepare(published, written, by=cast.officer)
    after = queries.script_of(Lecture.objects.get())
    assert (after.title, [each.text for each in after.parts]) == ("医保怎么缴", ["", "", "", "", "第 5 部分", ""])
    assert state_of(published) == State.REPLAY


@pytest.fixture
def slides():
    """A noun above that prepares something; it hands in what it has, as a list of words."""
    pages: list[str] = []
    prepared.contribute(prepared.Contribution("notes", content=lambda _lecture: list(pages)))
    yield pages
    prepared.withdraw("notes")


# ---------------------------------------------------------------- whose desk
def test_it_waits_on_the_desks_of_those_who_may_take_the_step(submitted, cast, county):
    a_lecture(a_studio(county.hehua))
    waiting = {
        name: [each.title for each in review_queries.waiting_for(getattr(cast, name))]
        for name in ("office", "officer", "neighbour", "host", "auditor", "stranger", "guest")
    }
    assert waiting == {
        "office": ["医保怎么缴"], "officer": [], "neighbour": [], "host": [], "auditor": [], "stranger": [], "guest": [],
    }  # fmt: skip


def test_the_author_sees_who_could_approve(submitted, cast, county):
    a_member("second", Role.KEEPER, county.fushan)
    a_member("elsewhere", Role.KEEPER, county.hehua)
    assert review_queries.could(cast.officer, submitted) == ["office", "second"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_desk_costs_the_same_however_much_waits(rows, studio, cast, django_assert_num_queries):
    for number in range(rows):
        when = the_clock.now() + timedelta(hours=number + 1)
        lecture = actions.plan(studio, title=f"第 {number} 讲", speaker="叶", planned_at=when, by=cast.officer)
        actions.submit(lecture, by=cast.officer)
    with django_assert_num_queries(3):
        assert len(review_queries.waiting_for(cast.office)) == rows


# ---------------------------------------------------------------- moving and calling off
@pytest.mark.parametrize("state", sorted(PLANS))
def test_a_plan_moves_whatever_stands_approved_of_it(state, studio, cast):
    lecture = a_lecture(studio, state=state)
    when = the_clock.now() + timedelta(days=2)
    actions.reschedule(lecture, when, by=cast.officer)
    row = Lecture.objects.get()
    assert (row.state, row.planned_at) == (state, when)


@pytest.mark.parametrize("state", sorted(set(State) - PLANS))
def test_what_has_begun_does_not_move(state, studio, cast):
    lecture = a_lecture(studio, state=state)
    with pytest.raises(errors.WrongMoment):
        actions.reschedule(lecture, the_clock.now() + timedelta(days=2), by=cast.officer)


def test_a_cancelled_draft_was_never_public(draft, cast):
    actions.cancel(draft, by=cast.officer)
    with pytest.raises(NotFound):
        queries.get(GUEST, draft.pk)


def test_a_cancelled_plan_says_so_where_it_was_announced(published, cast):
    actions.cancel(published, by=cast.officer)
    row = queries.get(GUEST, published.pk)
    assert (row.state, row.sequence) == (State.CANCELLED, 1)


def test_the_house_publishes_what_it_plans_and_the_record_says_so(studio):
    lecture = a_lecture(studio)
    assert (lecture.state, lecture.approved_hash) == (State.PUBLISHED, "")
    records = Entry.objects.filter(chain=f"lecture/{lecture.pk}").values_list("verb", "by")
    assert list(records) == [("plan", "system"), ("put-on", "system")]
    assert HOUSE.username == "system"
