"""Reporting 居民上报: what residents tell with photos and add to, without signing in. Verbs: tell, add, dispute.

Stands on `tellers`, which keeps who they are. Here is how often one network may report, what may be the same, and what
the history of a matter says in plain words to whoever holds its link.
"""
