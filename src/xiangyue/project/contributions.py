"""What each noun prepares for a lecture, handed in: the lecture knows none of them (`hall.lectures.prepared`)."""

from xiangyue.documents.posters import actions as posters
from xiangyue.documents.posters import queries as poster_facts
from xiangyue.hall.claims.contribution import CLAIMS
from xiangyue.hall.decks.contribution import SLIDES
from xiangyue.hall.draws.contribution import DRAWS
from xiangyue.hall.lectures import prepared
from xiangyue.hall.lectures.prepared import Contribution

CONTRIBUTIONS = (
    Contribution(
        "poster",
        content=poster_facts.chosen,
        says=poster_facts.says,
        poster=poster_facts.address,
        copy=posters.copy,
        forget=posters.forget,
    ),
    SLIDES,
    CLAIMS,  # before the draws they stand on
    DRAWS,
)


def wire() -> None:
    """Hand them in, in the order in which they are listed and brought on; again does no harm."""
    for each in CONTRIBUTIONS:
        prepared.contribute(each)
