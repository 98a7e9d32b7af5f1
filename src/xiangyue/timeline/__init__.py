"""Stream tower, first floor: one lecture's append-only line, the only truth for what happens in it."""
