"""Where six digits from a phone are typed: the field has the keyboard at once, and a phone offers its digits."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django.forms import Form

ASKED = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "spellcheck": "false"}
"""Spare codes are digits too."""


class _Focused(Form):
    """`autofocus` is the browser's own: it needs no script."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= ASKED


class AuthenticateForm(_Focused, base.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class ReauthenticateForm(_Focused, base.ReauthenticateForm):  # type: ignore[misc]
    """Proving once more that it is oneself."""


class ActivateForm(_Focused, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator; it stands below the picture to scan, where nobody is to be taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["code"].widget.attrs["autofocus"]
