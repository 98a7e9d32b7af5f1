"""The table of prepared items. What became of them is in `scores`, found by the command that put them."""

from django.db import models

from xiangyue.hall import stage
from xiangyue.hall.bank.rules import Draft, Right
from xiangyue.hall.bank.states import Kind


class Item(models.Model):
    """One question of a lecture's quiz: a copy, so that the bank may change. `options` and `right` are as on the line.

    `salt` is a secret until the reveal. `frozen_at`: somebody began to put it; its words may be on the line.
    """

    id = models.CharField(max_length=16, primary_key=True)
    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="quiz")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=200)
    options = models.JSONField(default=list)
    right = models.JSONField()
    measure = models.CharField(max_length=20, blank=True)
    seconds = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=480, blank=True)
    source = models.CharField(max_length=480, blank=True)
    bank = models.ForeignKey("hall.Question", models.SET_NULL, null=True, related_name="copies")
    salt = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["lecture", "position", "id"]
        indexes = [models.Index(fields=["lecture", "position"], name="hall_quiz_order")]

    def __str__(self) -> str:
        return self.text

    @property
    def command(self) -> str:
        """The one name under which it is put, from whichever process."""
        return stage.command(self.lecture_id, f"quiz/{self.pk}")

    @property
    def reveal_command(self) -> str:
        return stage.command(self.lecture_id, f"quiz/{self.pk}/reveal")

    @property
    def answer(self) -> list[int] | str:
        """The right answer as the line takes it."""
        return self.right if isinstance(self.right, str) else list(self.right)

    @property
    def draft(self) -> Draft:
        """As its author means it: options of an order in the right order."""
        kind, options = Kind(self.kind), tuple(self.options)
        right: Right = self.right if isinstance(self.right, str) else tuple(self.right)
        if kind == Kind.ORDER and not isinstance(right, str):
            options, right = tuple(options[place] for place in right), tuple(range(len(options)))
        return Draft(kind, self.text, right, options, self.measure, self.seconds, self.why, self.source)
