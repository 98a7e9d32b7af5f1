"""The table of reminders: an address, and of which lecture. Rows end with the lecture."""

from django.db import models

from xiangyue.hall.reminders.states import Channel


class Reminder(models.Model):
    """That somebody asked to be told. `fingerprint` is the address's hash: asking twice is asking once."""

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="reminders")
    channel = models.CharField(max_length=4, choices=Channel)
    address = models.CharField(max_length=1500)
    fingerprint = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    """When the lecture was called to mind; a new moment makes it empty again."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lecture", "fingerprint"], name="hall_reminder_once")]
        indexes = [models.Index(fields=["confirmed_at", "asked_at"], name="hall_reminder_unconfirmed")]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.channel}"
