"""News of erasures for nouns that keep or repeat what a line says; the roof connects it."""

from django.dispatch import Signal

erasing = Signal()
"""Some of a lecture's records are about to go: `lecture`, `records`, `decision`. What must stay is written down now;
what was made of them goes already, so that a kill in between leaves nothing behind."""

erased = Signal()
"""They are gone: `lecture`, `records`, `decision`. What was made in between goes too."""
