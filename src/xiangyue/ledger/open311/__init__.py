"""Open311 GeoReport v2: what a city tells the world of its requests, and what the world may report.


A service is a category of a kind that the public may see. Only rows are told: number, category, place, state, dates.
"""
