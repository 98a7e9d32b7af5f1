"""Web push: one encrypted note to one browser (RFC 8030, 8188, 8291), signed by the house (RFC 8292). Knows no table.

Only push services that browsers really use are written to: an address comes from a stranger's form.
"""

import base64
import json
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from xiangyue.kernel import clock, signing
from xiangyue.kernel.errors import Fault

SCHEME = "push"
SERVICES = (
    "fcm.googleapis.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    "web.push.apple.com",
    ".push.apple.com",
)
"""Hosts, or what they end in: Chrome and most Android browsers, Firefox, Edge, Safari."""

TIMEOUT_S = 20
KEEP_S = 6 * 3600
"""How long a push service keeps a note for a phone that is off: an evening's worth."""

TOKEN_MS = 12 * 3600 * 1000
"""How long a signature holds; RFC 8292 allows a day."""

MOST = 3000
"""Bytes of a note; every service takes 4096 encrypted."""

GONE = frozenset({404, 410})
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group P-256: a private key is a number from 1 to this less one."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser hands out: where to send, and the keys to encrypt with."""

    endpoint: str
    p256dh: bytes
    auth: bytes

    def address(self) -> str:
        """As a recipient of `notify`."""
        stated = {"e": self.endpoint, "p": encode(self.p256dh), "a": encode(self.auth)}
        return f"{SCHEME}://{encode(json.dumps(stated).encode())}"


class BadSubscription(ValueError):  # noqa: N818 - a no, like a Refusal
    """Not what a browser hands out, or of a service nobody uses."""


def subscription(endpoint: str, p256dh: str, auth: str) -> Subscription:
    """A subscription from what a page sent. Raises `BadSubscription`."""
    try:
        parts = urlsplit(endpoint)
        known = any(
            parts.hostname == service or (service.startswith(".") and (parts.hostname or "").endswith(service))
            for service in SERVICES
        )
        if parts.scheme != "https" or not known or parts.port not in {None, 443} or len(endpoint) > 700:
            raise BadSubscription(endpoint)
        found = Subscription(endpoint, decode(p256dh), decode(auth))
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), found.p256dh)
    except ValueError as wrong:
        raise BadSubscription(endpoint) from wrong
    if len(found.auth) != 16:
        raise BadSubscription(endpoint)
    return found


def read(address: str) -> Subscription:
    """A subscription from its address as a recipient."""
    stated = json.loads(decode(address.partition("://")[2]))
    return Subscription(stated["e"], decode(stated["p"]), decode(stated["a"]))


def house_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """The key by which push services know the house: the same as long as its secret is."""
    number = int.from_bytes(signing.derive(secret, "web push"), "big") % (ORDER - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


def public_key(secret: str) -> str:
    """What a page gives the browser when it subscribes (`applicationServerKey`)."""
    return encode(_point(house_key(secret).public_key()))


def deliver(address: str, *, title: str, body: str, secret: str, subject: str) -> None:
    """Send one note now. Raises `Fault`; one that is gone for good is not tried again."""
    to = read(address)
    note = json.dumps({"title": title, "body": body}, ensure_ascii=False).encode()[:MOST]
    request = urllib.request.Request(  # noqa: S310 - https, checked when the subscription was taken
        to.endpoint,
        data=encrypt(note, to),
        headers={
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEEP_S),
            "Urgency": "high",
            "Authorization": authorization(to.endpoint, secret=secret, subject=subject),
        },
        method="POST",
    )
    try:
        with _opener.open(request, timeout=TIMEOUT_S):
            pass
    except urllib.error.HTTPError as error:
        raise Fault(f"推送服务答复 {error.code}", retry=error.code not in GONE) from error
    except OSError as error:
        raise Fault(f"推送服务没有应答：{error}", retry=True) from error


def encrypt(
    note: bytes, to: Subscription, *, salt: bytes | None = None, once: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """The body of the request, RFC 8291 section 3.4: one record under a key made for this note alone."""
    salt = salt or secrets.token_bytes(16)
    once = once or ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to.p256dh)
    ours = _point(once.public_key())
    shared = once.exchange(ec.ECDH(), theirs)
    ikm = _derive(shared, to.auth, b"WebPush: info\0" + to.p256dh + ours, 32)
    key = _derive(ikm, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(ikm, salt, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(key).encrypt(nonce, note + b"\x02", None)
    return salt + (4096).to_bytes(4, "big") + bytes([len(ours)]) + ours + sealed


def decrypt(body: bytes, private: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """What a browser does with it, for whoever wants to check. Raises `BadSubscription`."""
    salt, size = body[:16], body[20]
    ours, sealed = body[21 : 21 + size], body[21 + size :]
    shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ours))
    ikm = _derive(shared, auth, b"WebPush: info\0" + _point(private.public_key()) + ours, 32)
    key = _derive(ikm, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(ikm, salt, b"Content-Encoding: nonce\0", 12)
    try:
        return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")[:-1]
    except InvalidTag as wrong:
        raise BadSubscription("not for this browser") from wrong


def authorization(endpoint: str, *, secret: str, subject: str) -> str:
    """The header by which the service knows who sends: a JWT of the house's key, RFC 8292 section 2."""
    parts = urlsplit(endpoint)
    expires_s = (clock.now_ms() + TOKEN_MS) // 1000
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": expires_s, "sub": subject}
    stated = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    key = house_key(secret)
    r, s = decode_dss_signature(key.sign(stated.encode(), ec.ECDSA(hashes.SHA256())))
    mark = encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={stated}.{mark}, k={encode(_point(key.public_key()))}"


def encode(raw: bytes) -> str:
    """Base 64 for addresses, without its padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of such a text. Raises `ValueError`."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class _Straight(urllib.request.HTTPRedirectHandler):
    """A push service that sends us elsewhere is none of those we know."""

    def redirect_request(self, *_args: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Straight())


def _derive(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _json(value: dict[str, object]) -> str:
    return encode(json.dumps(value, separators=(",", ":")).encode())
