"""Sealing a draw's secret, so that whoever copies the database alone learns nothing of a draw that is still to come."""

from xiangyue.kernel import boxes


def seal(installation: str, draw: str, secret: bytes) -> bytes:
    """A box around a secret."""
    return boxes.seal(installation, f"draw/{draw}", secret)


def unseal(installation: str, draw: str, box: bytes) -> bytes | None:
    """The secret in a box; None when the box was changed, or made by another installation or for another draw."""
    return boxes.unseal(installation, f"draw/{draw}", box)
