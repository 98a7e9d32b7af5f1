"""The table of filters."""

from django.db import models

NAME = 20
QUERY = 500


class Filter(models.Model):
    """One person's own filter: a name, and the tail of an address."""

    person = models.CharField(max_length=32)
    name = models.CharField(max_length=NAME)
    query = models.CharField(max_length=QUERY)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="ledger_filter_once")]

    def __str__(self) -> str:
        return self.name
