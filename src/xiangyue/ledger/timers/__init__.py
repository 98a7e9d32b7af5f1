"""Timers 时限: what happens to matters by the clock. Rungs fire once, on a working morning, in one digest per unit."""
