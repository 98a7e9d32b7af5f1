"""The table of notices."""

from django.db import models
from django.db.models import Q

from xiangyue.documents.notices.states import State


class Notice(models.Model):
    """One notice. `facts` are frozen when it is drafted; `sheet` is word by word what was set of them, so that what was
    issued reads the same when its form is worded anew; `sha256` is of the PDF that was issued.
    """

    id = models.CharField(max_length=16, primary_key=True)
    form = models.CharField(max_length=9)
    to = models.CharField(max_length=80)
    matters = models.JSONField(default=list)
    facts = models.JSONField()
    sheet = models.JSONField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    by = models.CharField(max_length=32)
    drafted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    pdf = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-drafted_at"], name="documents_notice_newest"),
            models.Index(fields=["due_at"], condition=Q(state=State.WAITING), name="documents_notice_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.ISSUED) | (Q(issued_at__isnull=False, pdf__isnull=False) & ~Q(sha256="")),
                name="documents_issued_has_hash",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.to}"
