"""Units 单位: the county as a tree, and the committees that cut across it. Verbs: found, rename, seat, unseat."""
