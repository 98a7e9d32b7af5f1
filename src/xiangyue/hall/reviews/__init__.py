"""Reviews 审核: a named second person approves what somebody else wrote, or sends it back. Verbs: approve, send_back.

Each approval names the hash of what it approved. A step is taken once, and nobody takes two, or one over
their own words.
"""
