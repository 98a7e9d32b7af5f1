"""Access 授权: which person may do what in which unit. The one door: `queries.member(person)`, then `rules.may(...)`.

Verbs: grant, revoke. A grant holds in its unit and in everything under it, from a day and perhaps until a day, and only
while its person has a second factor.
"""
