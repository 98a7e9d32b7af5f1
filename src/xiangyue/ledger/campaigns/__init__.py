"""Campaigns 专项: a name, a period and a checklist over matters and lectures. Verbs: found, amend, end, attach."""
