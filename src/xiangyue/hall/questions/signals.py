"""News of questions for whoever sees to them outside the hall; the roof connects it. Sent inside the transaction."""

from django.dispatch import Signal

handed = Signal()
"""A question goes to a department: `asked` with its lecture, `category`, `shown`. A receiver gives back a `Taken`."""

judged = Signal()
"""Whoever asked says whether the department's answer answers: `lecture`, `i`, `satisfied`, `missing`."""
