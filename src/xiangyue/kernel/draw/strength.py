"""How many numbers a draw needs, so that nobody could have chosen a lucky roster by trying.

A draw of N from P has C(P, N) outcomes. With 2^20 times as many combinations of public numbers as that, no outcome is
favoured by more than one part in a million, and trying rosters until the wanted name wins would need as many numbers.
Whole numbers throughout: a logarithm rounded in one language and not in another must not decide a draw.
"""

import math

MARGIN_BITS = 20


def needed(pool: int, wanted: int) -> int:
    """The least number of combinations for a draw of `wanted` from `pool`."""
    return math.comb(pool, min(wanted, pool)) << MARGIN_BITS


def floor(combinations: int) -> int:
    """A number of combinations in whole bits, as people compare it."""
    return combinations.bit_length() - 1
