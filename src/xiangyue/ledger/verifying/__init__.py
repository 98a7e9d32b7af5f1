"""Verifying 核查: who looks at a claim is drawn, once a day, so that nobody can choose a verifier by timing a claim.

An office commits a hash chain beforehand. Once a day the claims lock with everything the choice rests on (pool, posts,
rules, calendar, head of each claim's own chain); only then the next element opens, and the draw follows from both. Each
step is in the chain `verifying/<office>`, and `rules.drawn` computes it again from there.
"""
