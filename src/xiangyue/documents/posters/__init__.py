"""Posters 海报: a lecture's poster, typeset from its data: two designs, for a phone and for a wall.

Verbs: choose, ask, keep_up. Design and breaks of the headline are a keeper's choice; all else follows the lecture.
"""
