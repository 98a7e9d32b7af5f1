"""What the nouns of the hall prepare for a lecture, handed to it by the roof: nouns do not know one another."""

from xiangyue.hall.claims import actions as claims
from xiangyue.hall.draws import actions as draws
from xiangyue.hall.draws import queries
from xiangyue.hall.lectures.prepared import Contribution, contribute


def wire() -> None:
    """Hand in every contribution; the run of show brings things on in this order."""
    contribute(Contribution("claim", forget=claims.forget))  # before draws, which they stand on
    contribute(
        Contribution(
            "draw",
            content=queries.contribution_content,
            says=queries.contribution_says,
            items=queries.contribution_items,
            copy=draws.copy,
            forget=draws.forget,
        )
    )
