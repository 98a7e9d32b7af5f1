"""Kinds 事项类型: what a sort of matter demands, as data. Verbs: check, load.

A kind is a file in `kinds/`; loaded, it is a numbered version kept whole, and a matter keeps the version it was filed
under. Nothing in it is a programme: the words are those of `states` and `rules`, and the loader refuses all others.
"""
