"""Verification: codes, limits, what lies sealed, who may read it, and what a ban and an erasure leave."""

from datetime import timedelta

import pytest
from django.conf import settings
from tests.conftest import TONIGHT
from tests.factories import people

from xiangyue.journal.models import Entry
from xiangyue.kernel import clock, vouchers
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.residents import actions, errors, queries, rules
from xiangyue.org.residents.models import Code, Identity
from xiangyue.org.residents.states import Kind, Provider

pytestmark = pytest.mark.django_db

PHONE, OTHER_PHONE, CARD = "13857012345", "13957054321", "11010519491231002X"
HOME, HALL = "192.0.2.7", "192.0.2.99"
MINUTE = 60_000


@pytest.fixture
def hands():
    with clock.stopped(TONIGHT) as moved:
        yield moved


@pytest.fixture
def texts(settings, tmp_path, hands):
    settings.SMS = f"file:{tmp_path / 'sms.txt'}"
    return lambda: [line.split("验证码 ")[1][:6] for line in (tmp_path / "sms.txt").read_text().splitlines()]


@pytest.fixture
def county(hands):
    return people.a_county()


@pytest.fixture
def cast(county):
    return people.a_cast(county)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_texted_code_gives_a_voucher_once(texts):
    name = actions.text_code("+86 138-5701-2345", net=HOME)
    (code,) = texts()
    voucher = actions.redeem(f" {code[:3]} {code[3:]}", name=name, net=HOME)
    assert queries.person_of(voucher) == vouchers.person_key(settings.SECRET_KEY, "PHONE", PHONE)
    with pytest.raises(errors.CodeOver):
        actions.redeem(code, name=name, net=HOME)


def test_no_table_holds_number_or_code_in_the_clear(texts):
    name = actions.text_code(PHONE, net=HOME)
    (code,) = texts()
    actions.redeem(code, name=name, net=HOME)
    for table in (Code, Identity):
        for row in table.objects.values():
            said = " ".join(str(bytes(value) if isinstance(value, memoryview) else value) for value in row.values())
            assert PHONE not in said
            assert code not in said
    assert PHONE not in "".join(Entry.objects.values_list("payload", flat=True))


def test_the_same_number_by_text_and_at_the_desk_is_one_person(texts, cast, county):
    name = actions.text_code(PHONE, net=HOME)
    by_text = actions.redeem(texts()[0], name=name, net=HOME)
    handed = actions.hand_code(PHONE, county.fushan, by=cast.host)
    at_desk = actions.redeem(handed.code.upper(), net=HALL)
    assert queries.person_of(by_text) == queries.person_of(at_desk)


def test_five_wrong_codes_and_the_right_one_is_worth_nothing(texts):
    name = actions.text_code(PHONE, net=HOME)
    (code,) = texts()
    for _ in range(rules.TRIES):
        with pytest.raises(errors.WrongCode):
            actions.redeem(wrong(code), name=name, net=HOME)
    with pytest.raises(errors.CodeOver):
        actions.redeem(code, name=name, net=HOME)


def test_a_code_lasts_five_minutes(texts, hands):
    name = actions.text_code(PHONE, net=HOME)
    hands.move(5 * MINUTE)
    with pytest.raises(errors.CodeOver):
        actions.redeem(texts()[0], name=name, net=HOME)


def test_a_new_code_ends_the_one_before(texts, hands):
    first = actions.text_code(PHONE, net=HOME)
    hands.move(MINUTE)
    actions.text_code(PHONE, net=HOME)
    with pytest.raises(errors.CodeOver):
        actions.redeem(texts()[0], name=first, net=HOME)


def test_a_number_gets_one_a_minute_and_six_a_day(texts, hands):
    actions.text_code(PHONE, net=HOME)
    with pytest.raises(errors.TooSoon):
        actions.text_code(PHONE, net=HALL)
    for _ in range(rules.PHONE_PER_DAY - 1):
        hands.move(MINUTE)
        actions.text_code(PHONE, net=HOME)
    hands.move(MINUTE)
    with pytest.raises(errors.TooMany):
        actions.text_code(PHONE, net=HOME)
    actions.text_code(OTHER_PHONE, net=HOME)
    hands.move(24 * 60 * MINUTE)
    actions.text_code(PHONE, net=HOME)


def test_an_address_that_floods_gets_no_further_and_others_do(texts, monkeypatch):
    monkeypatch.setattr(rules, "NET_PER_HOUR", 3)
    for number in range(3):
        actions.text_code(f"1385701000{number}", net=HOME)
    with pytest.raises(errors.TooMany):
        actions.text_code(PHONE, net=HOME)
    actions.text_code(PHONE, net=HALL)


def test_who_types_desk_codes_at_random_is_stopped(hands, monkeypatch):
    monkeypatch.setattr(rules, "TRIES_PER_HOUR", 2)
    for _ in range(2):
        with pytest.raises(errors.WrongCode):
            actions.redeem("abcd-efgh", net=HOME)
    with pytest.raises(errors.TooMany):
        actions.redeem("abcd-efgh", net=HOME)


def test_a_gateway_that_fails_is_said_and_may_be_tried_at_once(settings, hands):
    settings.SMS = "http://127.0.0.1:9/?to={phone}&code={code}"
    with pytest.raises(errors.NotSent):
        actions.text_code(PHONE, net=HOME)
    with pytest.raises(errors.NotSent):
        actions.text_code(PHONE, net=HOME)


def test_without_a_channel_there_is_only_the_desk(settings, hands):
    settings.SMS = ""
    with pytest.raises(errors.NotOffered):
        actions.text_code(PHONE, net=HOME)


@pytest.mark.parametrize("text", ["", "138570123456", "12345678901", "1385701234a"])
def test_what_is_no_mobile_number_is_said(texts, text):
    with pytest.raises(errors.BadPhone):
        actions.text_code(text, net=HOME)


def test_a_helper_looks_at_a_card_whose_check_digit_holds(cast, county):
    handed = actions.hand_code(CARD.lower(), county.fushan, by=cast.officer)
    person = queries.person_of(actions.redeem(handed.code, net=HALL))
    assert Identity.objects.get(person=person).kind == Kind.CARD
    with pytest.raises(errors.BadSubject):
        actions.hand_code(CARD[:-1] + "1", county.fushan, by=cast.officer)


def test_another_provider_ends_in_a_voucher_of_its_own_kind(hands):
    voucher = actions.attest(Provider.WECHAT, Kind.WECHAT, "openid-o6_bmjrPTlm6_2sgVt7hMZOPfL2M")
    person = queries.person_of(voucher)
    assert Identity.objects.get(person=person).provider == Provider.WECHAT
    assert (
        queries.person_of(actions.attest(Provider.WECHAT, Kind.WECHAT, "openid-o6_bmjrPTlm6_2sgVt7hMZOPfL2M")) == person
    )


def test_only_who_runs_the_studio_hands_out_codes(cast, county):
    for member in (cast.neighbour, cast.auditor, cast.admin, cast.stranger, cast.guest):
        with pytest.raises(Forbidden):
            actions.hand_code(PHONE, county.fushan, by=member)


def test_a_desk_code_is_good_once_and_for_a_quarter_of_an_hour(cast, county, hands):
    first = actions.hand_code(PHONE, county.fushan, by=cast.host)
    actions.redeem(first.code, net=HALL)
    with pytest.raises(errors.CodeOver):
        actions.redeem(first.code, net=HALL)
    second = actions.hand_code(PHONE, county.fushan, by=cast.host)
    hands.move(15 * MINUTE)
    with pytest.raises(errors.CodeOver):
        actions.redeem(second.code, net=HALL)


def test_pseudonyms_of_two_lectures_are_the_same_for_one_person_only_within_each(hands):
    person = vouchers.person_key("s", "PHONE", PHONE)
    other = vouchers.person_key("s", "PHONE", OTHER_PHONE)
    named = {(p, lecture): vouchers.pseudonym("s", p, lecture) for p in (person, other) for lecture in ("a", "b")}
    assert len(set(named.values())) == 4
    assert vouchers.pseudonym("s", person, "a") == named[person, "a"]


def test_a_voucher_lasts_half_a_year_and_is_nobody_elses(hands):
    token = vouchers.issue("s", "p" * 26)
    assert vouchers.read("s", token).person == "p" * 26
    for secret, text in (("t", token), ("s", token[:-2]), ("s", "")):
        with pytest.raises(vouchers.VoucherInvalid):
            vouchers.read(secret, text)
    hands.move(vouchers.VALID_MS + 1)
    with pytest.raises(vouchers.VoucherInvalid):
        vouchers.read("s", token)


# ------------------------------------------------ what is kept
@pytest.fixture
def proved(cast, county):
    return actions.redeem(actions.hand_code(PHONE, county.fushan, by=cast.host).code, net=HALL)


def test_reading_an_identity_needs_a_purpose_and_leaves_a_record(proved, cast):
    person = queries.person_of(proved)
    assert actions.read_identity(person, "通知中奖者领奖", by=cast.office) == PHONE
    record = Entry.objects.filter(chain="residents", verb="read-identity").get()
    assert (record.by, "通知中奖者领奖" in record.payload) == ("office", True)
    with pytest.raises(errors.BadPurpose):
        actions.read_identity(person, "看看", by=cast.office)
    for member in (cast.officer, cast.host, cast.auditor, cast.stranger):
        with pytest.raises(Forbidden):
            actions.read_identity(person, "通知中奖者领奖", by=member)


def test_one_sees_what_is_sealed_and_destroys_it(proved, cast):
    assert actions.show_own(proved) == "138****2345"
    assert actions.erase(proved)
    assert (Identity.objects.count(), Code.objects.count(), actions.show_own(proved)) == (0, 0, "")
    assert not actions.erase(proved)
    with pytest.raises(NotFound):
        actions.read_identity(queries.person_of(proved), "通知中奖者领奖", by=cast.office)


def test_a_ban_holds_on_every_way_in_and_after_an_erasure(proved, cast, county, texts):
    lecture = "0123456789abcdef"
    person = queries.person_of(proved)
    called = vouchers.pseudonym(settings.SECRET_KEY, person, lecture)
    assert queries.behind(cast.office, lecture, called) == person
    assert queries.behind(cast.office, lecture, "nobody0000") is None
    actions.ban(person, "柯宣（2026）12号", by=cast.office)
    actions.erase(proved)
    for attempt in (
        lambda: queries.person_of(proved),
        lambda: actions.text_code(PHONE, net=HOME),
        lambda: actions.hand_code(PHONE, county.fushan, by=cast.host),
    ):
        with pytest.raises(errors.Banned):
            attempt()
    with pytest.raises(errors.AlreadyBanned):
        actions.ban(person, "柯宣（2026）12号", by=cast.office)
    actions.lift(person, "柯宣（2026）13号", by=cast.office)
    assert queries.person_of(proved) == person


def test_a_ban_is_the_offices_and_names_its_decision(proved, cast):
    person = queries.person_of(proved)
    with pytest.raises(errors.BadDecision):
        actions.ban(person, "  ", by=cast.office)
    for member in (cast.officer, cast.host, cast.auditor, cast.guest):
        with pytest.raises(Forbidden):
            actions.ban(person, "柯宣（2026）12号", by=member)


def test_codes_of_days_ago_are_forgotten(proved, hands):
    assert actions.forget_codes() == 0
    hands.move(timedelta(days=3) // timedelta(milliseconds=1))
    assert (actions.forget_codes(), Code.objects.count(), Identity.objects.count()) == (1, 0, 1)
