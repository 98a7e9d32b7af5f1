"""Where a message stands. There are no other moves than WAITING to SENT and WAITING to FAILED."""

from django.db import models


class State(models.TextChoices):
    WAITING = "WAITING", "待发"
    SENT = "SENT", "已发"
    FAILED = "FAILED", "发送失败"
