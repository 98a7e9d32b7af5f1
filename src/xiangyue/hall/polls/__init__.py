"""Polls 投票: prepared for a lecture, opened and closed through its line; results are sums.

Verbs: add, change, remove, move; on air: open_poll, close_poll; for the follower: note, take, forget.
"""
