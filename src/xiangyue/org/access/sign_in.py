"""The house's door in front of the sign-in library: no sign-up, and the second factor before anything else."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from xiangyue.org.access import queries


class HouseDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """Named by the setting ACCOUNT_ADAPTER."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's signature
        """Accounts are made by those who may grant; see `people.actions.register`."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Somebody whose grants sleep goes to where they set up the second factor that wakes them."""
        member = queries.member(request.user)
        return reverse("mfa_activate_totp") if member.sleeps else str(super().get_login_redirect_url(request))
