"""Where the county is told things: studios, lectures, their audience."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "xiangyue.hall"
    label = "hall"
    verbose_name = "宣讲"

    def ready(self) -> None:
        """Nouns that make rows of what happens in lectures hand in how."""
        from xiangyue.hall.audience import projections  # noqa: PLC0415 - tables are known only now
        from xiangyue.hall.polls import actions as polls  # noqa: PLC0415 - same
        from xiangyue.hall.questions import actions as questions  # noqa: PLC0415 - same
        from xiangyue.hall.scores import actions as scores  # noqa: PLC0415 - same

        for code, noun in (("scores", scores), ("polls", polls), ("questions", questions)):
            projections.register(projections.Projection(code, noun.take, noun.forget))
