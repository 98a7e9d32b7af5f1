"""Reminders 提醒: a resident without an account asks to be told of one lecture. Verbs: ask, confirm, drop, tell,
remind_due, forget_over.

Nothing but the address is kept, and not longer than the lecture. Mail is used only once its owner confirmed it.
"""
