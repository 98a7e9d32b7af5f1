"""Django's card of the messages."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "xiangyue.notify"
    label = "notify"
    verbose_name = "消息"
    default_auto_field = "django.db.models.BigAutoField"
