"""Studios 直播间: where lectures come from, 1+18+N of them, and the keys that let an encoder in.

Verbs: establish, rename, make_key, revoke_key.
"""
