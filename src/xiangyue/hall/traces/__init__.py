"""Traces 痕迹: what the lines of lectures hold of one person: theirs to read, and to have erased by decision.

Verb: erase. No table: a line is read under the pseudonym it knows the person by.
"""
