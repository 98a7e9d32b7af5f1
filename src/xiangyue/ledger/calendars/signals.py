"""News of the calendar, sent inside the act's transaction: what a receiver writes is there exactly when the act is."""

from django.dispatch import Signal

changed = Signal()
"""A notice was published: `version` of the calendar from now on, `before` the one until now, `days` that changed
(working or not), `years` known from now on, whose deadlines are provisional no longer."""
