"""News between rooms that do not know each other: signals, and what nouns prepare for a lecture. Connected at start.

An application of Django's for its `ready`, which every process comes through: pages, worker, commands, tests.
"""

from django.apps import AppConfig


class Wiring(AppConfig):
    name = "xiangyue.project"
    label = "roof"

    def ready(self) -> None:
        from xiangyue.hall.lectures import signals  # noqa: PLC0415 - needs Django's apps
        from xiangyue.ledger.inspections import signals as inspections  # noqa: PLC0415 - same
        from xiangyue.project import contributions, erasures, questions, reviews  # noqa: PLC0415 - same
        from xiangyue.web.hall import letters  # noqa: PLC0415 - same
        from xiangyue.web.ledger import letters as notices  # noqa: PLC0415 - same

        contributions.wire()
        erasures.wire()
        questions.wire()
        reviews.wire()
        signals.rescheduled.connect(letters.on_rescheduled, dispatch_uid="letters")
        signals.cancelled.connect(letters.on_cancelled, dispatch_uid="letters")
        inspections.filed.connect(notices.on_filed, dispatch_uid="letters")
