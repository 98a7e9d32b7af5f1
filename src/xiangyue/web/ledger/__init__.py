"""Pages of the ledger: a unit's day, one matter, its verbs, what was drawn for somebody, and who answers for what."""
