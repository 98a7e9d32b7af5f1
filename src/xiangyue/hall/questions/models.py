"""The tables of questions: what is prepared, what the line says, and answers that were given after its end."""

from django.db import models
from django.db.models import Q

from xiangyue.hall import stage
from xiangyue.hall.questions.states import State, Word


class Prepared(models.Model):
    """A question that the house brings along, for when nobody dares to be the first."""

    id = models.CharField(max_length=16, primary_key=True)
    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="prepared_questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        ordering = ["lecture", "position", "id"]

    def __str__(self) -> str:
        return self.text

    @property
    def command(self) -> str:
        """The one name under which it is put, from whichever process."""
        return stage.command(self.lecture_id, f"question/{self.pk}")


class Asked(models.Model):
    """A question on the line, named by the number `i` of who asked it or of the event that put a prepared one.

    A projection. `pseudonym` and `name` are of who asked; `put` names the event that put a prepared one. `seq` and
    `command` are of the event that moved it last.
    """

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="asked")
    i = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    pseudonym = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=500)
    at = models.BigIntegerField()
    up = models.PositiveIntegerField(default=0)
    answer = models.TextField(max_length=1500, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    answered_ms = models.BigIntegerField(null=True)
    put = models.CharField(max_length=64, blank=True)
    seq = models.BigIntegerField()
    command = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["lecture", "i"]
        indexes = [models.Index(fields=["lecture", "state"], name="hall_asked_state")]
        constraints = [
            models.UniqueConstraint(fields=["lecture", "i"], name="hall_asked_once"),
            models.CheckConstraint(
                condition=~Q(state=State.ANSWERED) | Q(answered_ms__isnull=False), name="hall_answered_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.i}"


class Later(models.Model):
    """The answer to a question given after the lecture: no line takes it, so this row and the journal are the truth."""

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="later_answers")
    i = models.BigIntegerField()
    answer = models.TextField(max_length=1500)
    unit = models.CharField(max_length=60)
    source = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lecture", "i"], name="hall_later_answer_once")]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.i}"


class Kept(models.Model):
    """What stays of a public question whose asker was erased by decision: where it stood, and the official answer.

    Written before the line gives up its words, so this row is the truth of it; nothing in it is of who asked.
    """

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="kept_answers")
    i = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State)
    asked_ms = models.BigIntegerField()
    up = models.PositiveIntegerField(default=0)
    answer = models.TextField(max_length=1500, blank=True)
    unit = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    answered_ms = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lecture", "i"], name="hall_kept_answer_once")]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.i}"


class Handed(models.Model):
    """That a question was handed on to a department: what the ledger said of it then, in its words."""

    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="handed_questions")
    i = models.BigIntegerField()
    number = models.CharField(max_length=60)
    """What people call the matter it became."""
    unit = models.CharField(max_length=60, blank=True)
    """Who answers; "" while the office decides."""
    due_at = models.DateTimeField(null=True)
    word = models.CharField(max_length=8, choices=Word, default=Word.NONE)
    answer = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lecture", "i"], name="hall_handed_question_once")]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.i} {self.number}"
