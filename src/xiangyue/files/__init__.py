"""Control tower, first floor: files that people bring (文件): checked by content, re-encoded, kept by their SHA-256.

Verbs: receive, keep, drop. What is served has an unguessable name; what was uploaded is never served as it came.
"""
