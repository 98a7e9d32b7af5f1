"""An inspection laid open, and its examination: that the draw followed from what was frozen, and when it stood there.

The document holds the plan, the draw and who stepped aside in full; of findings only the leaves, because what became
of them is in the ledger. `examine` needs nothing but the document.
"""

from datetime import timedelta
from typing import Any

import msgspec

from xiangyue.kernel import chain as hashes
from xiangyue.kernel import merkle
from xiangyue.kernel.draw import locking, xyd1
from xiangyue.ledger.inspections import drawing, queries, vault
from xiangyue.ledger.inspections.models import Inspection, Sealing
from xiangyue.ledger.inspections.states import Verb
from xiangyue.org.access.rules import Member

KIND = "xiangyue-inspection"

OPEN = frozenset({Verb.PLAN, Verb.DRAW, Verb.RECUSE, Verb.DROP})
"""What is laid open whole."""

Document = dict[str, Any]


def document(viewer: Member, name: str) -> Document:
    """A released or dropped inspection as a file. Raises `NotFound`, for a sealed one as for an unknown one."""
    row = queries.released(viewer, name)
    opened = {event.seq: event for event in queries.events(row)}
    records = []
    for record in queries.records(row):
        whole = opened[record.seq].verb in OPEN
        payload = vault.payload(row.pk, record.seq, bytes(record.box)) if whole else b""
        salt = bytes(record.salt).hex() if whole else None
        records.append([record.seq, bytes(record.leaf).hex(), salt, payload.decode() if whole else None])
    return {
        "kind": KIND, "v": 1, "inspection": name, "number": row.number, "state": row.state,
        "head": bytes(row.head).hex(), "records": records, "sealings": _sealings(row),
        "roster": vault.unseal(row.pk, "roster", bytes(row.roster)).decode() if row.roster else "",
    }  # fmt: skip


def examine(document: Document) -> list[str]:
    """What does not hold in a document; nothing when everything does."""
    try:
        return _chain(document) + _draw(document) + _sealed(document)
    except (KeyError, TypeError, ValueError, IndexError, msgspec.MsgspecError):
        return ["文件残缺，读不下去。"]


def _chain(document: Document) -> list[str]:
    found, link = [], hashes.genesis(f"sealed/{document['inspection']}")
    for seq, (number, leaf, salt, payload) in enumerate(document["records"]):
        if number != seq:
            found.append(f"第 {seq + 1} 条记录不见了。")
        if payload is not None and hashes.leaf(bytes.fromhex(salt), payload.encode()).hex() != leaf:
            found.append(f"第 {seq + 1} 条记录被改过。")
        link = hashes.link(link, seq, bytes.fromhex(leaf))
    if link.hex() != document["head"]:
        found.append("记录连起来与链头对不上。")
    return found


def _draw(document: Document) -> list[str]:
    said = [vault.said(payload.encode()) for _seq, _leaf, _salt, payload in document["records"] if payload is not None]
    data: dict[str, Any] = {str(one["verb"]): one["data"] for one in said}
    if Verb.DRAW.value not in data:
        return []
    plan, draw, text = data[Verb.PLAN.value], data[Verb.DRAW.value], document["roster"]
    found = []
    if not xyd1.opens(draw["otp"], plan["commit"]):
        found.append("打开的密码不是当初封存的那个。")
    if locking.fingerprint(text) != draw["sha256"]:
        found.append("抽签的名单和权重被改过。")
    result = drawing.drawn(text, draw["otp"], draw["entropy"])
    if [result.places, result.people, result.substitutes] != [draw["places"], draw["people"], draw["substitutes"]]:
        found.append("按名单重算，抽到的不是这些点位或这些人。")
    return found


def _sealed(document: Document) -> list[str]:
    found = []
    for one in document["sealings"]:
        leaf = {
            "inspection": document["inspection"],
            "records": one["records"],
            "head": one["head"],
            "salt": one["salt"],
        }
        proof = [bytes.fromhex(step) for step in one["proof"]]
        root = bytes.fromhex(one["root"])
        entry = hashes.canonical(leaf)
        if not merkle.verify(root, entry, index=one["index"], size=one["size"], proof=proof):
            found.append(f"{one['on']} 的封存根对不上。")
        if _head_after(document, one["records"]) != one["head"]:
            found.append(f"{one['on']} 封存的链头与记录对不上。")
    return found


def _head_after(document: Document, records: int) -> str:
    link = hashes.genesis(f"sealed/{document['inspection']}")
    for seq, record in enumerate(document["records"][:records]):
        link = hashes.link(link, seq, bytes.fromhex(record[1]))
    return link.hex()


def _sealings(row: Inspection) -> list[dict[str, Any]]:
    """The evenings whose root vouches for this chain, each with the way to it."""
    until = (row.ended_at or row.made_at) + timedelta(days=3)
    found = []
    for sealing in Sealing.objects.filter(on__gte=row.made_at.date(), on__lte=until.date()).order_by("on"):
        entries = [entry(*leaf) for leaf in sealing.leaves]
        for index, (name, records, head, salt) in enumerate(sealing.leaves):
            if name == row.pk:
                proof = [step.hex() for step in merkle.proof(entries, index)]
                found.append(
                    {
                        "on": sealing.on.isoformat(), "root": bytes(sealing.root).hex(), "index": index,
                        "size": len(entries), "records": records, "head": head, "salt": salt, "proof": proof,
                    }
                )  # fmt: skip
    return found


def entry(name: str, records: int, head: str, salt: str) -> bytes:
    """A leaf of an evening's root as it is hashed."""
    return hashes.canonical({"inspection": name, "records": records, "head": head, "salt": salt})
