"""Show 场面: what a director changes for everybody who watches: the broadcast delay, the cover, the end of a poll.

Verbs: delay, cover, close_poll. All are records on the lecture's line; no table.
"""
