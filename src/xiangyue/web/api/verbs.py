"""Every verb that a person has at a matter, as a program carries it out: one table, which OpenAPI tells too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from xiangyue.ledger.kinds.states import Level, Reporter
from xiangyue.ledger.matters import actions as matters
from xiangyue.ledger.matters.actions import Assignment, Order, Reply
from xiangyue.ledger.matters.rules import Finding
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum
from xiangyue.ledger.verifying import actions as verifying
from xiangyue.web.api.bodies import Field

Said = Mapping[str, Any]
Act = Callable[[str, Said, Order], Reply]

TEXT, REASON = Field("text", "words"), Field("reason", "words")
PICTURES = Field("pictures", "names", needed=False)

FINDING = (
    Field("title"), Field("text", needed=False), Field("category", needed=False), Field("grade", needed=False),
    Field("subject", needed=False), Field("place", needed=False), Field("spot", needed=False),
    Field("lat", "latitude", needed=False), Field("lon", "longitude", needed=False),
    Field("found_at", "moment", needed=False), PICTURES,
)  # fmt: skip
VIAS = (Reporter.UNIT.value, Reporter.OFFICE.value, Reporter.INSPECTOR.value)
REPORT = (Field("kind"), Field("unit", needed=False), Field("via", needed=False, among=VIAS), *FINDING)


@dataclass(frozen=True, slots=True)
class Deed:
    """One verb: the fields beside the command, and what it does."""

    fields: tuple[Field, ...]
    act: Act


def report(said: Said, order: Order) -> Reply:
    """Report a matter."""
    return matters.report(_finding(said, kind=said["kind"]), order)


def _finding(said: Said, *, kind: str = "") -> Finding:
    position = None
    if said["lat"] is not None and said["lon"] is not None:
        position = Position.of(said["lat"], said["lon"], Datum.WGS84)
    via = said.get("via") or Reporter.UNIT.value
    texts = {name: said[name] or "" for name in ("title", "text", "category", "grade", "subject", "place", "spot")}
    return Finding(
        kind=kind, **texts, position=position, found_at=said["found_at"], via=Reporter(via),
        unit=said.get("unit") or "", evidence=said["pictures"] or (),
    )  # fmt: skip


def _assign(name: str, said: Said, order: Order) -> Reply:
    helpers = tuple((code, None) for code in said["helpers"] or ())
    grade, line, reason = (said[key] or "" for key in ("grade", "line", "reason"))
    assignment = Assignment(said["lead"], said["category"], grade, line, helpers, reason, said["until"])
    return matters.assign(name, assignment, order)


LEVELS = {level.name.lower(): level for level in Level}


def _escalate(name: str, said: Said, order: Order) -> Reply:
    return matters.escalate(name, LEVELS[said["level"]], said["text"], order)


def _found_again(name: str, said: Said, order: Order) -> Reply:
    return matters.found_again(name, _finding({**said, "via": Reporter.INSPECTOR.value}), order)


VERBS: dict[str, Deed] = {
    "assign": Deed(
        (Field("lead"), Field("category"), Field("grade", needed=False), Field("line", needed=False),
         Field("helpers", "names", needed=False), Field("reason", needed=False),
         Field("until", "moment", needed=False)), _assign,
    ),
    "reject": Deed((REASON,), lambda name, said, order: matters.reject(name, said["reason"], order)),
    "merge": Deed(
        (Field("into"), Field("reason", needed=False)),
        lambda name, said, order: matters.merge(name, said["into"], said["reason"] or "", order),
    ),
    "transfer": Deed(
        (Field("to"), REASON), lambda name, said, order: matters.transfer(name, said["to"], said["reason"], order)
    ),
    "accept": Deed((), lambda name, _said, order: matters.accept(name, order)),
    "return": Deed((REASON,), lambda name, said, order: matters.give_back(name, said["reason"], order)),
    "offer": Deed((Field("to"), REASON), lambda name, said, order: matters.offer(name, said["to"], said["reason"], order)),
    "take-over": Deed((), lambda name, _said, order: matters.take_over(name, order)),
    "decline": Deed((REASON,), lambda name, said, order: matters.decline(name, said["reason"], order)),
    "plan": Deed((Field("parts", "texts"),), lambda name, said, order: matters.plan(name, said["parts"], order)),
    "progress": Deed(
        (TEXT, PICTURES),
        lambda name, said, order: matters.progress(name, said["text"], order, pictures=said["pictures"] or ()),
    ),
    "done": Deed(
        (TEXT, PICTURES),
        lambda name, said, order: matters.done(name, said["text"], order, pictures=said["pictures"] or ()),
    ),
    "ask-extension": Deed(
        (Field("until", "moment"), REASON, TEXT),
        lambda name, said, order: matters.ask_extension(name, said["until"], said["reason"], said["text"], order),
    ),
    "decide-extension": Deed(
        (Field("granted", "flag"), TEXT),
        lambda name, said, order: matters.decide_extension(name, order, granted=said["granted"], text=said["text"]),
    ),
    "pause": Deed(
        (REASON, TEXT, Field("until", "moment")),
        lambda name, said, order: matters.pause(name, said["reason"], said["text"], said["until"], order),
    ),
    "resume": Deed((), lambda name, _said, order: matters.resume(name, order)),
    "claim": Deed(
        (TEXT, PICTURES),
        lambda name, said, order: matters.claim(name, said["text"], order, pictures=said["pictures"] or ()),
    ),
    "withdraw": Deed((TEXT,), lambda name, said, order: verifying.withdraw(name, said["text"], order)),
    "unable": Deed(
        (TEXT, Field("review_at", "moment")),
        lambda name, said, order: matters.unable(name, said["text"], said["review_at"], order),
    ),
    "annul": Deed(
        (TEXT, PICTURES),
        lambda name, said, order: matters.annul(name, said["text"], order, pictures=said["pictures"] or ()),
    ),
    "found-again": Deed(FINDING, _found_again),
    "escalate": Deed((Field("level", among=tuple(LEVELS)), TEXT), _escalate),
    "comment": Deed(
        (TEXT, PICTURES),
        lambda name, said, order: matters.comment(name, said["text"], order, pictures=said["pictures"] or ()),
    ),
    "correct": Deed(
        (REASON, Field("finding", "texts")),
        lambda name, said, order: matters.correct(name, order, reason=said["reason"], finding=said["finding"]),
    ),
    "redact": Deed(
        (Field("of", "number"), Field("decision", "words")),
        lambda name, said, order: matters.redact(name, said["of"], said["decision"], order),
    ),
    "publish": Deed(
        (Field("on", "flag"), Field("decision", "words")),
        lambda name, said, order: matters.publish(name, order, on=said["on"], decision=said["decision"]),
    ),
    "tag": Deed((Field("campaign"),), lambda name, said, order: matters.tag(name, said["campaign"], order)),
}  # fmt: skip
"""No verb closes for the lead; what a verifier was drawn to is decided at its seat."""
