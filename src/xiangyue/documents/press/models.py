"""The table of prints: one document of a lecture in one form, made of one content."""

from django.db import models
from django.db.models import Q

from xiangyue.documents.press.states import State


class Print(models.Model):
    """`what` names the document and its form ("poster/FRONT/A2_PDF"), `key` hashes all it is made of: the same is made
    once. `due_at` is when a worker may take it; one that took it moves this behind the end of its lease.
    """

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="prints")
    what = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    file = models.ForeignKey("files.File", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=32, blank=True)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lecture", "what", "key"], name="documents_print_once"),
            models.CheckConstraint(
                condition=Q(state=State.READY, file__isnull=False, made_at__isnull=False)
                | (~Q(state=State.READY) & Q(file__isnull=True)),
                name="documents_ready_has_file",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state=State.WAITING), name="documents_print_due")]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.what}"
