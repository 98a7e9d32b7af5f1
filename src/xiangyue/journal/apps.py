"""Django's card of the journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "xiangyue.journal"
    label = "journal"
    verbose_name = "记录链"
    default_auto_field = "django.db.models.BigAutoField"
