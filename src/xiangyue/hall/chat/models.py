"""The tables of chat: the words that hold a sentence back, and what each open line was told of them."""

from django.db import models


class Word(models.Model):
    """A word of a unit, good for every lecture in it and under it."""

    unit = models.ForeignKey("org.Unit", models.PROTECT, related_name="+")
    text = models.CharField(max_length=40)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=32)

    class Meta:
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["unit", "text"], name="hall_word_once")]

    def __str__(self) -> str:
        return self.text


class Told(models.Model):
    """Which words a lecture's line was told last: the SHA-256 of the list."""

    lecture = models.OneToOneField("hall.Lecture", models.CASCADE, primary_key=True, related_name="+")
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.sha256[:8]}"
