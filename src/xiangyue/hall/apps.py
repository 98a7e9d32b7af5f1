"""Where the county is told things: studios, lectures, their audience."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "xiangyue.hall"
    label = "hall"
    verbose_name = "宣讲"

    def ready(self) -> None:
        """Nouns that make rows of what happens in lectures, and that prepare something for them, hand in how."""
        from xiangyue.hall import asking  # noqa: PLC0415 - tables are known only now

        asking.wire()
