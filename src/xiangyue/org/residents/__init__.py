"""Residents 居民: that somebody is one person, proved by a telephone, at a desk, or by another provider.

Verbs: text_code, hand_code, redeem, attest, read_identity, text, erase, ban, lift. Nobody is a tracked subject: a
person is a key that only this installation can derive, the identity behind it lies sealed in a table of its own, and
the lines of lectures hold pseudonyms of one lecture each. A provider proves a subject and ends in `redeem` or `attest`.
"""
