"""The tables of the calendar. Rows are added, never changed: what a notice said, it said."""

from django.db import models


class Notice(models.Model):
    """One notice of the State Council's office, or of whoever may move working days."""

    number = models.CharField(max_length=60, unique=True)
    """发文字号, as it is printed."""
    title = models.CharField(max_length=100)
    dated_on = models.DateField()
    publishes = models.PositiveSmallIntegerField(null=True)
    """The year whose days are known from now on; None for one that only amends."""
    source = models.CharField(max_length=300, blank=True)
    fingerprint = models.CharField(max_length=64)
    version = models.CharField(max_length=32, unique=True)
    """Of the calendar as it stands with this notice: what a matter remembers its deadline by."""
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number


class SpecialDay(models.Model):
    """What a notice says of one day."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="days")
    on = models.DateField()
    works = models.BooleanField()
    name = models.CharField(max_length=30)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["notice", "on"], name="ledger_specialday_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
