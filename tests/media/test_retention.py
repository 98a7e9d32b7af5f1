"""What may be deleted, and what never."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some

from xiangyue.media import retention
from xiangyue.media.retention import DAY_MS, Disk, Plan, Policy, Recorded

NOW_MS = 1_000 * DAY_MS
POLICY = Policy(low_percent=10, stop_percent=3, days=365)


def old(lecture, days, size=10, **marks):
    return Recorded(lecture, size, NOW_MS - days * DAY_MS, **marks)


def test_nothing_goes_while_there_is_room():
    assert retention.plan(NOW_MS, Disk(100, 50), [old("a", 900)], POLICY) == Plan((), low=False, stop=False)


def test_expired_recordings_go_oldest_first_until_there_is_room():
    recordings = [old("a", 400, 3), old("b", 800, 3), old("c", 600, 3), old("d", 100, 3)]
    assert retention.plan(NOW_MS, Disk(100, 5), recordings, POLICY) == Plan(("b", "c"), low=True, stop=False)


def test_what_is_kept_recent_or_unfinished_stays_even_when_the_disk_is_full():
    recordings = [old("kept", 900, keep=True), old("recent", 300), Recorded("on-air", 50, None)]
    assert retention.plan(NOW_MS, Disk(100, 1), recordings, POLICY) == Plan((), low=True, stop=True)


def test_a_unit_above_its_quota_gives_up_its_own_expired_recordings():
    policy = Policy(low_percent=10, stop_percent=3, days=365, quotas={"town": 25})
    recordings = [old("a", 900, unit="town"), old("b", 800, unit="town"), old("c", 700, unit="town")]
    others = [old("x", 990, unit="other")]
    assert retention.plan(NOW_MS, Disk(100, 50), recordings + others, policy).delete == ("a",)


recordings = some.lists(
    some.builds(
        Recorded,
        some.text("abcdef", min_size=1, max_size=6),
        some.integers(0, 50),
        some.none() | some.integers(0, NOW_MS),
        some.booleans(),
        some.sampled_from(["", "town", "department"]),
    ),
    unique_by=lambda item: item.lecture,
)


@given(recordings, some.integers(0, 100))
def test_only_expired_unmarked_recordings_are_ever_deleted(items, free):
    policy = Policy(low_percent=20, stop_percent=5, days=365, quotas={"town": 40})
    plan = retention.plan(NOW_MS, Disk(100, free), items, policy)
    by_name = {item.lecture: item for item in items}
    for lecture in plan.delete:
        item = by_name[lecture]
        assert not item.keep
        assert item.ended_ms is not None
        assert NOW_MS - item.ended_ms > 365 * DAY_MS
    assert len(set(plan.delete)) == len(plan.delete)


def test_a_survey_knows_sizes_and_ends(studio):
    studio.live(4)
    assert retention.survey(studio.root) == [Recorded("lecture", size_of(studio.root), None)]
    studio.broadcast.end()
    (found,) = retention.survey(studio.root, keep={"lecture"}, units={"lecture": "town"})
    assert (found.keep, found.unit, found.size) == (True, "town", size_of(studio.root))
    assert found.ended_ms is not None


def test_deleting_frees_and_finishes_what_an_earlier_death_left(tmp_path):
    for name in ("a", "b", ".going-c"):
        (tmp_path / name / "source").mkdir(parents=True)
        (tmp_path / name / "source" / "000000.m4s").write_bytes(b"x" * 100)
    assert retention.apply(tmp_path, ["a", "unknown"]) == 200
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_the_disk_is_measured(tmp_path):
    disk = retention.disk(tmp_path)
    assert 0 < disk.free <= disk.total


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
