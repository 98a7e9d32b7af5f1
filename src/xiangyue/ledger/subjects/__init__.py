"""Subjects 对象、点位: what a matter is about. Verbs: register, rename, move, close.

A place, a shop front, an estate, a site, a project, a village, or the code of a household; never a person.
"""
