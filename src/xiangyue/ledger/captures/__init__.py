"""Captures 随手记: what a phone in the street found or did, perhaps hours ago and out of reach of any network.

Verbs: report, find_again, act. Each brings pictures and a recording that were uploaded before it, by their commands,
and is carried out once, however often it is sent. What a phone may take along to work without a network: `queries`.
"""
