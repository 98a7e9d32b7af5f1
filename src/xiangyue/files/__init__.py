"""Control tower, first floor: files that people bring (文件): checked by content, re-encoded, kept by their SHA-256.

Verbs: receive, keep, keep_again, drop; arrive and assemble for what comes in pieces. What is served has an unguessable
name; what was uploaded is never served.
"""
