import pytest
from tests.factories.lectures import a_lecture, a_studio, bring

from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.states import State
from xiangyue.hall.studios import actions, errors, permits, queries
from xiangyue.hall.studios.models import Permit, StreamKey, Studio
from xiangyue.hall.studios.states import Kind
from xiangyue.journal.models import Entry
from xiangyue.kernel import clock as the_clock
from xiangyue.kernel import ids
from xiangyue.kernel.errors import Fault, NotFound
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import GUEST, HOUSE


@pytest.fixture
def studio(county, lines):
    return a_studio(county.fushan, "fushan")


def permit_rows():
    """What the live role would read."""
    columns = ("lecture_id", "studio_code", "title", "key_hash", "opens_at", "closes_at", "revoked", "serial")
    return list(Permit.objects.order_by("serial").values_list(*columns))


def test_a_key_is_shown_once_and_kept_as_a_fingerprint(studio, cast):
    fresh = actions.make_key(studio, "编码器", by=cast.officer)
    row = StreamKey.objects.get()
    assert row.key_hash == ids.fingerprint(fresh.secret)
    assert fresh.secret not in str(list(StreamKey.objects.values()) + list(Entry.objects.values()))


def test_opening_a_lobby_lets_every_good_key_in_and_ending_shuts_them_out(studio, cast, clock):
    good = actions.make_key(studio, "编码器", by=cast.officer)
    spare = actions.make_key(studio, "手机", by=cast.officer)
    old = actions.make_key(studio, "旧的", by=cast.officer)
    actions.revoke_key(old.key, by=cast.officer)
    lecture = a_lecture(studio)
    assert permit_rows() == []

    opened = the_clock.now_ms()
    lectures.open_lobby(lecture, by=cast.host)
    expected = [
        (lecture.pk, "fushan", "医保怎么缴", key.key.key_hash, opened, opened + permits.OPEN_MS, False)
        for key in (spare, good)
    ]
    assert sorted(row[:7] for row in permit_rows()) == sorted(expected)

    lectures.go_on_air(lecture, by=cast.host)
    clock.move(3_600_000)
    lectures.end(lecture, by=cast.host)
    assert {row[5] for row in permit_rows()} == {opened + 3_600_000}
    assert [row[7] for row in permit_rows()] == [3, 4]


def test_a_key_made_while_the_studio_is_open_opens_it(studio, cast):
    lecture = a_lecture(studio, state=State.LOBBY)
    fresh = actions.make_key(studio, "编码器", by=cast.officer)
    assert [row[:4] for row in permit_rows()] == [(lecture.pk, "fushan", "医保怎么缴", fresh.key.key_hash)]


def test_the_live_role_is_told_of_what_changed_when_it_holds(studio, cast, lines, django_capture_on_commit_callbacks):
    """An encoder is often started in the second in which its key was made, and a revoked one is to be gone at once."""
    lecture = a_lecture(studio)

    def told(act):
        with django_capture_on_commit_callbacks(execute=True):
            before = lines.looks
            act()
            assert lines.looks == before  # nothing is seen of it before the end of the transaction
        return lines.looks > before

    made = []
    assert told(lambda: made.append(actions.make_key(studio, "编码器", by=cast.officer).key))
    assert told(lambda: lectures.open_lobby(lecture, by=cast.officer))
    assert told(lambda: actions.revoke_key(made[0], by=cast.officer))
    assert told(lambda: (lectures.go_on_air(lecture, by=cast.officer), lectures.end(lecture, by=cast.officer)))


def test_a_live_role_that_is_silent_keeps_no_key_from_being_made(
    studio, cast, lines, django_capture_on_commit_callbacks
):
    def silent():
        raise Fault("nobody answers", retry=True)

    lines.look_again = silent
    with django_capture_on_commit_callbacks(execute=True):
        actions.make_key(studio, "编码器", by=cast.officer)
    assert StreamKey.objects.count() == 1


def test_a_key_made_after_the_end_opens_nothing(studio, cast, clock):
    lecture = a_lecture(studio, state=State.ON_AIR)
    clock.move(1000)
    lectures.end(lecture, by=cast.officer)
    actions.make_key(studio, "编码器", by=cast.officer)
    assert permit_rows() == []


def test_revoking_a_key_on_air_reaches_its_permit_in_the_same_breath(studio, cast):
    fresh = actions.make_key(studio, "编码器", by=cast.officer)
    bring(a_lecture(studio), State.ON_AIR)
    before = permit_rows()[0]
    actions.revoke_key(fresh.key, by=cast.officer)
    assert permit_rows() == [(*before[:6], True, before[7] + 1)]
    with pytest.raises(errors.AlreadyRevoked):
        actions.revoke_key(fresh.key, by=cast.officer)


def test_permits_a_week_old_are_swept_when_the_next_lobby_opens(studio, cast, clock):
    actions.make_key(studio, "编码器", by=cast.officer)
    first = a_lecture(studio, state=State.REPLAY)
    clock.move(permits.KEEP_MS + 1)
    second = a_lecture(studio, state=State.LOBBY)
    assert [row[0] for row in permit_rows()] == [second.pk]
    assert first.pk != second.pk


def test_the_neighbour_the_host_and_a_stranger_make_no_keys(studio, cast):
    for other in (cast.neighbour, cast.host, cast.auditor, cast.office, cast.stranger, GUEST):
        with pytest.raises(Forbidden):
            actions.make_key(studio, "编码器", by=other)
        with pytest.raises(Forbidden):
            queries.keys(other, studio)
    assert not StreamKey.objects.exists()


def test_a_drawer_full_of_keys_is_refused(studio, cast):
    for number in range(actions.KEYS_PER_STUDIO):
        actions.make_key(studio, f"第 {number} 把", by=cast.officer)
    with pytest.raises(errors.TooManyKeys) as refused:
        actions.make_key(studio, "再来一把", by=cast.officer)
    assert refused.value.sentence == "一个直播间最多保留 8 个推流码，先作废不用的。"


def test_a_key_of_another_studio_is_not_there(studio, county, cast):
    other = a_studio(county.hehua)
    key = actions.make_key(other, "编码器", by=HOUSE).key
    with pytest.raises(NotFound):
        queries.get_key(cast.officer, studio, key.pk)


def test_studios_are_public_and_each_desk_lists_its_own(studio, county, cast):
    village = a_studio(county.village, "fushan-village")
    hehua = a_studio(county.hehua, "hehua", "红荷颂")
    assert set(queries.visible_to(GUEST)) == {studio, village, hehua}
    assert set(queries.mine(cast.officer)) == {studio, village}
    assert set(queries.mine(cast.office)) == {studio, village, hehua}
    assert set(queries.mine(cast.stranger)) == set(queries.mine(GUEST)) == set()
    with pytest.raises(Forbidden):
        queries.get_mine(cast.officer, "hehua")


def test_only_the_office_establishes_a_studio(county, cast):
    made = actions.establish("bailing", "百灵小警", unit=county.yibao, kind=Kind.COLUMN, by=cast.office)
    assert Studio.objects.get() == made
    with pytest.raises(errors.CodeTaken):
        actions.establish("bailing", "另一个", unit=county.yibao, kind=Kind.COLUMN, by=cast.office)
    for other in (cast.officer, cast.department, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            actions.establish("another", "另一个", unit=county.yibao, kind=Kind.COLUMN, by=other)


@pytest.mark.parametrize("code", ["", "百灵", "Up", "-a", "a" * 33])
def test_a_code_that_cannot_stand_in_an_address_is_refused(code, county, cast):
    with pytest.raises(errors.BadStudio):
        actions.establish(code, "名字", unit=county.yibao, kind=Kind.COLUMN, by=cast.office)
