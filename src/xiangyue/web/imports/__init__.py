"""Pages on which lists of other ledgers come in: choose a file, say what its columns are, look, bring it in."""
