"""News of commissions for who placed them; the roof connects it. Sent inside the transaction."""

from django.dispatch import Signal

moved = Signal()
"""A commission was taken, or its lecture given: `commission`."""
