"""The table of approvals. One is never changed; a new round of submission leaves the old ones behind."""

from django.db import models


class Review(models.Model):
    """That somebody took a step of approval: which, when, and over what content."""

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="reviews")
    round = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=20)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    content = models.CharField(max_length=64)

    class Meta:
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["lecture", "round", "position"], name="hall_review_step_once"),
            models.UniqueConstraint(fields=["lecture", "round", "by"], name="hall_review_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.step} {self.by}"
