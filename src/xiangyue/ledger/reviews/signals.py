"""News of reviews for the hall; the roof connects it. Sent inside the transaction."""

from django.dispatch import Signal

wanted = Signal()
"""A review orders a lecture: `review` (the matter), `lecture` (`rules.Lecture`), `by`, `command`.

A receiver gives the name of the order.
"""
