"""What can be wrong with a history, and the sentence that says so."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a history fails its proof. The verifier that runs in a browser uses the same codes."""

    CHANGED = "changed"
    REMOVED = "removed"
    TAIL = "tail"
    MISSING = "missing"
    RECOMPUTED = "recomputed"
    MISFILED = "misfiled"
    UNDECIDED = "undecided"
    HEAD = "head"
    SLIP_CHANGED = "slip-changed"
    SLIP_REMOVED = "slip-removed"
    ROOT_UNKNOWN = "root-unknown"
    LINE = "line"
    ROW = "row"


TEXTS = {
    Kind.CHANGED: "链 {chain} {records}被改过：内容与指纹对不上。",
    Kind.REMOVED: "链 {chain} {records}被抽走。",
    Kind.TAIL: "链 {chain} 末尾{records}被抽走。",
    Kind.MISSING: "链 {chain} 整条不见了：{witness}上它有 {last} 条。",
    Kind.RECOMPUTED: "链 {chain} 被重算过：{records}里有改写，改后重新连好，但与{witness}不符。",
    Kind.MISFILED: "链 {chain} {records}的索引被改过：时间、动作或经办人与记录内容不一致。",
    Kind.UNDECIDED: "链 {chain} {records}的内容不见了，却没有删除决定。",
    Kind.HEAD: "链 {chain} 的链头登记与最后一条记录不符：有人绕过程序增删过。",
    Kind.SLIP_CHANGED: "{slips}见证条被改写过：内容与它的根、与下一张或与你手里的那张对不上。",
    Kind.SLIP_REMOVED: "{slips}见证条被抽走。",
    Kind.ROOT_UNKNOWN: "你手里的根不在任何一张存着的见证条上：那张见证条被改写或抽走了，这份历史不可信。",
    Kind.LINE: "链 {chain} 公开的一面：{witness}",
    Kind.ROW: "链 {chain} 的登记行与它的记录不符（{witness}）：有人绕过程序改过登记行。",
}


@dataclass(frozen=True, slots=True)
class Break:
    """One place where a history fails. Records and slips are counted as people count, from 1."""

    kind: Kind
    chain: str = ""
    first: int = 0
    last: int = 0
    witness: str = ""

    @property
    def text(self) -> str:
        """The Chinese sentence."""
        return TEXTS[self.kind].format(
            chain=self.chain, last=self.last, witness=self.witness, records=self._span("条"), slips=self._span("号")
        )

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {**asdict(self), "kind": self.kind.value, "text": self.text}

    def _span(self, measure: str) -> str:
        one = f"第 {self.first} {measure}"
        return one if self.first == self.last else f"{one}到第 {self.last} {measure}"
