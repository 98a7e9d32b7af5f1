"""The table of files: what each is, and under which blob its bytes lie. Rows are added and dropped, never changed.

Beside it what is still coming in, piece by piece, from phones whose line breaks.
"""

from django.db import models

from xiangyue.files.states import Kind

NAME_LENGTH = 32


class File(models.Model):
    """Bytes with a name of 32 letters that cannot be guessed.

    `label` is what its keeper calls it, unique: keeping the same thing twice gives the same row. Only what is `served`
    has an address; an upload as it came has none.
    """

    name = models.CharField(max_length=NAME_LENGTH, primary_key=True)
    label = models.CharField(max_length=120)
    blob = models.CharField(max_length=40, db_index=True)
    """Where its bytes lie; a file kept again under another name shares them."""
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=[(kind.name, kind.name) for kind in Kind])
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    served = models.BooleanField(default=False)
    original = models.CharField(max_length=120, blank=True)
    """The name it had on the machine it came from."""
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="files_not_empty")]

    def __str__(self) -> str:
        return self.address_name

    @property
    def address_name(self) -> str:
        """The last part of its address: the name and the ending that people's machines want to see."""
        return f"{self.name}.{Kind[self.kind].ending}"

    @property
    def media_type(self) -> str:
        return Kind[self.kind].media_type


class Arrival(models.Model):
    """An upload that comes in pieces: a line that breaks costs one piece, and not the file."""

    id = models.UUIDField(primary_key=True)
    """The sender's own name for it: sent again, it is the same upload."""
    by = models.CharField(max_length=32)
    size = models.PositiveBigIntegerField()
    have = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["by", "begun_at"], name="files_arrival_by")]

    def __str__(self) -> str:
        return f"{self.have}/{self.size}"


class Piece(models.Model):
    """Some bytes of an arrival. They are short-lived: once all are there, they become a file and go."""

    arrival = models.ForeignKey(Arrival, models.CASCADE, related_name="pieces", db_index=False)
    offset = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["arrival", "offset"], name="files_piece_once")]

    def __str__(self) -> str:
        return f"{self.offset}"
