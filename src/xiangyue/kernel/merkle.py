"""A tree of hashes over a list, as in RFC 9162 section 2.1 (the tree of RFC 6962): one root vouches for every entry.

Entries are hashed behind 0x00 and pairs behind 0x01, so that no entry can be passed off as a pair.
"""

import hashlib
from collections.abc import Sequence


def root(entries: Sequence[bytes]) -> bytes:
    """The root over all entries (RFC 9162 section 2.1.1). Of no entries, the hash of nothing."""
    if not entries:
        return hashlib.sha256().digest()
    level = [_entry(entry) for entry in entries]
    while len(level) > 1:
        level = _above(level)
    return level[0]


def proof(entries: Sequence[bytes], index: int) -> list[bytes]:
    """The siblings on the way from entry `index` to the root (section 2.1.3.1). Raises `IndexError`."""
    if not 0 <= index < len(entries):
        raise IndexError(index)
    level, path = [_entry(entry) for entry in entries], []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        level, index = _above(level), index >> 1
    return path


def verify(root: bytes, entry: bytes, *, index: int, size: int, proof: Sequence[bytes]) -> bool:
    """Whether `entry` stands at `index` of the `size` entries under `root` (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    first, last, value = index, size - 1, _entry(entry)
    for sibling in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            value = _pair(sibling, value)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            value = _pair(value, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and value == root


def _entry(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def _pair(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _above(level: list[bytes]) -> list[bytes]:
    """The next level. A last node without a partner rises as it is, which is the tree of the RFC."""
    pairs = [_pair(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs + level[len(pairs) * 2 :]
