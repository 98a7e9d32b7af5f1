"""The tables of scripts: rows of a lecture, written whole."""

from django.db import models
from django.db.models import Q

from xiangyue.hall.scripts.states import Part


class Speaker(models.Model):
    """Somebody who speaks in a lecture, in the order of the programme."""

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="speakers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    post = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lecture", "position"], name="hall_speaker_place")]

    def __str__(self) -> str:
        return self.name


class Passage(models.Model):
    """One of the six parts: words and planned minutes."""

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="passages")
    part = models.PositiveSmallIntegerField(choices=Part)
    text = models.TextField(max_length=2000, blank=True)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lecture", "part"], name="hall_passage_once"),
            models.CheckConstraint(condition=Q(part__gte=1, part__lte=6), name="hall_six_parts"),
        ]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.part}"
