"""Draws 抽奖: prizes among those who took part in a lecture, so that nobody can rig it and any phone can check it.

Verbs: prepare, change, drop; the five steps announce, lock, open_secret, type_numbers, settle; and void. The truth of a
draw that was announced is on its lecture's line, step by step; rows here are what the next step needs. Every step is
written down before it is told to the line, so a process that dies in between leaves a step that anybody can finish.
"""
