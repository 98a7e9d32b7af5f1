"""The table of messages: the record of what was sent, and the queue of what was not."""

from django.db import models

from xiangyue.notify.states import State


class Message(models.Model):
    """One message to one recipient.

    `address` may hold a password of the recipient's channel, so it is masked as soon as the message is done with.
    `due_at` is the next try; a worker that claims a message moves it behind the end of its lease.
    """

    address = models.CharField(max_length=1500)
    title = models.CharField(max_length=200)
    body = models.TextField()
    attachment_name = models.CharField(max_length=100, blank=True)
    attachment = models.BinaryField(blank=True, default=b"")
    private = models.BooleanField(default=False)
    """A resident's: nothing of the address stays once the message is done with."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=State.WAITING, done_at__isnull=True)
                | (~models.Q(state=State.WAITING) & models.Q(done_at__isnull=False)),
                name="notify_message_done_has_moment",
            ),
        )
        indexes = (
            # The worker's question: what waits and is due.
            models.Index(fields=["due_at"], condition=models.Q(state=State.WAITING), name="notify_message_due"),
        )

    def __str__(self) -> str:
        return self.title
