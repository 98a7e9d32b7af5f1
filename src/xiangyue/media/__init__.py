"""Stream tower, second floor: bytes of an encoder in, numbered parts and segments out. Never learns who is watching."""
