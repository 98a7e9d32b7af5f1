"""Procedures 审核流程: who must approve a unit's lectures before residents see them. Verbs: set_steps,
follow_above.

A unit without one of its own follows the nearest unit above it; where nobody has set any, one second person approves.
"""
