"""What is noted in a matter's chain about a notice to a duty holder."""

from enum import StrEnum


class Said(StrEnum):
    INVITED = "holder-invited"
    REVOKED = "holder-revoked"
    ANSWERED = "holder-answered"
    ASKED = "holder-asked-time"
    GRANTED = "holder-time-granted"
    REFUSED = "holder-time-refused"


DECIDED = frozenset({Said.GRANTED, Said.REFUSED})
"""What the lead says to a wish for time."""

EXCHANGED = DECIDED | {Said.ANSWERED, Said.ASKED}
"""What both sides wrote to one another after the notice: whoever holds its link may read all of it."""
