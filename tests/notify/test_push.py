"""Web push against the worked example of RFC 8291 (appendix A), and what a stranger's form may not make us do."""

import json

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from xiangyue.kernel import clock as the_clock
from xiangyue.notify import push

# RFC 8291 appendix A: intermediate values of the example in section 5.
NOTE = b"When I grow up, I want to be a watermelon"
THEIR_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
THEIR_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
OUR_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/abc"


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(push.decode(text), "big"), ec.SECP256R1())


def test_the_example_of_the_standard_comes_out_to_the_byte():
    to = push.subscription(ENDPOINT, THEIR_PUBLIC, AUTH)
    body = push.encrypt(NOTE, to, salt=push.decode(SALT), once=private(OUR_PRIVATE))
    assert push.encode(body) == BODY


def test_a_browser_reads_what_was_sent_to_it_and_no_other_does():
    to = push.subscription(ENDPOINT, THEIR_PUBLIC, AUTH)
    body = push.encrypt("今晚七点半开讲".encode(), to)
    assert push.decrypt(body, private(THEIR_PRIVATE), push.decode(AUTH)).decode() == "今晚七点半开讲"
    with pytest.raises(push.BadSubscription):
        push.decrypt(body, private(OUR_PRIVATE), push.decode(AUTH))


def test_a_subscription_survives_as_a_recipient():
    to = push.subscription(ENDPOINT, THEIR_PUBLIC, AUTH)
    assert push.read(to.address()) == to


@pytest.mark.parametrize(
    ("endpoint", "key", "auth"),
    [
        ("http://fcm.googleapis.com/fcm/send/x", THEIR_PUBLIC, AUTH),
        ("https://127.0.0.1/", THEIR_PUBLIC, AUTH),
        ("https://fcm.googleapis.com.evil.example/", THEIR_PUBLIC, AUTH),
        ("https://fcm.googleapis.com:8443/", THEIR_PUBLIC, AUTH),
        ("https://evilpush.services.mozilla.com.example/", THEIR_PUBLIC, AUTH),
        ("https://[", THEIR_PUBLIC, AUTH),
        (ENDPOINT + "x" * 700, THEIR_PUBLIC, AUTH),
        (ENDPOINT, "BCVx", AUTH),
        (ENDPOINT, THEIR_PUBLIC, "BTBZ"),
        (ENDPOINT, "不是密钥", AUTH),
    ],
)
def test_nothing_but_a_browsers_subscription_is_taken(endpoint, key, auth):
    with pytest.raises(push.BadSubscription):
        push.subscription(endpoint, key, auth)


def test_the_house_signs_for_one_service_and_for_half_a_day(clock):
    header = push.authorization(ENDPOINT, secret="secret", subject="mailto:office@example.com")
    token, key = header.removeprefix("vapid t=").split(", k=")
    head, claims, mark = token.split(".")
    assert json.loads(push.decode(claims)) == {
        "aud": "https://updates.push.services.mozilla.com",
        "exp": the_clock.now_ms() // 1000 + 12 * 3600,
        "sub": "mailto:office@example.com",
    }
    assert key == push.public_key("secret") != push.public_key("another")
    raw = push.decode(mark)
    signature = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = push.house_key("secret").public_key()
    public.verify(signature, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
