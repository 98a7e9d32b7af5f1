"""Show 场面: what a director changes for everybody who watches: the broadcast delay, the cover.

Verbs: delay, cover. Both are records on the lecture's line; no table.
"""
