"""Questions 提问: what residents ask becomes a matter with a department and a deadline, and its answer stays.

Verbs: take (from a lecture), ask (from a resident's page), answer, judge, withdraw (whoever asked is
erased by decision); for the worker: follow_due, close_silent. Who asked in a lecture is known to the hall alone. What a
row says of an answer is read off the matter's chain.
"""
