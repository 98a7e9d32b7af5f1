"""The ground: plain Python that imports nobody. Time, identifiers, refusals, signatures, the hash chain."""
