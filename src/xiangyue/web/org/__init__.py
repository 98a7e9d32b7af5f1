"""Signing in, the desk, and the tree of units."""
