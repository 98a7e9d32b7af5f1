"""Bank 题库: questions of a unit, ready to be copied into a lecture's quiz. Verbs: add, change, retire, bring_in.

Five kinds; each question has one right answer, the reason for it, and where that is written.
"""
