"""Everything that proves, seals, reads or erases an identity. A code is durable before it leaves the house."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from xiangyue.journal import actions as journal
from xiangyue.kernel import boxes, clock, ids, signing, vouchers
from xiangyue.kernel.errors import Fault, NotFound
from xiangyue.notify import texting
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.residents import errors, queries, rules
from xiangyue.org.residents.models import Ban, Code, Identity, Miss
from xiangyue.org.residents.states import Kind, Provider
from xiangyue.org.units import queries as units

if TYPE_CHECKING:
    from xiangyue.org.units.models import Unit

CHAIN = "residents"


@dataclass(frozen=True, slots=True)
class Handed:
    """A desk code in its one moment: never shown again."""

    code: str
    until_at: datetime


# ---------------------------------------------------------------- proving
def text_code(phone: str, *, net: str) -> str:
    """Send a code to a telephone; the name under which `redeem` finds it. `net` is the address it was asked from.

    Raises `NotOffered`, `BadPhone`, `TooSoon`, `TooMany`, `Banned`, `NotSent`.
    """
    if Provider.TEXT not in queries.offered():
        raise errors.NotOffered
    number = rules.phone(phone)
    person = vouchers.person_key(settings.SECRET_KEY, Kind.PHONE, number)
    code = rules.text_code()
    row = _make(person, Kind.PHONE, Provider.TEXT, number, code, net=_net(net))
    text = rules.message(settings.COUNTY, code)
    try:
        texting.send(settings.SMS, number, code=code, text=text)
    except Fault as fault:
        Code.objects.filter(pk=row.pk).update(tries=0)
        raise errors.NotSent from fault
    return row.pk


def hand_code(subject: str, unit: "Unit", *, by: Member) -> Handed:
    """A code that a helper shows to somebody whose telephone number or card they looked at. Raises `Forbidden`,
    `BadSubject`, `Banned`.
    """
    access.require(by, Right.RUN, unit)
    kind, plain = rules.subject(subject)
    person = vouchers.person_key(settings.SECRET_KEY, kind, plain)
    code = rules.desk_code()
    with transaction.atomic():
        row = _make(person, kind, Provider.DESK, plain, code, by=by.username)
        # Who vouched for how many is on record; for whom is not.
        journal.record(CHAIN, "hand-code", {"unit": unit.code, "kind": kind.value}, by=by.username)
    return Handed(rules.spelled(code), row.until_at)


def redeem(code: str, *, name: str = "", net: str) -> str:
    """A voucher for a right code. `name` is that of a texted one; a desk code is found by itself.

    Raises `WrongCode`, `CodeOver`, `TooMany`, `Banned`.
    """
    plain, now = rules.plain_code(code), clock.now()
    row = _texted(name, plain) if name else _handed(plain, _net(net))
    with transaction.atomic():
        if Code.objects.filter(pk=row.pk, used_at__isnull=True, tries__gt=0, until_at__gt=now).update(used_at=now) != 1:
            raise errors.CodeOver
        return _prove(row.person, Kind(row.kind), Provider(row.provider), bytes(row.box), by=row.made_by)


@transaction.atomic
def attest(provider: Provider, kind: Kind, subject: str) -> str:
    """A voucher for a subject that a provider itself proved: where a sign-in elsewhere (WeChat's, behind allauth) ends.

    Raises `Banned`.
    """
    person = vouchers.person_key(settings.SECRET_KEY, kind, subject)
    return _prove(person, kind, provider, boxes.seal(settings.SECRET_KEY, f"person/{person}", subject.encode()), by="")


# ---------------------------------------------------------------- what is kept
def read_identity(person: str, purpose: str, *, by: Member) -> str:
    """Who a person key is, in the clear, for a purpose that goes on record first. Raises `Forbidden`, `BadPurpose`,
    `NotFound`.
    """
    access.require(by, Right.GRANT, units.root())
    said = rules.words(purpose, errors.BadPurpose)
    return _unseal(person, said, by=by.username)[1]


def text(person: str, words: str, purpose: str, *, by: Member) -> bool:
    """Send words to a person's telephone, for a purpose that goes on record first; whether they have one.

    Raises `Forbidden`, `NotFound`, and the faults of `texting`.
    """
    access.require(by, Right.GRANT, units.root())
    kind, subject = _unseal(person, rules.words(purpose, errors.BadPurpose), by=by.username)
    if kind != Kind.PHONE or not queries.texts_words():
        return False
    texting.send(settings.SMS, subject, code="", text=words)
    return True


def show_own(voucher: str) -> str:
    """What is sealed of somebody, to themselves, masked; "" when nothing is. Raises `VoucherInvalid`."""
    person = queries.owner_of(voucher)
    try:
        return rules.masked(*_unseal(person, "本人查看", by=""))
    except NotFound:
        return ""


@transaction.atomic
def erase(voucher: str) -> bool:
    """Destroy the sealed identity of whoever holds this voucher; whether there was one. Raises `VoucherInvalid`.

    A ban stays: it is of the key, and the key comes back with the same number.
    """
    person = queries.owner_of(voucher)
    Code.objects.filter(person=person).delete()
    gone, _each = Identity.objects.filter(person=person).delete()
    if gone:
        journal.record(CHAIN, "erase", {"decision": "本人要求"}, by="")
    return bool(gone)


@transaction.atomic
def ban(person: str, decision: str, *, by: Member) -> None:
    """Let a person neither speak nor win any more, on whichever device. Raises `Forbidden`, `BadDecision`,
    `AlreadyBanned`. The live role hears of it within a second.
    """
    access.require(by, Right.GRANT, units.root())
    said = rules.words(decision, errors.BadDecision)
    try:
        with transaction.atomic():
            Ban.objects.create(person=person, decision=said, banned_at=clock.now(), banned_by=by.username)
    except IntegrityError as twice:
        raise errors.AlreadyBanned from twice
    journal.record(CHAIN, "ban", {"person": person[:8], "decision": said}, by=by.username)


@transaction.atomic
def lift(person: str, decision: str, *, by: Member) -> None:
    """Undo `ban`. Raises `Forbidden`, `BadDecision`, `NotFound`."""
    access.require(by, Right.GRANT, units.root())
    said = rules.words(decision, errors.BadDecision)
    gone, _each = Ban.objects.filter(person=person).delete()
    if not gone:
        raise NotFound
    journal.record(CHAIN, "lift-ban", {"person": person[:8], "decision": said}, by=by.username)


def forget_codes() -> int:
    """Delete what counts no more: codes and misses of days ago. Called by the work child."""
    old = clock.now() - 2 * rules.DAY
    codes, _each = Code.objects.filter(until_at__lt=old).delete()
    misses, _each = Miss.objects.filter(missed_at__lt=old).delete()
    return codes + misses


# ---------------------------------------------------------------- underneath
@transaction.atomic
def _make(person: str, kind: Kind, provider: Provider, subject: str, code: str, *, net: str = "", by: str = "") -> Code:
    _require_free(person)
    now = clock.now()
    if provider == Provider.TEXT:
        _require_few(person, net, now)
    # One open code a person: the last one asked for.
    Code.objects.filter(person=person, provider=provider, used_at__isnull=True).update(tries=0)
    name = ids.new_id()
    valid = rules.VALID if provider == Provider.TEXT else rules.DESK_VALID
    digest = _digest(name, code) if provider == Provider.TEXT else _digest("desk", code)
    box = boxes.seal(settings.SECRET_KEY, f"person/{person}", subject.encode())
    return Code.objects.create(
        id=name, person=person, kind=kind, provider=provider, digest=digest, net=net, made_at=now, made_by=by,
        until_at=now + valid, tries=rules.TRIES, box=box,
    )  # fmt: skip


def _require_few(person: str, net: str, now: datetime) -> None:
    texted = Code.objects.filter(provider=Provider.TEXT)
    mine = texted.filter(person=person, made_at__gt=now - rules.DAY)
    if mine.filter(made_at__gt=now - rules.PAUSE, tries__gt=0).exists():
        raise errors.TooSoon
    hour = texted.filter(made_at__gt=now - rules.HOUR)
    if (
        mine.count() >= rules.PHONE_PER_DAY
        or hour.filter(net=net).count() >= rules.NET_PER_HOUR
        or hour.count() >= rules.TEXTS_PER_HOUR
    ):
        raise errors.TooMany


def _texted(name: str, plain: str) -> Code:
    """The code a telephone got. Each look costs a try, so that of many at once none is free."""
    row = Code.objects.filter(pk=name, provider=Provider.TEXT).first()
    if row is None:
        raise errors.CodeOver
    if hmac.compare_digest(row.digest, _digest(name, plain)):
        return row
    left = Code.objects.filter(pk=name, used_at__isnull=True, tries__gt=0, until_at__gt=clock.now())
    if left.update(tries=F("tries") - 1) != 1:
        raise errors.CodeOver
    raise errors.WrongCode


def _handed(plain: str, net: str) -> Code:
    now = clock.now()
    if Miss.objects.filter(net=net, missed_at__gt=now - rules.HOUR).count() >= rules.TRIES_PER_HOUR:
        raise errors.TooMany
    row = Code.objects.filter(digest=_digest("desk", plain), provider=Provider.DESK).order_by("-made_at").first()
    if row is None:
        Miss.objects.create(net=net, missed_at=now)
        raise errors.WrongCode
    return row


def _prove(person: str, kind: Kind, provider: Provider, box: bytes, *, by: str) -> str:
    _require_free(person)
    fields = {"kind": kind, "provider": provider, "box": box, "proved_at": clock.now()}
    Identity.objects.update_or_create(person=person, defaults=fields)
    journal.record(CHAIN, "prove", {"provider": provider.value, "kind": kind.value}, by=by)
    return vouchers.issue(settings.SECRET_KEY, person)


def _require_free(person: str) -> None:
    if Ban.objects.filter(person=person).exists():
        raise errors.Banned


@transaction.atomic
def _unseal(person: str, purpose: str, *, by: str) -> tuple[str, str]:
    row = Identity.objects.filter(person=person).first()
    content = boxes.unseal(settings.SECRET_KEY, f"person/{person}", bytes(row.box)) if row else None
    if row is None or content is None:
        raise NotFound
    journal.record(CHAIN, "read-identity", {"person": person[:8], "purpose": purpose}, by=by)
    return row.kind, content.decode()


def _digest(name: str, code: str) -> str:
    key = signing.derive(settings.SECRET_KEY, "code")
    return hmac.digest(key, f"{name}/{code}".encode(), hashlib.sha256).hex()


def _net(address: str) -> str:
    key = signing.derive(settings.SECRET_KEY, "verify-net")
    return hmac.digest(key, address.encode(), hashlib.sha256).hex()[:16]
