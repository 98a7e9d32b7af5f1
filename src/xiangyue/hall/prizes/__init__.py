"""Prizes 奖品: what a unit keeps to give away, named once and used in many draws. Verbs: add, retire."""
