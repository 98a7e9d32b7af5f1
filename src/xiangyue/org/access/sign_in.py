"""The house's door in front of the sign-in library: no sign-up, and the second factor before anything else."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.urls import reverse

from xiangyue.kernel import clock
from xiangyue.org.access import queries

FRESH_S = 300
"""Who typed the password so recently is not asked for it again to set up a first second factor (seconds)."""


class HouseDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Named by the setting ACCOUNT_ADAPTER."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's signature
        """Accounts are made by those who may grant; see `people.actions.register`."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Somebody whose grants sleep goes to where they set up the second factor that wakes them."""
        member = queries.member(request.user)
        return reverse("mfa_activate_totp") if member.sleeps else str(super().get_login_redirect_url(request))

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Changing a second factor asks for proof again; setting up the first one right after signing in does not."""
        person = self.request.user
        if not queries.has_second_factor(person):
            proofs = get_authentication_records(self.request, person)
            if proofs and clock.now_ms() / 1000 - proofs[-1]["at"] < FRESH_S:
                return False
        return bool(super().is_reauthentication_required(app=app))
