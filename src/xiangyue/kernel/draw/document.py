"""The file of a draw: its steps as the lecture's public line has them, and the roster. Shapes are those of the line."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from xiangyue.kernel.errors import Refusal

KIND = "xiangyue-draw"

STEPS = ("draw_rules", "draw_roster", "draw_secret", "draw_entropy", "draw_result")
"""The one order. `draw_void` may stand in the place of any of them but the first."""

VOID = "draw_void"

Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}\\Z")]
Seq = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class NotADraw(Refusal):
    code = "not-a-draw"
    status = 400
    text = "这个文件不是抽奖核对文件，或者已经残缺。"


class Prize(msgspec.Struct, frozen=True):
    name: str
    count: Annotated[int, Meta(ge=1, le=1_000)]


class Rules(msgspec.Struct, frozen=True):
    title: str
    text: str
    prizes: Annotated[list[Prize], Meta(min_length=1, max_length=20)]
    eligible: str
    sources: Annotated[list[str], Meta(min_length=1, max_length=10)]
    algorithm: str
    commit: Hash
    n: Annotated[int, Meta(ge=-(2**53) + 1, le=2**53 - 1)]

    @property
    def wanted(self) -> int:
        """How many prizes there are."""
        return sum(prize.count for prize in self.prizes)


class Roster(msgspec.Struct, frozen=True):
    i: Seq
    sha256: Hash
    count: Annotated[int, Meta(ge=1, le=10_000_000)]
    url: str = ""


class Secret(msgspec.Struct, frozen=True):
    i: Seq
    otp: Hash


class Entropy(msgspec.Struct, frozen=True):
    i: Seq
    entropy: Annotated[str, Meta(max_length=2_000)]
    by: list[str]


class Winner(msgspec.Struct, frozen=True):
    label: str
    prize: int
    pos: str


class Result(msgspec.Struct, frozen=True):
    i: Seq
    winners: list[Winner]
    substitutes: list[str] = []


class Void(msgspec.Struct, frozen=True):
    i: Seq
    reason: str


SHAPES: dict[str, Any] = dict(zip((*STEPS, VOID), (Rules, Roster, Secret, Entropy, Result, Void), strict=True))


class Step(msgspec.Struct, frozen=True):
    """One event of the draw. `seq` is its number on the lecture's line, 0 for one recorded after the lecture;
    `link` the line's receipt.
    """

    kind: str
    at: int
    data: dict[str, Any]
    seq: Seq = 0
    link: str = ""


class Document(msgspec.Struct, frozen=True):
    """`lecture` and `county` say where it comes from; nothing is computed from them."""

    kind: str
    v: int
    draw: str
    steps: Annotated[list[Step], Meta(min_length=1, max_length=6)]
    roster: str = ""
    county: str = ""
    lecture: dict[str, str] = {}


def read(raw: bytes | str) -> Document:
    """The document in a file. Raises `NotADraw`."""
    try:
        document = msgspec.json.decode(raw, type=Document)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NotADraw from error
    if document.kind != KIND or document.v != 1:
        raise NotADraw
    said(document)
    return document


def write(document: Document) -> bytes:
    """The document as a file: the same bytes for the same draw."""
    return msgspec.json.encode(document, order="deterministic")


def said(document: Document) -> dict[str, Any]:
    """What each step says, by its kind, in its shape. Raises `NotADraw`."""
    try:
        return {step.kind: msgspec.convert(step.data, SHAPES[step.kind]) for step in document.steps}
    except (KeyError, msgspec.ValidationError) as error:
        raise NotADraw from error
