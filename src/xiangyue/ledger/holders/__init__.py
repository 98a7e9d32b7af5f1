"""Holders 责任主体: a firm, shop or owner who is no unit, and answers a notice through an expiring link or QR.

Verbs: invite, revoke, answer, decide. The lead unit stays responsible, and the claim stays the unit's.
"""
