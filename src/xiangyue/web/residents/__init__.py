"""Verification as residents and helpers meet it: codes, the helper's page, and what is kept of oneself."""
