"""Somebody who is signed in already, second factor and all: for scenes whose subject is not the door."""

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore

from xiangyue.org.people.queries import get


def sign_in(username: str) -> str:
    """A session of an account, which gets an authenticator too; the cookie's value."""
    person = get(username)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"})
    session = SessionStore()
    session["_auth_user_id"], session["_auth_user_hash"] = str(person.pk), person.get_session_auth_hash()
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session.save()
    return str(session.session_key)
