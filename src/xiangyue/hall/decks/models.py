"""The tables of decks: the deck is also the queue of what is to be rendered; its pages are what is shown."""

from django.db import models
from django.db.models import Q

from xiangyue.hall.decks.rules import MAX_ALT
from xiangyue.hall.decks.states import State


class Deck(models.Model):
    """What was uploaded at once for a lecture. `made` of `pages` are rendered; after a death a worker goes on there."""

    id = models.CharField(max_length=16, primary_key=True)
    lecture = models.ForeignKey("hall.Lecture", models.CASCADE, related_name="decks")
    name = models.CharField(max_length=120)
    brought = models.JSONField(default=list)
    """SHA-256 of each upload, in order: what an approval approves, also while it is being rendered."""
    state = models.CharField(max_length=8, choices=State, default=State.MAKING)
    pages = models.PositiveSmallIntegerField(null=True)
    made = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    """When a worker may take it; one that took it moves this behind the end of its lease."""
    tries = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lecture"], condition=Q(state=State.READY), name="hall_one_ready_deck"),
            models.UniqueConstraint(fields=["lecture"], condition=Q(state=State.MAKING), name="hall_one_deck_making"),
            models.CheckConstraint(
                condition=~Q(state=State.REFUSED) | ~Q(reason=""), name="hall_deck_refused_says_why"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state=State.MAKING), name="hall_deck_due")]

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """A file of a deck as it was uploaded, gone once the deck is rendered: a PDF, or one photograph a page."""

    deck = models.ForeignKey(Deck, models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.File", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["deck", "position"], name="hall_deck_source_once")]

    def __str__(self) -> str:
        return f"{self.deck_id} {self.position}"


class Page(models.Model):
    """One slide. `position` counts from 1 and is what the director shows; `said` is read to who cannot see it."""

    deck = models.ForeignKey(Deck, models.CASCADE, related_name="sheets")
    position = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField()
    """Which page of the upload it is."""
    large = models.ForeignKey("files.File", models.PROTECT, related_name="+")
    small = models.ForeignKey("files.File", models.PROTECT, related_name="+")
    text = models.CharField(max_length=MAX_ALT, blank=True)
    """What the page itself says, read out of the upload."""
    alt = models.CharField(max_length=MAX_ALT, blank=True)
    """What somebody wrote instead."""
    shown_at = models.DateTimeField(null=True)
    """When the director first put it before everybody: from then on its address is public, and the replay needs it."""

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["deck", "position"], name="hall_deck_page_once")]

    def __str__(self) -> str:
        return f"{self.deck_id} {self.position}"

    @property
    def said(self) -> str:
        return self.alt or self.text
