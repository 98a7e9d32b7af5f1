"""Reads of verification. None of them tells who a person key is: that is `actions.read_identity`, which records it."""

from collections.abc import Iterator

from django.conf import settings

from xiangyue.kernel import vouchers
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.residents import errors
from xiangyue.org.residents.models import Ban, Identity
from xiangyue.org.residents.states import Provider
from xiangyue.org.units import queries as units


def offered() -> list[Provider]:
    """How residents can prove who they are here. The desk always: it needs no contract with anybody."""
    return [Provider.TEXT, Provider.DESK] if settings.SMS else [Provider.DESK]


def is_asked() -> bool:
    """Whether anything here needs a proof at all."""
    return "verified" in (settings.SPEAKING, settings.WINNING)


def person_of(token: str) -> str:
    """The person key a voucher stands for. Raises `VoucherInvalid`, `Banned`."""
    person = vouchers.read(settings.SECRET_KEY, token).person
    if Ban.objects.filter(person=person).exists():
        raise errors.Banned
    return person


def owner_of(token: str) -> str:
    """The same for what a banned person may still do: see and erase what is kept of them. Raises `VoucherInvalid`."""
    return vouchers.read(settings.SECRET_KEY, token).person


def behind(viewer: Member, lecture: str, pseudonym: str) -> str | None:
    """The person key behind a pseudonym of one lecture; None for a guest, or for one who was erased.

    Only for those who may decide on a ban, and only by trying all. Raises `Forbidden`.
    """
    secret = settings.SECRET_KEY
    return next((person for person in keys(viewer) if vouchers.pseudonym(secret, person, lecture) == pseudonym), None)


def keys(viewer: Member) -> Iterator[str]:
    """Every person key with an identity, for finding whom a pseudonym belongs to. Raises `Forbidden`."""
    access.require(viewer, Right.GRANT, units.root())
    return Identity.objects.values_list("person", flat=True).iterator()


def texts_words() -> bool:
    """Whether a telephone can be sent words of ours: some gateways carry a code in words of their own, and no more."""
    address: str = settings.SMS
    return bool(address) and ("{text}" in address or not address.startswith(("http://", "https://")))


def is_known(person: str) -> bool:
    """Whether an identity still lies sealed."""
    return Identity.objects.filter(person=person).exists()


def ban(viewer: Member, number: int) -> Ban:
    """One ban. Raises `Forbidden`, `NotFound`."""
    access.require(viewer, Right.GRANT, units.root())
    found = Ban.objects.filter(pk=number).first()
    if found is None:
        raise NotFound
    return found


def bans(viewer: Member) -> list[Ban]:
    """Who was banned, by which decision. Raises `Forbidden`."""
    access.require(viewer, Right.GRANT, units.root())
    return list(Ban.objects.order_by("-banned_at"))
