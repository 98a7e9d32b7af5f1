"""Runs the demo's programme on a lecture, by the hall's own verbs, under the names of the demo's accounts."""

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xiangyue.files.rules import Upload
from xiangyue.hall import stage
from xiangyue.hall.bank.rules import Draft
from xiangyue.hall.bank.states import Kind
from xiangyue.hall.chat import actions as chat
from xiangyue.hall.decks import actions as decks
from xiangyue.hall.decks import queries as slides
from xiangyue.hall.draws import actions as draws
from xiangyue.hall.draws import queries as drawn
from xiangyue.hall.draws import rules as draw_rules
from xiangyue.hall.draws.rules import Plan, Rule
from xiangyue.hall.draws.states import Eligibility
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.polls import actions as polls
from xiangyue.hall.polls import queries as poll_queries
from xiangyue.hall.polls.errors import TooMany as TooManyPolls
from xiangyue.hall.polls.rules import Draft as PollDraft
from xiangyue.hall.polls.states import Step as PollStep
from xiangyue.hall.quiz import actions as quiz
from xiangyue.hall.quiz import queries as quizzes
from xiangyue.hall.quiz.errors import TooMany as TooManyItems
from xiangyue.hall.quiz.states import Step as ItemStep
from xiangyue.kernel import ids
from xiangyue.kernel.errors import Fault, Refusal
from xiangyue.org.access.rules import HOUSE, Member
from xiangyue.project.demo import picture
from xiangyue.project.demo.programme import INSURANCE_SLIDES, PRIZES, REPLIES, Cue, Item, Poll, Programme
from xiangyue.project.demo.script import electricity

if TYPE_CHECKING:
    from xiangyue.hall.draws.models import Draw
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.polls.models import Poll as PreparedPoll
    from xiangyue.hall.quiz.models import Item as PreparedItem

logger = logging.getLogger(__name__)

LEAST = 3
"""Right answers that give a number in the draw: who comes in the middle of an evening can still have them."""

CLAIM = "凭手机上的领奖码到直播间服务台领取，家人可以代领"


def bring_slides(lecture: "Lecture") -> None:
    """Our own drawn pages as the lecture's deck, rendered at once, unless it has one."""
    if slides.current(HOUSE, lecture) is not None:
        return
    place = lecture.studio.name
    pages = [*electricity(place), *INSURANCE_SLIDES]
    line = f"乡约 · 柯城　{place}"
    uploads = [Upload(f"{at:02d}.png", picture.png(page, at, len(pages), line)) for at, page in enumerate(pages, 1)]
    decks.upload(lecture, uploads, by=HOUSE)
    while slides.current(HOUSE, lecture) is None and decks.render_due(decks=1):
        pass


def bring_questions(lecture: "Lecture", programmes: Sequence[Programme]) -> None:
    """The quiz and the polls of these programmes, prepared as a keeper would, unless the lecture has some."""
    if quizzes.names(lecture.pk) or poll_queries.names(lecture.pk):
        return
    for programme in programmes:
        for item in programme.items:
            quiz.add(lecture, _question(item), by=HOUSE)
        for poll in (programme.poll, programme.also):
            polls.add(lecture, _poll(poll), by=HOUSE)


@dataclass(slots=True)
class Evening:
    """One round. `keeper` runs the studio; `colleague` is the second who types the dice, from wherever."""

    lecture: "Lecture"
    programme: Programme
    keeper: Member
    colleague: Member
    whim: random.Random
    _open_poll: "PreparedPoll | None" = None
    _unprepared_poll: int = 0
    _salts: dict[str, tuple[int, str]] = field(default_factory=dict)
    _put: "dict[str, PreparedItem]" = field(default_factory=dict)
    _approved: list[tuple[int, str]] = field(default_factory=list)
    _asked: int = 0
    _draw: "Draw | None" = None

    def perform(self, cue: Cue) -> None:
        """Carry out one cue. A no is logged and the evening goes on: that is what a director would do."""
        act: Callable[[Any], object] = getattr(self, f"_{cue.verb}")
        try:
            act(cue.what)
        except (Refusal, Fault) as no:
            logger.warning("demo: %s at %d s: %s", cue.verb, cue.at_s, no)

    # ------------------------------------------------ the show
    def _part(self, what: tuple[int, str]) -> None:
        lectures.part(self.lecture, what[0], title=what[1], by=self.keeper, command=stage.fresh_command())

    def _slide(self, page: int) -> None:
        decks.show(self.lecture, page, by=self.keeper, command=stage.fresh_command())

    def _notice(self, text: str) -> None:
        self._order("notice", {"text": text})

    # ------------------------------------------------ questions and polls
    def _approve(self, count: int) -> None:
        known = {seq for seq, _text in self._approved}
        for note in stage.follow(self.lecture.pk, ["ask"], self._asked, newest=True).notes[-count:]:
            if note.seq in known:
                continue
            chat.answer_ask(self.lecture, note.seq, taken=True, by=self.keeper)
            self._approved.append((note.seq, str(note.data["text"])))
            self._asked = max(self._asked, note.seq)

    def _answer(self, count: int) -> None:
        for seq, text in self._approved[:count]:
            answer, unit = REPLIES.get(text, ("记下了，会后由街道答复，答复会留在这一页。", self.programme.unit))
            self._order("question", {"i": seq, "state": "live"})
            self._order("question", {"i": seq, "state": "answered", "answer": answer, "unit": unit})

    def _poll(self, poll: Poll) -> None:
        waiting = poll_queries.standing(self.keeper, self.lecture)
        ready = (each.poll for each in waiting if each.step == PollStep.PREPARED and each.poll.text == poll.text)
        try:
            self._open_poll = next(ready, None) or polls.add(self.lecture, _poll(poll), by=self.keeper)
        except TooManyPolls:  # the demo has been on for hours: the line alone is told
            said = {"text": poll.text, "options": list(poll.options), "multi": poll.most > 1, "most": poll.most}
            self._unprepared_poll = self._order("poll", {**said, "shown": poll.is_shown}).seq
        else:
            polls.open_poll(self._open_poll, by=self.keeper)

    def _close(self, _nothing: object) -> None:
        if self._open_poll is not None:
            polls.close_poll(self._open_poll, by=self.keeper)
        else:
            self._order("poll_close", {"i": self._unprepared_poll})
        self._open_poll = None

    # ------------------------------------------------ the quiz
    def _item(self, what: tuple[int, Item]) -> None:
        number, item = what
        waiting = quizzes.standing(self.keeper, self.lecture)
        ready = (each.item for each in waiting if each.step == ItemStep.PREPARED and each.item.text == item.text)
        try:
            row = next(ready, None) or quiz.add(self.lecture, _question(item), by=self.keeper)
        except TooManyItems:  # as above
            self._put_alone(number, item)
        else:
            quiz.put(row, by=self.keeper)
            self._put[item.text] = row

    def _put_alone(self, number: int, item: Item) -> None:
        salt = ids.new_secret()
        said = {
            "no": number, "kind": item.kind, "text": item.text, "options": list(item.options), "s": item.seconds,
            "unit": item.unit, "commit": stage.commitment(item.answer, salt),
        }  # fmt: skip
        self._salts[item.text] = self._order("quiz_item", said).seq, salt

    def _reveal(self, item: Item) -> None:
        if row := self._put.pop(item.text, None):
            quiz.reveal(row, by=self.keeper)
        elif known := self._salts.pop(item.text, None):
            seq, salt = known
            self._order("quiz_reveal", {"i": seq, "answer": item.answer, "salt": salt, "why": item.why})

    # ------------------------------------------------ the draw
    def _announce(self, _nothing: object) -> None:
        prizes = [{"name": name, "count": count} for name, count in PRIZES]
        rule = Rule(Eligibility.AT_LEAST, LEAST)
        plan = Plan("今晚的奖品", prizes, rule, [draw_rules.DICE], CLAIM)
        self._draw = draws.prepare(self.lecture, plan, by=self.keeper)
        draws.announce(self._draw, by=self.keeper)

    def _lock(self, _nothing: object) -> None:
        for row in list(self._put.values()):  # one that was too early, or fell into a restart
            quiz.reveal(self._put.pop(row.text), by=self.keeper)
        draws.lock(self._announced, by=self.keeper)

    def _open(self, _nothing: object) -> None:
        draws.open_secret(self._announced, by=self.keeper)

    def _throw(self, _nothing: object) -> None:
        """Dice that everybody could have seen; two people type them, neither sees what the other typed."""
        texts = [
            " ".join(str(self.whim.randint(1, 6)) for _ in range(sum(part.count for part in source.parts)))
            for source in drawn.settled_sources(self._announced)
        ]
        draws.type_numbers(self._announced, texts, by=self.colleague)
        draws.type_numbers(self._announced, texts, by=self.keeper)

    def _settle(self, _nothing: object) -> None:
        draws.settle(self._announced, by=self.keeper)

    @property
    def _announced(self) -> "Draw":
        if self._draw is None:
            raise Fault("the draw was not announced", retry=False)
        return self._draw

    def _order(self, kind: str, data: dict[str, Any]) -> stage.Receipt:
        return stage.order(self.lecture.pk, kind, data, by=self.keeper.username, command=stage.fresh_command())


def _question(item: Item) -> Draft:
    """As its author writes it."""
    right = item.answer if isinstance(item.answer, str) else tuple(item.answer)
    kind = Kind(item.kind.upper())
    return Draft(kind, item.text, right, item.options, measure=item.unit, seconds=item.seconds, why=item.why)


def _poll(poll: Poll) -> PollDraft:
    return PollDraft(poll.text, poll.options, multi=poll.most > 1, most=poll.most, shown=poll.is_shown)
