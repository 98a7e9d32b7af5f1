"""Chat 发言: what residents say in a running lecture, and what moderators do about it.

Verbs: let_out, refuse, judge, mute, unmute, review, speak, answer_ask,
move_question; add_words, remove_word, tell_words. What was said
and judged is on the lecture's line, which is the truth; the only tables here are the words that hold a sentence back.
"""
