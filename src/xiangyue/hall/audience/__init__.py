"""Audience 观众: figures of lectures, projected from their lines by a follower with a stored offset.

Verbs: follow, rebuild. Figures count what happened in lectures; they never rank people, and no index may read them.
"""
