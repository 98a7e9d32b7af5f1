"""The press 付印: what is to be made and what was, a table that is its own queue; and Typst.

Verbs: ask, make_due. Knows no poster and no paper: those bring their makers.
"""
