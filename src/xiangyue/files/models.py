"""The table of files: what each is, and under which blob its bytes lie. Rows are added and dropped, never changed."""

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
