"""News of questions for those who asked them on; the roof connects it. Sent inside the transaction."""

from django.dispatch import Signal

answered = Signal()
"""A question has moved: who answers, until when, its answer, the asker's word: `question`."""
