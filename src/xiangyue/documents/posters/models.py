"""The table of choices."""

from django.db import models

from xiangyue.documents.posters.rules import MAX_HEADLINE
from xiangyue.documents.posters.states import Design


class Choice(models.Model):
    """Which design a lecture's poster has, and where its headline breaks; "" leaves that to the house."""

    lecture = models.OneToOneField("hall.Lecture", models.CASCADE, primary_key=True, related_name="+")
    design = models.CharField(max_length=8, choices=Design, default=Design.FRONT)
    headline = models.CharField(max_length=MAX_HEADLINE, blank=True)

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.design}"
