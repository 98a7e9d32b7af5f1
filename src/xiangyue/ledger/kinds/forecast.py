"""Whether those who verify have the hours for what a year brings: arithmetic anybody can repeat. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangyue.ledger.kinds.rules import Kind, Verification
from xiangyue.ledger.kinds.states import How, Party

DAYS, WINDOW = 365, 90
"""A year is reckoned from the ledger's last ninety days where nobody knows better."""

WEEKS = 46
"""Of work in a year: fifty-two without holidays and leave."""

THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Pool:
    """Who verifies: so many people, so many hours a week each beside their own work."""

    people: int
    hours_a_week: int

    @property
    def minutes(self) -> int:
        """Of a whole year."""
        return self.people * self.hours_a_week * 60 * WEEKS


@dataclass(frozen=True, slots=True)
class Need:
    """What one grade of one kind asks of the pool in a year."""

    kind: str
    grade: str
    claims: int
    checks: int
    """Claims looked at: all, or the drawn share, and the blind second looks."""
    minutes: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is asked, what is there, and the sentence for whoever decides."""

    needs: tuple[Need, ...]
    pool: Pool

    @property
    def minutes(self) -> int:
        return sum(need.minutes for need in self.needs)

    @property
    def suffices(self) -> bool:
        return self.minutes <= self.pool.minutes

    @property
    def sentence(self) -> str:
        """For the office, before it loads a kind."""
        asked, there = _hours(self.minutes), self.pool.minutes // 60
        if self.suffices:
            return _("核查人手够：一年要 {asked} 小时，{people} 人有 {there} 小时。").format(
                asked=asked, people=self.pool.people, there=there
            )
        heaviest = max(self.needs, key=lambda need: need.minutes)
        return _(
            "核查人手不够：一年要 {asked} 小时，{people} 人只有 {there} 小时，还差 {more} 人。"
            "最费时的是{kind}（{grade}），{hours} 小时：加人、改为抽查，或者看图核查。"
        ).format(
            asked=asked,
            people=self.pool.people,
            there=there,
            more=self._missing(),
            kind=heaviest.kind,
            grade=heaviest.grade,
            hours=_hours(heaviest.minutes),
        )

    def _missing(self) -> int:
        """People like those who are there; at two hours a week each where there is nobody yet."""
        each = (self.pool.hours_a_week or 2) * 60 * WEEKS
        return -(-(self.minutes - self.pool.minutes) // each)


def forecast(kinds: Iterable[Kind], yearly: Mapping[tuple[str, str], int], pool: Pool) -> Forecast:
    """Hold a year against a pool. `yearly` counts claims by (kind, grade); what is not in it brings nothing."""
    needs = []
    for kind in kinds:
        for grade in kind.grades:
            claims = yearly.get((kind.code, grade.code), 0)
            verify = kind.verify[grade.code]
            if not claims or verify.by is not Party.OTHER_UNIT or verify.how is How.RELEASE:
                continue
            checks = _share(claims, verify.share or THOUSAND)
            again = _share(checks, kind.recheck.share) if kind.recheck else 0
            minutes = checks * _minutes(verify) + again * verify.minutes
            needs.append(Need(kind.name, grade.name, claims, checks + again, minutes))
    return Forecast(tuple(needs), pool)


def yearly(last: Mapping[tuple[str, str], int], *, days: int = WINDOW) -> dict[tuple[str, str], int]:
    """A year from the counts of so many days, rounded up."""
    return {key: -(-count * DAYS // days) for key, count in last.items()}


def _minutes(verify: Verification) -> int:
    """Of everybody who goes: the expert as well."""
    return verify.minutes * (verify.people + verify.expert)


def _share(count: int, mille: int) -> int:
    """Rounded up: a share of one is one."""
    return -(-count * mille // THOUSAND)


def _hours(minutes: int) -> int:
    return -(-minutes // 60)
