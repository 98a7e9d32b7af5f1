"""Matters 事项: from found to mended, and who saw that it was mended. Events are the truth; a row is their fold.

Each verb appends to the matter's chain in the journal (`matter/<name>`) and writes the row in the same transaction. The
unit that mends a matter can claim; only somebody outside its line can let it pass, and only that closes it as mended.
`states.MOVES` is the one table of verbs; `folding` says what each does to a matter; `actions` carries them out.
"""
