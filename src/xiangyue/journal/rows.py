"""A record as a row of a bundle: `[seq, leaf, link, salt | null, payload | null, body?]`, hashes and salts in hex.

A line's record has a body: [salt, text], "erased", or "withheld" when it is kept back.
"""

from typing import Any

import msgspec

from xiangyue.journal.proof import Body, Record

KIND = "xiangyue-bundle"


def row(record: Record, *, whole: bool) -> list[Any]:
    """The row of a record; bodies that hold something private stay at home unless `whole`."""
    made: list[Any] = [
        record.seq,
        record.leaf.hex(),
        record.link.hex(),
        None if record.salt is None else record.salt.hex(),
        None if record.payload is None else record.payload.decode(errors="replace"),
    ]
    if isinstance(record.body, Body):
        kept_back = not whole and _is_private(record.body)
        made.append("withheld" if kept_back else [record.body.salt.hex(), record.body.text.decode(errors="replace")])
    elif record.body is not None:
        made.append(record.body)
    return made


def _is_private(body: Body) -> bool:
    """Whether a line's record holds something besides its public part. What is no record at all hides nothing."""
    try:
        return bool(msgspec.json.decode(body.text)["private"])
    except (msgspec.MsgspecError, KeyError, TypeError):
        return False
