"""The table of questions that became matters: where each was asked, and the official answer as its chain gives it."""

from django.db import models
from django.db.models import Q

from xiangyue.ledger.questions.states import Word


class Question(models.Model):
    """A question. From `answer` on a projection of the matter's chain, read up to record `seq`."""

    matter = models.OneToOneField("ledger.Matter", models.PROTECT, primary_key=True, related_name="question")
    lecture = models.CharField(max_length=16, blank=True)
    """The public name of the lecture it was asked in; the ledger knows no more of it. "" from a resident's page."""
    i = models.BigIntegerField(null=True)
    occasion = models.CharField(max_length=200, blank=True)
    shown = models.BooleanField()
    withdrawn = models.BooleanField(default=False)
    """Whoever asked was erased by decision: the words are gone from the chain, what was officially answered stays."""
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)
    word = models.CharField(max_length=8, choices=Word, default=Word.NONE)
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lecture", "i"], condition=~Q(lecture=""), name="ledger_question_once"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="ledger_question_answered_at"
            ),
        ]
        indexes = [
            # The public list, newest answer first.
            models.Index(fields=["-answered_at"], condition=Q(shown=True) & ~Q(answer=""), name="ledger_question_shown")
        ]

    def __str__(self) -> str:
        return f"question {self.matter_id}"
