"""Scores 成绩: what a lecture's line says of its quiz, in rows: items put, answers, what each pseudonym has.

Verbs: note (a director's event, at once), take (the follower's records), forget, set_speed. All rows follow from the
log and from whether speed counts; they are rebuilt from it the same.
"""
