"""Rehearsals 彩排: a throw-away copy of a lecture, run for practice. Verbs: rehearse, forget, forget_old, swept.

It has a line and a room like any lecture, and is in no list, no figure and no checkpoint; it ends without a replay.
"""
