"""Who holds a ticket, and who may get one: guests freely, verified persons by their voucher, banned ones not."""

from xiangyue.edge.hall import Hall
from xiangyue.edge.tickets import GUEST, VERIFIED, Ticket, Tickets
from xiangyue.kernel import vouchers
from xiangyue.kernel.errors import Refusal

MOST_LECTURES = 64
"""Lectures whose banned pseudonyms are kept worked out: as many as are on air in three counties."""


class Banned(Refusal):
    code = "person-banned"
    status = 403
    text = "依照管理决定，这个身份暂时不能发言和参加抽奖；仍然可以一直观看。有疑问请联系当地宣传部门。"


class Holders:
    """Issues tickets and reads them back, for those who are not banned."""

    def __init__(self, hall: Hall, tickets: Tickets, secret: str) -> None:
        self._hall, self._tickets, self._secret = hall, tickets, secret
        self._of: frozenset[str] = frozenset()
        self._banned: dict[str, frozenset[str]] = {}

    def enter(self, lecture: str, *, name: str, voucher: str, guest: str = "") -> tuple[str, Ticket]:
        """A ticket: with a voucher always of the same pseudonym, without one of the `guest` who is here already.

        Raises `VoucherInvalid`, `Banned`.
        """
        if not voucher:
            return self._tickets.issue(lecture, name=name, level=GUEST, pseudonym=guest)
        person = vouchers.read(self._secret, voucher).person
        if person in self._hall.banned:
            raise Banned
        pseudonym = vouchers.pseudonym(self._secret, person, lecture)
        return self._tickets.issue(lecture, name=name, level=VERIFIED, pseudonym=pseudonym)

    def guest(self, token: str, lecture: str) -> str:
        """The pseudonym of a guest's ticket that is still good; "" of every other."""
        try:
            ticket = self._tickets.read(token, lecture) if token else None
        except Refusal:
            return ""
        return ticket.pseudonym if ticket and ticket.level == GUEST else ""

    def read(self, token: str, lecture: str) -> Ticket:
        """Whose ticket it is. Raises `Forged`, `Expired`, and `Banned` for one whose holder was banned since."""
        ticket = self._tickets.read(token, lecture)
        if self._hall.banned and ticket.level == VERIFIED and ticket.pseudonym in self._banned_in(lecture):
            raise Banned
        return ticket

    def _banned_in(self, lecture: str) -> frozenset[str]:
        """What the lecture's line calls those who are banned: a ticket does not say whose it is."""
        if self._of is not self._hall.banned or len(self._banned) > MOST_LECTURES:
            self._of, self._banned = self._hall.banned, {}
        if lecture not in self._banned:
            named = (vouchers.pseudonym(self._secret, person, lecture) for person in self._of)
            self._banned[lecture] = frozenset(named)
        return self._banned[lecture]
