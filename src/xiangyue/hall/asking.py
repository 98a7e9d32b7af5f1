"""What quiz, polls and questions hand in: to the follower how their rows are made, to lectures what they prepare."""

from django.utils.translation import ngettext

from xiangyue.hall.audience import projections
from xiangyue.hall.audience.projections import Projection
from xiangyue.hall.lectures import prepared
from xiangyue.hall.lectures.prepared import Contribution, Item
from xiangyue.hall.polls import actions as polls
from xiangyue.hall.polls import queries as poll_queries
from xiangyue.hall.questions import actions as questions
from xiangyue.hall.questions import queries as question_queries
from xiangyue.hall.quiz import actions as quiz
from xiangyue.hall.quiz import queries as quiz_queries
from xiangyue.hall.scores import actions as scores


def wire() -> None:
    """Called once, when the tables are known."""
    projections.register(Projection("scores", scores.take, scores.forget))
    projections.register(Projection("polls", polls.take, polls.forget))
    projections.register(Projection("questions", questions.take, questions.forget))
    prepared.contribute(
        Contribution(
            "questions", content=question_queries.content, says=_questions, copy=questions.copy,
            forget=questions.forget_prepared,
        )
    )  # fmt: skip
    prepared.contribute(
        Contribution(
            "polls", content=poll_queries.content, says=_polls, items=_poll_items, copy=polls.copy,
            forget=polls.forget_prepared,
        )
    )  # fmt: skip
    prepared.contribute(
        Contribution(
            "quiz", content=quiz_queries.content, says=_quiz, items=_quiz_items, copy=quiz.copy, forget=quiz.forget
        )
    )


def _poll_items(lecture: str) -> tuple[Item, ...]:
    return tuple(Item("poll", name, text) for name, text in poll_queries.names(lecture))


def _quiz_items(lecture: str) -> tuple[Item, ...]:
    return tuple(Item("quiz", name, text) for name, text in quiz_queries.names(lecture))


def _polls(lecture: str) -> str:
    n = len(poll_queries.names(lecture))
    return ngettext("{n} 个投票", "{n} 个投票", n).format(n=n) if n else ""


def _quiz(lecture: str) -> str:
    n = quiz_queries.count(lecture)
    return ngettext("{n} 道题", "{n} 道题", n).format(n=n) if n else ""


def _questions(lecture: str) -> str:
    n = len(question_queries.content(lecture))
    return ngettext("{n} 个备好的问题", "{n} 个备好的问题", n).format(n=n) if n else ""
