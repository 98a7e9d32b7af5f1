"""What nouns hand in, knowing none of those who ask for it: the one list.

To a lecture what they prepare for it (`hall.lectures.prepared`), in the order in which that is shown and brought on; to
the follower of lines how their rows are made (`hall.audience.projections`).
"""

from xiangyue.documents.posters.contribution import POSTER
from xiangyue.hall.audience import projections
from xiangyue.hall.audience.projections import Projection
from xiangyue.hall.claims.contribution import CLAIMS
from xiangyue.hall.decks.contribution import SLIDES
from xiangyue.hall.draws.contribution import DRAWS
from xiangyue.hall.lectures import prepared
from xiangyue.hall.polls import actions as polls
from xiangyue.hall.polls.contribution import POLLS
from xiangyue.hall.questions import actions as questions
from xiangyue.hall.questions.contribution import QUESTIONS
from xiangyue.hall.quiz.contribution import QUIZ
from xiangyue.hall.scores import actions as scores

CONTRIBUTIONS = (QUESTIONS, POLLS, QUIZ, POSTER, SLIDES, CLAIMS, DRAWS)
"""Claims before the draws they stand on: what is forgotten goes in this order."""

PROJECTIONS = (
    Projection("scores", scores.take, scores.forget),
    Projection("polls", polls.take, polls.forget),
    Projection("questions", questions.take, questions.forget),
)


def wire() -> None:
    """Hand them in; again does no harm."""
    for contribution in CONTRIBUTIONS:
        prepared.contribute(contribution)
    for projection in PROJECTIONS:
        projections.register(projection)
