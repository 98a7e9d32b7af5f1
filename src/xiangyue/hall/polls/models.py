"""The tables of polls: what is prepared, and what the line says of those that were opened."""

from django.db import models

from xiangyue.hall import stage
from xiangyue.hall.polls.rules import Draft


class Poll(models.Model):
    """One prepared poll of a lecture."""

    id = models.CharField(max_length=16, primary_key=True)
    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="polls")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    options = models.JSONField()
    multi = models.BooleanField(default=False)
    most = models.PositiveSmallIntegerField()
    shown = models.BooleanField(default=False)

    class Meta:
        ordering = ["lecture", "position", "id"]
        indexes = [models.Index(fields=["lecture", "position"], name="hall_poll_order")]

    def __str__(self) -> str:
        return self.text

    @property
    def command(self) -> str:
        """The one name under which it is opened, from whichever process."""
        return stage.command(self.lecture_id, f"poll/{self.pk}")

    @property
    def draft(self) -> Draft:
        return Draft(self.text, tuple(self.options), self.multi, self.most, self.shown)


class Opened(models.Model):
    """A poll on the line, named by the number `i` of its event: a projection, with the line's own final sums."""

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="opened_polls")
    i = models.BigIntegerField()
    text = models.CharField(max_length=500)
    options = models.JSONField()
    multi = models.BooleanField()
    most = models.PositiveSmallIntegerField()
    shown = models.BooleanField()
    command = models.CharField(max_length=64)
    opened_ms = models.BigIntegerField()
    closed_ms = models.BigIntegerField(null=True)
    told_counts = models.JSONField(default=list)
    told_voters = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["lecture", "i"]
        constraints = [models.UniqueConstraint(fields=["lecture", "i"], name="hall_poll_opened_once")]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.i}"


class Vote(models.Model):
    """The last vote of a pseudonym in a poll; `choice` is places of options as JSON."""

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="votes")
    i = models.BigIntegerField()
    pseudonym = models.CharField(max_length=40)
    choice = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lecture", "i", "pseudonym"], name="hall_last_vote")]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.i} {self.pseudonym}"
