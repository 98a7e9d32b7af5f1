"""Pages on which an office drafts what it sends out about matters, reads it, and issues it."""
