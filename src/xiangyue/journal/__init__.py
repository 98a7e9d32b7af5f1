"""Control tower, first floor: the journal (记录链). Who did what to what, in chains nobody rewrites unnoticed."""
