"""What the nouns of the hall prepare for a lecture, handed to it by the roof: nouns do not know one another."""

from xiangyue.hall.claims.contribution import CLAIMS
from xiangyue.hall.draws.contribution import DRAWS
from xiangyue.hall.lectures.prepared import contribute


def wire() -> None:
    """Hand in every contribution, claims before the draws they stand on; the run of show brings on in this order."""
    for contribution in (CLAIMS, DRAWS):
        contribute(contribution)
