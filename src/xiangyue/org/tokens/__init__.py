"""Tokens 接口凭证: by which a program acts for an account, with the rights that account has at that moment.

Verbs: make, revoke. Shown once, kept as a fingerprint.
"""
