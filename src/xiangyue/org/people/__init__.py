"""People 人员: accounts of those who work here. Residents have none. Verbs: register, rename, close, reopen."""
