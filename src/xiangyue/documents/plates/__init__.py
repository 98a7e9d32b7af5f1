"""Plates 点位牌: the card with a QR code that hangs at a shop front, an estate, a site.

Knows no table: it is given words.
"""
