"""Decks 课件: a lecture's slides, page by page, shown by the director in step for everybody.

Verbs: upload, render_due, move, describe, remove, show, sweep. A page's address is public from the moment it was
shown and not before: it cannot be worked out from another's, and stands in no list but the director's.
"""
