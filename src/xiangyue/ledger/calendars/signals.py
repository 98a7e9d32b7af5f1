"""News of the calendar. Sent inside the act's transaction, so that what a receiver writes is there exactly when it is."""

from django.dispatch import Signal

changed = Signal()
"""A notice was published: `version` of the calendar from now on, `before` the one until now, `days` that changed
(working or not), `years` known from now on, whose deadlines are provisional no longer."""
