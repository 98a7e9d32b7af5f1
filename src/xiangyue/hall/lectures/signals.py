"""News of lectures for nouns beside and above; the roof connects them. Sent inside the act's transaction, so that
what a receiver writes is there exactly when the act is.
"""

from django.dispatch import Signal

rescheduled = Signal()
"""A lecture that residents knew of moves: `lecture` with its new moment, `before` the old one."""

cancelled = Signal()
"""A lecture that residents knew of does not take place: `lecture`."""

over = Signal()
"""A lecture ended: `lecture`."""
