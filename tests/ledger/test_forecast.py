import pytest
from tests.ledger.conftest import shipped
from tests.ledger.kind_files import RULES, parse

from xiangyue.ledger.kinds import forecast
from xiangyue.ledger.kinds.forecast import Need, Pool

KINDS = [kind for _source, kind in shipped().kinds]


def test_a_sample_costs_its_share_and_the_second_look_a_share_of_that():
    found = forecast.forecast([parse()], {("trial", "general"): 1000}, Pool(3, 4))
    # 125 of 1000 are drawn, 13 of those looked at again, ten minutes each.
    assert found.needs == (Need("试验", "一般", 1000, 138, 1380),)
    assert found.suffices


def test_two_people_and_an_expert_cost_three():
    found = forecast.forecast([parse()], {("trial", "major"): 10}, Pool(3, 4))
    assert found.minutes == 10 * 90 * 3 + 1 * 90


def test_a_year_of_the_county_is_said_in_a_sentence():
    year = {
        ("hazard", "general"): 3000,
        ("hazard", "major"): 20,
        ("street", "plain"): 8000,
        ("street", "stubborn"): 600,
    }
    found = forecast.forecast(KINDS, year, Pool(12, 4))
    assert found.minutes == 3000 * 40 + 300 * 40 + 20 * 120 * 3 + 2 * 120 + 2400 * 8 + 120 * 8 + 600 * 30 + 30 * 30
    assert found.sentence == (
        "核查人手不够：一年要 2975 小时，12 人只有 2208 小时，还差 5 人。"
        "最费时的是隐患（一般隐患），2200 小时：加人、改为抽查，或者看图核查。"
    )
    assert forecast.forecast(KINDS, year, Pool(17, 4)).sentence == "核查人手够：一年要 2975 小时，17 人有 3128 小时。"


@pytest.mark.parametrize("people", range(1, 30))
def test_with_the_people_it_asks_for_it_suffices(people):
    year = {("hazard", "general"): 3000}
    found = forecast.forecast(KINDS, year, Pool(people, 4))
    if not found.suffices:
        more = int(found.sentence.split("还差 ")[1].split(" 人")[0])
        assert forecast.forecast(KINDS, year, Pool(people + more, 4)).suffices
        assert not forecast.forecast(KINDS, year, Pool(people + more - 1, 4)).suffices


def test_nobody_at_all_is_not_enough():
    assert not forecast.forecast(KINDS, {("hazard", "general"): 1}, Pool(0, 0)).suffices
    assert forecast.forecast(KINDS, {}, Pool(0, 0)).suffices


def test_what_other_hands_verify_asks_nothing_of_the_pool():
    year = {
        ("directive", "ordinary"): 500,
        ("question", "ask"): 500,
        ("inspection", "planned"): 500,
        ("accident", "general"): 5,
    }
    assert forecast.forecast(KINDS, year, Pool(0, 0)).needs == ()


def test_ninety_days_make_a_year():
    assert forecast.yearly({("hazard", "general"): 90, ("hazard", "major"): 1}) == {
        ("hazard", "general"): 365,
        ("hazard", "major"): 5,
    }


def test_no_second_look_where_the_kind_asks_none():
    without = RULES.replace("recheck: {share: 10%, after: 30d}\n", "")
    assert forecast.forecast([parse(without)], {("trial", "general"): 1000}, Pool(3, 4)).minutes == 1250
