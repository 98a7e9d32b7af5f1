"""Names of files: derived with the installation's secret, so that nobody can work out one from another.

Derived and not drawn, so that a worker that dies after keeping a page and does it again keeps it under the same name.
"""

import base64
import hashlib
import hmac

from django.conf import settings

from xiangyue.kernel import ids, signing

_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_LETTERS = str.maketrans(_STANDARD, ids.ALPHABET)


def name_of(label: str, sha256: str) -> str:
    """32 letters (160 bits) for what a keeper calls `label` and whose bytes hash to `sha256`."""
    key = signing.derive(settings.SECRET_KEY, "files")
    mark = hmac.digest(key, f"{sha256} {label}".encode(), hashlib.sha256)
    return base64.b32encode(mark[:20]).decode().translate(_LETTERS)


def blob_of(name: str) -> str:
    """Where the bytes of a new file go in the store: by its name, so that two uploads of the same never meet."""
    return f"{name[:2]}/{name}"
