"""The hash chain under every record: journal, lines of lectures, whatever must not be rewritten unnoticed.

Three hashes, each SHA-256 with a tag of sixteen bytes in front, so that one can never be passed off as another:

    genesis(name)             = H("xiangyue.name.1\\0" ‖ name in UTF-8)
    leaf(salt, payload)       = H("xiangyue.leaf.1\\0" ‖ salt (16 bytes) ‖ payload)
    link(previous, seq, leaf) = H("xiangyue.link.1\\0" ‖ previous (32) ‖ seq (8, big endian) ‖ leaf (32))

The chain holds leaves, not payloads. Whoever may erase drops payload and salt and keeps the leaf: the chain still
verifies, and without the salt nobody can find a short payload by trying all of them.
"""

import hashlib
import secrets
from typing import Any

import msgspec

SALT_LENGTH = 16
"""Bytes. 128 bits: a telephone number behind an erased leaf cannot be found by trying."""

HASH_LENGTH = 32

GREATEST_INTEGER = 2**53 - 1
"""The greatest integer that every JSON reader keeps exactly (RFC 8259 section 6)."""

_NAME = b"xiangyue.name.1\0"
_LEAF = b"xiangyue.leaf.1\0"
_LINK = b"xiangyue.link.1\0"

_encoder = msgspec.json.Encoder(order="deterministic")


def genesis(name: str) -> bytes:
    """What the first link of the chain called `name` follows. Two chains never share a beginning."""
    return hashlib.sha256(_NAME + name.encode()).digest()


def salt() -> bytes:
    """Sixteen random bytes that hide one payload behind its leaf."""
    return secrets.token_bytes(SALT_LENGTH)


def leaf(salt: bytes, payload: bytes) -> bytes:
    """What the chain keeps of a payload. Raises `ValueError` for a salt of another length, which would be ambiguous."""
    if len(salt) != SALT_LENGTH:
        raise ValueError(f"a salt has {SALT_LENGTH} bytes, not {len(salt)}")
    return hashlib.sha256(_LEAF + salt + payload).digest()


def link(previous: bytes, seq: int, leaf: bytes) -> bytes:
    """The head of a chain after record number `seq`. Raises `ValueError` for hashes of another length."""
    if len(previous) != HASH_LENGTH or len(leaf) != HASH_LENGTH:
        raise ValueError(f"a hash has {HASH_LENGTH} bytes")
    return hashlib.sha256(_LINK + previous + seq.to_bytes(8, "big") + leaf).digest()


def canonical(payload: dict[str, Any]) -> bytes:
    """The one spelling of a JSON object: keys sorted by code point, no spaces, UTF-8, only what must be escaped.

    Floats and integers beyond 2^53 are spelled differently by different languages; they raise `ValueError`, so a
    record states a fraction in a smaller unit (milliseconds, per mille). Keys that are no text raise it too.
    """
    _check(payload)
    return _encoder.encode(payload)


_PLAIN = frozenset({str, bool, type(None)})


def _check(value: object) -> None:
    if type(value) in _PLAIN:  # nearly all there are, and twice as fast as asking for each
        return
    match value:
        case dict():
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise ValueError(f"a key is text, not {key!r}")  # noqa: TRY004 - one kind of error for one question
                if type(inner) not in _PLAIN:
                    _check(inner)
        case list() | tuple():
            for inner in value:
                _check(inner)
        case str():
            pass
        case int():
            if abs(value) > GREATEST_INTEGER:
                raise ValueError(f"{value} is beyond what every JSON reader keeps exactly")
        case _:
            raise ValueError(f"{value!r} has no one spelling in JSON")
