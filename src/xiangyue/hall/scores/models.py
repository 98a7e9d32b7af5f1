"""The tables of the quiz as it was played: projections of lines, rebuilt from them at any time, and one setting."""

from django.db import models
from django.db.models import Q


class Put(models.Model):
    """An item on the line, named by the number `i` of its event. `media_ms` is when it is shown, `until_ms` when
    answers end; `right` is null until revealed; the three sums are the line's own.
    """

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="put_items")
    i = models.BigIntegerField()
    no = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=500)
    options = models.JSONField(default=list)
    measure = models.CharField(max_length=20, blank=True)
    seconds = models.PositiveSmallIntegerField()
    media_ms = models.BigIntegerField()
    until_ms = models.BigIntegerField()
    command = models.CharField(max_length=64)
    right = models.JSONField(null=True)
    why = models.CharField(max_length=500, blank=True)
    told_answered = models.PositiveIntegerField(null=True)
    told_right = models.PositiveIntegerField(null=True)
    told_counts = models.JSONField(default=list)

    class Meta:
        ordering = ["lecture", "i"]
        constraints = [models.UniqueConstraint(fields=["lecture", "i"], name="hall_put_once")]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.i}"


class Answer(models.Model):
    """The first answer of a pseudonym to an item. `given` is JSON; `is_right` null until the answer is revealed."""

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="answers")
    i = models.BigIntegerField()
    pseudonym = models.CharField(max_length=40)
    given = models.CharField(max_length=60)
    at = models.BigIntegerField()
    is_right = models.BooleanField(null=True)
    points = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["lecture", "i", "at", "pseudonym"]
        indexes = [models.Index(fields=["lecture", "pseudonym"], name="hall_answers_of_one")]
        constraints = [
            models.UniqueConstraint(fields=["lecture", "i", "pseudonym"], name="hall_first_answer"),
            models.CheckConstraint(condition=Q(points=0) | Q(is_right=True), name="hall_points_for_right"),
        ]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.i} {self.pseudonym}"


class Score(models.Model):
    """What one pseudonym has of a lecture's quiz: the sum of its answers."""

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="scores")
    pseudonym = models.CharField(max_length=40)
    answered = models.PositiveSmallIntegerField()
    right = models.PositiveSmallIntegerField()
    points = models.PositiveIntegerField()

    class Meta:
        ordering = ["lecture", "-points", "pseudonym"]
        constraints = [models.UniqueConstraint(fields=["lecture", "pseudonym"], name="hall_one_score")]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.pseudonym}"


class Terms(models.Model):
    """How a lecture's quiz is counted; fixed once an item was put, so that a rebuilt row is the same."""

    lecture = models.OneToOneField("hall.Lecture", models.CASCADE, primary_key=True, related_name="terms")
    speed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.speed}"
