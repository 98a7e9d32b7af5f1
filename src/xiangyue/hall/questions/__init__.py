"""Questions 提问: what residents ask in a lecture, what moderators make of it, and official answers that stay.

Verbs: prepare, change, remove; on air: approve, decline, show, put; answer, also after the end. For the follower: take,
forget. To a department: hand_on, hear, judge. To ask and to want it answered too (`up`) are residents' words on the
line.
"""
