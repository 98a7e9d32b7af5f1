"""Reading the queue: what an operator must know."""

from xiangyue.notify.models import Message
from xiangyue.notify.states import State


def waiting() -> int:
    """How many messages have not gone out yet."""
    return Message.objects.filter(state=State.WAITING).count()


def failed(*, limit: int = 20) -> list[Message]:
    """Messages that were given up, newest first; their addresses are masked."""
    return list(Message.objects.filter(state=State.FAILED).order_by("-done_at")[:limit])
