"""The tables of the journal. Rows are added, never changed, but for a lawful erasure and the register of heads."""

from typing import Any

import msgspec
from django.db import models

NAME_LENGTH = 80
"""Of a chain: room for a prefix, a slash and a public name of 16 letters, several times over."""


class Head(models.Model):
    """The register: how long a chain is and what its last link is. Compare-and-set on it orders the writers."""

    chain = models.CharField(max_length=NAME_LENGTH, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    link = models.BinaryField(max_length=32)
    moved = models.BooleanField(default=True)
    """Since the last checkpoint: a minute's work grows with what moved in it, not with how many chains there are."""

    class Meta:
        indexes = [models.Index(fields=["chain"], condition=models.Q(moved=True), name="journal_head_moved")]

    def __str__(self) -> str:
        return f"{self.chain} ({self.length})"


class Entry(models.Model):
    """One record. `at`, `by` and `verb` repeat what the payload says, for searching; the payload is what is hashed."""

    chain = models.CharField(max_length=NAME_LENGTH)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64, blank=True)
    verb = models.CharField(max_length=64)
    payload = models.TextField(null=True)  # noqa: DJ001 - erased is not the same as empty
    salt = models.BinaryField(max_length=16, null=True)
    leaf = models.BinaryField(max_length=32)
    link = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["chain", "seq"], name="journal_entry_place"),
            # Erasing takes payload and salt together: a salt left behind would let a short payload be found by trying.
            models.CheckConstraint(
                condition=models.Q(payload__isnull=True, salt__isnull=True)
                | models.Q(payload__isnull=False, salt__isnull=False),
                name="journal_entry_erased_whole",
            ),
        )
        indexes = (
            # What one person did, newest first.
            models.Index(fields=["by", "-at"], name="journal_entry_by"),
        )

    def __str__(self) -> str:
        return f"{self.chain} {self.seq + 1}"

    @property
    def data(self) -> dict[str, Any] | None:
        """What was recorded beside time, verb and person; None when erased."""
        if self.payload is None:
            return None
        stated: dict[str, Any] = msgspec.json.decode(self.payload)["data"]
        return stated


class Seen(models.Model):
    """The last head of a lecture's line that a checkpoint noted, and that was heard of."""

    chain = models.CharField(max_length=NAME_LENGTH, unique=True)
    length = models.PositiveBigIntegerField()
    link = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.chain} ({self.length})"


class Slip(models.Model):
    """A witness slip. `body` holds the header and every mark; `root` is the Merkle root over its lines."""

    no = models.PositiveIntegerField(unique=True)
    on = models.DateField(db_index=True)
    at = models.DateTimeField()
    root = models.BinaryField(max_length=32)
    body = models.TextField()

    class Meta:
        ordering = ("-no",)

    def __str__(self) -> str:
        return f"第 {self.no} 号"
