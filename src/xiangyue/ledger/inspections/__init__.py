"""Inspections 督查、暗访: where nobody was told. Verbs: plan, draw, recuse, visit, find, decide, release, drop.

Until its release an inspection lies in tables and a chain of its own, sealed; to who is not of its crew it does not
exist: not by a page, not by a number, not by a count. Release files everything through the ordinary `report`.
"""
