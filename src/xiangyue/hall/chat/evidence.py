"""What one person, or a span of time, left on a lecture's line, in a file that a third party can check.

The file is a bundle of one chain: every record of the line with its place and its hashes, bodies only of those that are
asked for and of what moderators did about them. `xiangyue audit verify --bundle FILE --against ROOT` recomputes the
chain and holds it against the witness slips, as the offline verifier does in a browser.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.conf import settings

from xiangyue.hall import stage
from xiangyue.hall.chat import errors, rules
from xiangyue.hall.lectures.models import Lecture
from xiangyue.journal import actions as journal
from xiangyue.journal import queries as history
from xiangyue.journal.proof import LINE_PREFIX, Body, Record
from xiangyue.journal.rows import KIND, row
from xiangyue.kernel import chain, clock
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

NO_SALT = bytes(chain.SALT_LENGTH)
"""Of a line's header, which hides nothing."""

HOW = (
    "核对方法：xiangyue audit verify --bundle 本文件 --against 见证条上的根；或用离线验证器打开本文件。"
    "没有随附的内容只给出位置和哈希。"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything of one pseudonym, or everything said in a span (ms since the epoch, both ends included)."""

    who: str = ""
    since_ms: int = 0
    until_ms: int = 0


def by_sentence(viewer: Member, lecture: Lecture, number: int) -> Wanted:
    """Whoever said this sentence. Raises `Forbidden`, `UnknownSentence`, `OneOfUs`."""
    access.require(viewer, Right.MODERATE, lecture.studio.unit)
    found = stage.read(lecture.pk, number - 1, 1) if number >= 1 else []
    if not found or found[0].kind not in rules.SAID:
        raise errors.UnknownSentence
    return Wanted(rules.source(found[0].data, found[0].private).who)


def export(viewer: Member, lecture: Lecture, wanted: Wanted) -> Iterator[str]:
    """The file, piece by piece; that it was taken is on record. Raises `Forbidden`."""
    access.require(viewer, Right.MODERATE, lecture.studio.unit)
    asked = {"who": wanted.who, "since": wanted.since_ms, "until": wanted.until_ms}
    journal.record(f"lecture/{lecture.pk}", "export-evidence", asked, by=viewer.username)
    return _pieces(lecture, wanted, asked)


def _pieces(lecture: Lecture, wanted: Wanted, asked: dict[str, Any]) -> Iterator[str]:
    name = LINE_PREFIX + lecture.pk
    slips = [{"no": slip.no, "root": slip.root.hex(), "body": slip.body} for slip in history.kept_slips()]
    start = {
        "v": 1, "kind": KIND, "only": [name], "county": settings.COUNTY, "made": clock.now_ms(), "how": HOW,
        "title": lecture.title, "studio": lecture.studio.name, "asked": asked, "slips": slips, "heads": {},
    }  # fmt: skip
    yield _json(start)[:-1] + f',"chains":[{{"name":{_json(name)},"records":['
    choice, after = _Choice(wanted), 0
    while rows := stage.raw(lecture.pk, after):
        for raw in rows:
            record = _record(raw, chosen=choice.takes(raw))
            yield f"{',' if raw.seq > 1 else ''}\n{_json(row(record, whole=True))}"
        after = rows[-1].seq
    yield f']}}],"said":{_json(choice.said)}}}\n'


@dataclass(slots=True)
class _Choice:
    """Which records are given whole; `said` is the same for a reader without a program."""

    wanted: Wanted
    said: list[dict[str, Any]] = field(default_factory=list)
    _numbers: set[int] = field(default_factory=set)

    def takes(self, raw: stage.Raw) -> bool:
        """Asked for each record in order: an act comes after what it is about."""
        if not raw.salt:
            return False
        header, body = msgspec.json.decode(raw.header), msgspec.json.decode(raw.body)
        kind, data = header["kind"], body["data"]
        if kind == "epoch":
            return True  # says by which decision others lost their bodies
        if kind in rules.SAID:
            if not self._asked_for(header["at"], data):
                return False
            self._numbers.add(raw.seq)
        elif not (data.get("i") in self._numbers or (self.wanted.who and data.get("who") == self.wanted.who)):
            return False
        self.said.append({"seq": raw.seq, "at": header["at"], "kind": kind, "by": body["by"], **data})
        return True

    def _asked_for(self, at: int, data: dict[str, Any]) -> bool:
        if self.wanted.who:
            return bool(data.get("from") == self.wanted.who)
        return self.wanted.since_ms <= at <= self.wanted.until_ms


def _record(raw: stage.Raw, *, chosen: bool) -> Record:
    header = raw.header.encode()
    body: Any = "erased" if not raw.salt else "withheld"
    if chosen:
        body = Body(bytes.fromhex(raw.salt), raw.body.encode())
    return Record(raw.seq, chain.leaf(NO_SALT, header), bytes.fromhex(raw.link), NO_SALT, header, body=body)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
