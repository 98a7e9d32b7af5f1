"""The table of grants. A grant is never changed: it is revoked, and another is made."""

from django.db import models
from django.db.models import F, Q

from xiangyue.org.access.states import Role


class Grant(models.Model):
    """That a person has a role in a unit and everything under it, from `since_at` until `until_at` or until revoked."""

    person = models.ForeignKey("org.Person", models.PROTECT, related_name="grants")
    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="grants")
    role = models.CharField(max_length=12, choices=Role)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    granted_by = models.CharField(max_length=32)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=32, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "role"], condition=Q(revoked_at__isnull=True), name="org_grant_once"
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gt=F("since_at")), name="org_grant_forward"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | Q(revoked_at__isnull=False) & ~Q(revoked_by=""),
                name="org_grant_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.unit_id}"
