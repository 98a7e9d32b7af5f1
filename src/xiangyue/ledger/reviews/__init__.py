"""Reviews 复盘: why it happened, by four questions (四不放过); measures are matters below it, a lecture tells others.

Verbs: begin, write, propose, order; for the roof: hear. A review is a matter of a kind that asks questions: it cannot
be claimed while one of them has no answer or a measure is open (`matters.claim`).
"""
