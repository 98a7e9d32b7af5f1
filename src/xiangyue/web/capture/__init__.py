"""随手记: the page for one wet hand in the street, and what it speaks with: lists to take along, uploads in pieces,
commands that are carried out once.

The page itself is the same for everybody and is kept by its service worker; who is using it, it asks.
"""
