"""What others may want to hear of inspections, in the transaction in which it happens."""

from django.dispatch import Signal

filed = Signal()
"""Findings of a released inspection became matters: `number` of the inspection, `matters` by name."""
