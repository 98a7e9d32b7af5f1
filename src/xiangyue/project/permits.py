"""Who may publish now: the control tower's permits."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Refusal
from xiangyue.project.polled import Polled

logger = logging.getLogger(__name__)


class WrongKey(Refusal):
    code = "key-unknown"
    status = 403
    text = "推流码不对，或者已经作废。请到直播间管理里重新生成。 Stream key unknown or revoked."


class NothingOpen(Refusal):
    code = "nothing-open"
    status = 409
    text = "这个直播间现在没有打开的宣讲。请先在直播间管理里点“打开候场”。 No lecture of this studio is open now."


class Permit(msgspec.Struct, frozen=True, order=True):
    """That a key may publish into a lecture between two moments (milliseconds since the epoch); into none when it names
    none.
    """

    lecture: str
    studio: str
    title: str
    key_hash: str
    opens_ms: int
    closes_ms: int
    revoked: bool
    serial: int


class Permits(Polled[Permit]):
    """The permits in force, and news of what changed."""

    name, shape = "permits", list[Permit]
    # A good key that nothing was opened for stands there too: its owner hears that, and not that the key is wrong.
    query = """SELECT lecture_id, studio_code, title, key_hash, opens_at, closes_at, revoked, serial FROM hall_permit
        UNION ALL SELECT '', '', '', key_hash, 0, 0, FALSE, 0 FROM hall_streamkey WHERE revoked_at IS NULL"""

    def __init__(self, database: str, data: Path, *, changed: Callable[[Permit], None]) -> None:
        super().__init__(database, data)
        self._changed = changed

    def admit(self, key_hash: str) -> Permit:
        """The permit a key opens now. Raises `WrongKey`, or `NothingOpen` for a good key without a lecture."""
        mine = [permit for permit in self.rows if permit.key_hash == key_hash and not permit.revoked]
        if not mine:
            raise WrongKey
        now = clock.now_ms()
        current = [permit for permit in mine if permit.opens_ms <= now < permit.closes_ms]
        if not current:
            raise NothingOpen
        return max(current, key=lambda permit: permit.opens_ms)

    def read(self, *columns: Any) -> Permit:
        """A permit; SQLite knows no booleans."""
        return msgspec.convert(dict(zip(Permit.__struct_fields__, columns, strict=True)), Permit, strict=False)

    def heard(self, before: frozenset[Permit]) -> None:
        """Tell of every permit that is new or another; one that is gone is as good as revoked."""
        there = {(permit.lecture, permit.key_hash) for permit in self.rows}
        for permit in sorted(self.rows - before):
            self._tell(permit)
        for permit in sorted(before):
            if (permit.lecture, permit.key_hash) not in there:
                self._tell(msgspec.structs.replace(permit, revoked=True))

    def _tell(self, permit: Permit) -> None:
        try:
            self._changed(permit)
        except Exception:
            # One broadcast that stumbles over its news must not make us deaf to every later revocation.
            logger.exception("permits: the change of %s could not be passed on", permit.lecture)
