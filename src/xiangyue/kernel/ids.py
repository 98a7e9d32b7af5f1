"""Names that cannot be guessed, and secrets that are shown once."""

import hashlib
import re
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, lower case: no i, l, o or u, so that an address can be read aloud."""

ID_LENGTH = 16
"""Sixteen letters of five bits: 80 bits, unguessable at any rate a server would answer."""

_LETTER_OF = bytes.maketrans(bytes(range(256)), ALPHABET.encode() * 8)
"""Every byte as one of the 32 letters, each eight times: as even as the bytes are."""

_ID = re.compile(rf"[{ALPHABET}]{{{ID_LENGTH}}}\Z")


def new_id() -> str:
    """A public name of a thing: 16 letters, unguessable, safe in an address."""
    return new_secret(ID_LENGTH)


def is_id(text: str) -> bool:
    """Whether a text has the shape of a name made by `new_id`."""
    return _ID.match(text) is not None


def new_secret(letters: int = 26) -> str:
    """A secret to show once and store hashed; 26 letters are 130 bits."""
    return secrets.token_bytes(letters).translate(_LETTER_OF).decode()


def fingerprint(secret: str) -> str:
    """The stored form of a secret made by `new_secret`: SHA-256 in hex.

    A slow password hash would add nothing: 130 random bits cannot be searched.
    """
    return hashlib.sha256(secret.encode()).hexdigest()
