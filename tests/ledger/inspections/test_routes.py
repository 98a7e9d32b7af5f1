from xiangyue.ledger.inspections import routes, rules
from xiangyue.ledger.inspections.rules import Spot
from xiangyue.ledger.inspections.states import Step
from xiangyue.ledger.kinds.states import FirstStep
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum


def spot(name, north=None, datum=Datum.WGS84, unit="a"):
    return Spot(name, unit, None if north is None else Position(28_966_000 + north, 118_872_000, datum))


def test_from_each_place_to_the_nearest_left():
    order = routes.by_nearness([spot("c", 300), spot("a", 900), spot("b", 850), spot("d", 310)])
    assert [one.name for one in order] == ["a", "b", "d", "c"]


def test_what_has_no_position_comes_last_unit_by_unit():
    order = routes.by_nearness([spot("x", unit="b"), spot("a", 1), spot("y", unit="a")])
    assert [one.name for one in order] == ["a", "y", "x"]


def test_two_data_are_not_compared():
    wgs, gcj = spot("w", 0), spot("g", 0, Datum.GCJ02)
    assert routes.metres(wgs, gcj) is None
    assert [one.name for one in routes.by_nearness([gcj, wgs])] == ["w", "g"]


def test_how_far():
    assert routes.metres(spot("a", 0), spot("b", 1000)) == 111


def test_a_shop_front_is_persuaded_first_then_noticed_then_supervised():
    steps = [rules.step(times, FirstStep.PERSUADE) for times in (1, 2, 3, 4)]
    assert steps == [Step.PERSUADE, Step.NOTICE, Step.ESCALATE, Step.ESCALATE]
    assert rules.step(1, FirstStep.STOP) is Step.STOP
    assert rules.step(1, FirstStep.NOTICE) is Step.NOTICE
