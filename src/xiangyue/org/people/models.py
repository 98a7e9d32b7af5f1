"""The table of accounts. A person belongs to no unit: grants say where they may do what."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    """Finds accounts by their name; making one is a verb of `people.actions`."""


class Person(AbstractBaseUser):
    """Somebody with an account (`AUTH_USER_MODEL`). Nothing their work does not need: no phone, no address."""

    username = models.CharField(
        max_length=32,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]{1,31}\Z", _("账号由小写字母、数字和短横组成，以字母开头。"))],
    )
    display_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.display_name
