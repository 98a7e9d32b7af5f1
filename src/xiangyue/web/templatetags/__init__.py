"""What several templates ask for themselves, so that no page can forget to."""
