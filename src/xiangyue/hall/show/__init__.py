"""Show 场面: what a director changes for everybody who watches: the part, the broadcast delay, the cover.

Verbs: part, delay, cover. All of them are records on the lecture's line; no table.
"""
