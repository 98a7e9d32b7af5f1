"""RFC 3797, "Publicly Verifiable Nominations Committee Random Selection": the algorithm, held to its own vectors.

Not used for our draws: MD5 asks to be explained, and removing one entry moves all that follow. Whoever wants to see
that the arithmetic of this house is the published one, sees it here.
"""

import hashlib

GREATEST_POOL = 65_535
"""The RFC's own program counts in 16 bits."""


def select(key: str, pool: int, wanted: int) -> list[int]:
    """The numbers drawn from 1..pool, in order. `key` is the entropy in the spelling of section 4.

    Section 4.3 draws from the *remaining* list: the index is taken among those not yet drawn, in their old order.
    Raises `ValueError` for a pool that the counter cannot hold, or more wanted than there are.
    """
    if not 0 < wanted <= pool <= GREATEST_POOL:
        raise ValueError(f"cannot draw {wanted} of {pool}")
    remaining = list(range(1, pool + 1))
    return [remaining.pop(digest(key, turn) % len(remaining)) for turn in range(wanted)]


def digest(key: str, turn: int) -> int:
    """The number of a turn, counted from 0: MD5 with the counter before and behind the key, all big endian."""
    counter = turn.to_bytes(2, "big")
    return int.from_bytes(hashlib.md5(counter + key.encode() + counter, usedforsecurity=False).digest(), "big")
