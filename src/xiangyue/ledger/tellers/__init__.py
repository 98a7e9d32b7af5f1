"""Tellers 报告人: residents who report without an account, and follow what became of it. Verbs: tell, answer.

Who they are is sealed and apart from the matter; its lead never learns it.
"""
