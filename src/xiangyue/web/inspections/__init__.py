"""Inspections on the phone and at the desk: plan, place, release, coverage. A sealed one is for its crew only."""
