"""Papers 简报: what is left of a lecture on paper: tables of results and figures, one page to hand up.

Verb: ask. All of it is counted from the line, so it says what residents could see and check.
"""
