"""Disks are guarded by free space, not by hope: what may go, what must stay, when recording stops.

Planning is pure; `apply` does it. Nothing is deleted while there is room, nothing that is marked for keeping, nothing
within its retention, and never a lecture that has not ended.
"""

import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xiangyue.media import index
from xiangyue.media.index import Kind

DAY_MS = 86_400_000

_GOING = ".going-"
"""A folder is renamed before it is emptied, so that a death in between leaves no half recording under its name."""


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the file system recordings lie on."""

    total: int
    free: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """One lecture's recording. `ended_ms` is None while it may still grow; `unit` owns it, for quotas."""

    lecture: str
    size: int
    ended_ms: int | None
    keep: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """Watermarks in per cent of the disk that is free, retention in days, quotas in bytes per unit."""

    low_percent: float
    stop_percent: float
    days: int
    quotas: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do now. `delete` in order; `low` to tell somebody; `stop` recording until there is room again."""

    delete: tuple[str, ...]
    low: bool
    stop: bool


def plan(now_ms: int, disk: Disk, recordings: Iterable[Recorded], policy: Policy) -> Plan:
    """Expired recordings go, oldest first: those of units above their quota, then as many as the disk needs.

    `low` and `stop` speak of the disk as it is before anything is deleted.
    """
    known = list(recordings)
    expired = sorted(
        (item for item in known if _expired(item, now_ms, policy)), key=lambda item: (item.ended_ms or 0, item.lecture)
    )
    used: dict[str, int] = {}
    for item in known:
        used[item.unit] = used.get(item.unit, 0) + item.size
    delete: list[str] = []
    need = disk.total * policy.low_percent / 100 - disk.free
    for item in expired:
        if used[item.unit] > policy.quotas.get(item.unit, used[item.unit]):
            delete.append(item.lecture)
            used[item.unit] -= item.size
            need -= item.size
    for item in expired:
        if need > 0 and item.lecture not in delete:
            delete.append(item.lecture)
            need -= item.size
    share = 100 * disk.free / disk.total
    return Plan(tuple(delete), low=share < policy.low_percent, stop=share < policy.stop_percent)


def _expired(item: Recorded, now_ms: int, policy: Policy) -> bool:
    return not item.keep and item.ended_ms is not None and now_ms - item.ended_ms > policy.days * DAY_MS


def disk(root: Path) -> Disk:
    """The file system under the recordings."""
    usage = shutil.disk_usage(root)
    return Disk(usage.total, usage.free)


def survey(root: Path, keep: Collection[str] = (), units: Mapping[str, str] | None = None) -> list[Recorded]:
    """What is recorded under `root`: size from the files, the end from the last index."""
    found = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")):
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        owner = (units or {}).get(folder.name, "")
        found.append(Recorded(folder.name, size, _ended_ms(folder), folder.name in keep, owner))
    return found


def _ended_ms(folder: Path) -> int | None:
    source = folder / "source"
    for slot in reversed(index.slots(source)):
        path = index.index_path(source, slot)
        ended = any(record.kind == Kind.END for record in index.decode(path.read_bytes()))
        return path.stat().st_mtime_ns // 1_000_000 if ended else None
    return None


def apply(root: Path, lectures: Iterable[str]) -> int:
    """Delete recordings; the bytes freed. Finishes what an earlier death left half done."""
    for lecture in lectures:
        if (root / lecture).is_dir():
            (root / lecture).rename(root / f"{_GOING}{lecture}")
    freed = 0
    for folder in root.glob(f"{_GOING}*"):
        freed += sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        shutil.rmtree(folder)
    return freed
