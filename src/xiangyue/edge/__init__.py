"""Stream tower, third floor: what the audience talks to.

Reading is immutable numbered bytes; speaking is answered after the commit.
"""
