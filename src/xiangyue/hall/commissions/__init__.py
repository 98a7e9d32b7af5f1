"""Commissions 约讲: somebody outside the hall wants a lecture given; a studio takes it, with the questions it brings.

Verbs: place (for the roof), take, decline, follow (for the roof).
"""
