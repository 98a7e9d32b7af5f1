import pytest
from tests.factories import inspections as factory

from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.inspections import actions, errors
from xiangyue.ledger.inspections.models import Phone, Reading
from xiangyue.ledger.inspections.states import Purpose
from xiangyue.ledger.matters.actions import Order

pytestmark = pytest.mark.django_db
HOUR = 3_600_000


@pytest.fixture
def carried(scene):
    row = factory.drawn(scene)
    (inspector,) = factory.stood(row).people
    who = factory.member(inspector)
    return row, who, actions.hand_out(who, row.pk, purpose=Purpose.VISIT)


def test_a_phone_gets_its_key_again_after_it_locked(carried):
    row, who, pack = carried
    again = actions.unlock(who, row.pk, pack.phone, purpose=Purpose.VISIT)
    assert (again.key, again.wipe_at) == (pack.key, pack.wipe_at)
    assert list(Reading.objects.order_by("pk").values_list("what", flat=True)) == ["phone", "unlock"]


def test_nobody_else_gets_a_phones_key(scene, carried):
    row, _who, pack = carried
    for stranger in (scene.chief, scene.desk.clerk, scene.desk.own_inspector):
        with pytest.raises(NotFound):
            actions.unlock(stranger, row.pk, pack.phone, purpose=Purpose.VISIT)


def test_a_lost_phone_is_noise(scene, carried):
    row, who, pack = carried
    with pytest.raises(NotFound):
        actions.revoke(scene.desk.clerk, row.pk, pack.phone)
    actions.revoke(scene.chief, row.pk, pack.phone)
    assert bytes(Phone.objects.get().key) == b""
    with pytest.raises(errors.PhoneRevoked):
        actions.unlock(who, row.pk, pack.phone, purpose=Purpose.VISIT)


def test_a_key_is_destroyed_when_its_time_is_over(carried, clock):
    row, who, pack = carried
    assert actions.forget_due() == 0
    clock.move(12 * HOUR)
    with pytest.raises(errors.PhoneRevoked):
        actions.unlock(who, row.pk, pack.phone, purpose=Purpose.VISIT)
    assert actions.forget_due() == 1
    assert bytes(Phone.objects.get().key) == b""


def test_stepping_aside_and_release_take_the_keys(scene, carried):
    row, who, _pack = carried
    actions.recuse(row.pk, who.username, "店主是亲戚。", Order(scene.chief))
    assert bytes(Phone.objects.get().key) == b""
    actions.hand_out(scene.chief, row.pk, purpose=Purpose.VISIT)
    factory.released(scene, row)
    assert {bytes(phone.key) for phone in Phone.objects.all()} == {b""}
