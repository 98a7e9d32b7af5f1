"""The demo: a county with one lecture on air from a real encoder, forty residents who talk, and yesterday's replay."""
