"""Notices 文书: what an office sends out about matters, typeset from frozen facts. Verbs: draft, rewrite, issue, drop.

A draft is set as PDF and as a Word file; issuing fixes the PDF by its hash in the chain of every matter it is about.
Numbers, seals and signatures stay with the office: no paper of ours carries a seal or a red head.
"""
