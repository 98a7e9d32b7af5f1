"""Quiz 有奖竞答: the items prepared for a lecture, put before the audience one by one, and revealed.

Verbs: add, take, change, remove, move; on air: put, reveal. The right answer is bound by a salted hash when an item is
put, kept here, and goes to the line only once everybody had their time.
"""
