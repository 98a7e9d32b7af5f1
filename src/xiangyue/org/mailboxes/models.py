"""The table of mailboxes."""

from django.db import models


class Mailbox(models.Model):
    """Where one unit is told: its addresses, sealed, one a line."""

    unit = models.OneToOneField("org.Unit", models.PROTECT, to_field="code", related_name="+")
    box = models.BinaryField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.unit_id
