"""Why this person verifies: what the kind asks, what was drawn, who stepped aside. In sentences, without a seed."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from xiangyue.ledger.kinds.states import How
from xiangyue.ledger.matters.states import Outcome, State
from xiangyue.ledger.verifying import queries as verifying
from xiangyue.ledger.verifying.states import Purpose
from xiangyue.ledger.verifying.states import Seat as SeatState
from xiangyue.org.people import queries as people
from xiangyue.org.units import queries as units
from xiangyue.web.ledger import when, words

if TYPE_CHECKING:
    from xiangyue.ledger.kinds.rules import Verification
    from xiangyue.ledger.verifying.models import Seat
    from xiangyue.web.ledger.facts import Facts


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was drawn."""

    name: str
    unit: str
    state: str
    until: str
    why: str
    """The reason of whoever stepped aside."""


@dataclass(frozen=True, slots=True)
class Checking:
    """The box about verification."""

    rule: str
    people: list[Person] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    mine: str = ""
    """The viewer's own seat, if one waits for them."""


def of(facts: "Facts") -> Checking | None:
    """What there is to say about who verifies a matter; None while it has no grade."""
    matter = facts.matter
    if not matter.grade or matter.grade not in facts.kind.verify:
        return None
    rule = facts.kind.verify[matter.grade]
    seats = [
        seat for seat in verifying.seats_of(facts.member, matter) if seat.batch_id == matter.batch or not matter.batch
    ]
    claims = [seat for seat in seats if seat.purpose == Purpose.CLAIM] if matter.batch else []
    mine = next((seat.pk for seat in claims if _waits_for(seat, facts)), "")
    return Checking(_rule(rule), _people(claims), _why(facts, rule, drawn=bool(claims)), mine)


def _waits_for(seat: "Seat", facts: "Facts") -> bool:
    return seat.person == facts.member.username and seat.state == SeatState.WAITING


def _rule(rule: "Verification") -> str:
    if rule.how is How.SAMPLE:
        share = f"{(rule.share or 0) / 10:g}%"
        drawn = words.how(rule.drawn) if rule.drawn is not None else ""
        return _("抽 {share} {how}；没有抽到的按“未抽查”结案，不盖章。").format(share=share, how=drawn)
    if rule.how is How.ASKER:
        return _("由提问人确认。")
    said = _("{how}，由{by}。").format(how=words.how(rule.how), by=words.by(rule.by))
    if rule.people > 1:
        said += _("要 {n} 个人都通过。").format(n=rule.people)
    return said + (_("还要一位专家。") if rule.expert else "")


def _people(seats: "list[Seat]") -> list[Person]:
    names = people.names_of({seat.person for seat in seats})
    homes = units.by_code({seat.unit for seat in seats if seat.unit})
    return [
        Person(
            names[seat.person], homes[seat.unit].short_name if seat.unit in homes else "",
            str(SeatState(seat.state).label), when.moment(seat.until), seat.reason,
        )
        for seat in seats
    ]  # fmt: skip


def _why(facts: "Facts", rule: "Verification", *, drawn: bool) -> list[str]:
    matter = facts.matter
    if rule.how is How.ASKER:
        return [_("提问的人说了算：他说答到了，按“已答复”了结。没有别的单位核查，所以不算销号，不盖章。")]
    if rule.how is How.RELEASE:
        return []
    if matter.state == State.CLAIMED and not drawn:
        return [
            _("申请已经收下。每个工作日 16 时，当天的申请一起锁定，再抽签定核查人。"),
            _("抽签所用的数事先封存，谁也不能挑时间换一个核查人。"),
        ]
    if drawn:
        return [
            _("核查人是抽签产生的：不在{unit}这条线上，不是报告人，也没有经手整改。").format(
                unit=facts.unit_name(matter.lead_id)
            ),
            _("责任单位不能自己销号。"),
        ]
    if matter.state == State.CLOSED and matter.outcome == Outcome.UNCHECKED:
        return [_("这一件没有抽到，没有人去看过。")]
    if matter.state == State.CLOSED:
        return []
    if rule.how is How.SAMPLE:
        return [_("责任单位只能申请销号；抽到的，核查通过了才销号。")]
    return [_("责任单位只能申请销号；核查通过了才销号。")]
