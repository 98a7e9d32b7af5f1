"""Slides without a rendering process: what a finished deck leaves in the tables."""

from xiangyue.files import actions as files
from xiangyue.files.states import Kind
from xiangyue.hall.decks.models import Deck, Page
from xiangyue.hall.decks.states import State
from xiangyue.hall.lectures.models import Lecture
from xiangyue.kernel import clock, ids


def a_deck_of_two(lecture: Lecture, *, number: int = 1) -> Page:
    """A deck that can be shown; its first page, whose row is called `number`."""
    deck = Deck.objects.create(
        id=ids.new_id(), lecture=lecture, name="课件.pdf", state=State.READY, pages=2, made=2,
        due_at=clock.now(), uploaded_at=clock.now(), uploaded_by="host",
    )  # fmt: skip
    for position in (2, 1):
        large, small = (
            files.keep(
                f"page {position} {size}".encode(), kind=Kind.WEBP, label=f"deck/{deck.pk}/page/{position}/{size}", by="host",
                size=size,
            )
            for size in ((1600, 900), (320, 180))
        )  # fmt: skip
        page = Page.objects.create(
            pk=number + position - 1, deck=deck, position=position, number=position, large=large, small=small
        )
    return page
