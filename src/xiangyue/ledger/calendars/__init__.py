"""Calendars 工作日历: which days are working days, and which notice says so. Verbs: publish.

A notice is never edited; a later one supersedes it, day by day.
"""
