"""The book of slips: proving that no witness slip was rewritten or torn out, and what they witness together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from xiangyue.journal import slips
from xiangyue.journal.breaks import Break, Kind
from xiangyue.journal.proof import Trust, Witnessed
from xiangyue.kernel.errors import Refusal


class Kept(NamedTuple):
    """A slip as it is stored: its number, its root and its body."""

    no: int
    root: bytes
    body: str


Note = Callable[[str, Witnessed], None]
"""What takes in that a chain was witnessed."""


class SlipInHandBroken(Refusal):
    code = "slip-in-hand-broken"
    status = 400
    text = "你手里的这张见证条自己就不完整：内容与它的根对不上。 The slip you gave does not match its own root."


@dataclass(slots=True)
class Book:
    """What proving the slips found. `vouched` is the slip whose root the reader holds."""

    vouched: slips.Header | None = None
    newest: slips.Header | None = None
    count: int = 0
    breaks: list[Break] = field(default_factory=list)


def prove(kept: Iterable[Kept], note: Note, *, against: bytes | None = None, in_hand: str | None = None) -> Book:
    """Prove the slips, in the order of their numbers, by one another, and by a root (and perhaps a body) from outside.

    `note` is told everything that they witness. Raises `SlipInHandBroken` when the body given does not have the root
    given.
    """
    book, is_known = Book(), against is None
    if in_hand is not None:
        if slips.root(in_hand) != against:
            raise SlipInHandBroken
        book.vouched = _witness(note, in_hand, "你手里的见证条", Trust.IN_HAND)
    previous, expected = slips.FIRST, 1
    for slip in kept:
        book.count += 1
        is_known = is_known or slip.root == against
        if slip.no > expected:
            book.breaks.append(Break(Kind.SLIP_REMOVED, first=expected, last=slip.no - 1))
        header = _read(note, slip)
        unfit = header is None or slip.no < expected or (slip.no == expected and header.previous != previous)
        if unfit or _contradicts(book, slip, against):
            book.breaks.append(Break(Kind.SLIP_CHANGED, first=slip.no, last=slip.no))
        if header is not None and slip.root == against:
            book.vouched = header
        book.newest = header or book.newest
        previous, expected = slip.root.hex(), slip.no + 1
    if not is_known:
        book.breaks.append(Break(Kind.ROOT_UNKNOWN))
    return book


def _contradicts(book: Book, slip: Kept, against: bytes | None) -> bool:
    return book.vouched is not None and book.vouched.no == slip.no and slip.root != against


def _read(note: Note, slip: Kept) -> slips.Header | None:
    """The header of a slip that holds by itself, after noting what it witnesses; None for one that was changed."""
    if slips.root(slip.body) != slip.root:
        return None
    try:
        header = _witness(note, slip.body, f"第 {slip.no} 号见证条", Trust.SLIP)
    except msgspec.MsgspecError:
        return None
    return header if header.no == slip.no else None


def _witness(note: Note, body: str, witness: str, trust: Trust) -> slips.Header:
    header, marks = slips.read(body)
    for mark in marks:
        note(mark.chain, Witnessed(mark.length, bytes.fromhex(mark.head), witness, trust))
    return header
