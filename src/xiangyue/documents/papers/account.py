"""What happened in a lecture, in results: a pure fold over the records of its line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

PARTS = {1: "主题海报", 2: "开场引导", 3: "微宣讲", 4: "互动", 5: "小结", 6: "答题抽奖"}


class Record(Protocol):
    """What the fold reads of a record of the line's log."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> dict[str, Any]: ...


@dataclass(slots=True)
class Part:
    """One of the six parts: its name, and when it began (ms since the epoch)."""

    p: int
    title: str
    at: int


@dataclass(slots=True)
class Question:
    """A question that became public; `ups` residents wanted it answered."""

    text: str
    state: str = ""
    answer: str = ""
    unit: str = ""
    ups: int = 0


@dataclass(slots=True)
class Poll:
    """A poll and its tally; `final` once it was closed."""

    text: str
    options: list[str]
    counts: list[int]
    voters: int = 0
    final: bool = False


@dataclass(slots=True)
class Item:
    """A quiz question and its result; `answer` is None while it was never opened."""

    no: int
    kind: str
    text: str
    options: list[str]
    unit: str = ""
    answer: list[int] | str | None = None
    answered: int = 0
    right: int = 0
    counts: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Draw:
    """A draw: its prizes, how many tickets were in, the winning labels by prize, and why it is void if it is; when
    (ms since the epoch) its rules were published, its roster locked and its numbers known, 0 while they were not.
    """

    title: str
    prizes: list[tuple[str, int]]
    tickets: int = 0
    winners: list[tuple[str, int]] = field(default_factory=list)
    void: str = ""
    ruled_at: int = 0
    locked_at: int = 0
    numbers_at: int = 0


class Account:
    """Everything to be reported, by the number of the record that opened it."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.upto = 0
        self.parts: list[Part] = []
        self.questions: dict[int, Question] = {}
        self.polls: dict[int, Poll] = {}
        self.items: dict[int, Item] = {}
        self.draws: dict[int, Draw] = {}
        self.slides: set[int] = set()
        self.asked = 0
        for record in records:
            self.take(record)

    @property
    def answers(self) -> int:
        """Answers given to all quiz questions."""
        return sum(item.answered for item in self.items.values())

    @property
    def right(self) -> int:
        """And how many of them were right."""
        return sum(item.right for item in self.items.values())

    @property
    def votes(self) -> int:
        """People who voted, summed over all polls."""
        return sum(poll.voters for poll in self.polls.values())

    @property
    def answered(self) -> list[Question]:
        """Questions that have an answer."""
        return [question for question in self.questions.values() if question.state == "answered" and question.answer]

    def leave(self, i: int, question: Question) -> None:
        """Take in what stays of a public question whose asker was erased by decision."""
        self.questions.setdefault(i, question)

    def hear(self, i: int, answer: str, unit: str) -> None:
        """Take in an official answer as it stands now, perhaps given after the end; of a public question only."""
        if (question := self.questions.get(i)) is not None:
            question.state, question.answer, question.unit = "answered", answer, unit

    def take(self, record: Record) -> None:
        """Take in one more record; kinds that report nothing are passed over."""
        self.upto = record.seq
        data = record.data
        match record.kind:
            case "part":
                self.parts.append(Part(data["p"], data.get("title") or PARTS[data["p"]], record.at))
            case "slide" if data["n"]:
                self.slides.add(data["n"])
            case "ask":
                self.asked += 1
            case "erased" if data["kind"] == "ask":
                # Asked it was: the count stays, as all counts do, when words go by decision.
                self.asked += 1
            case "question":
                self._question(record)
            case "ups":
                for i, count in data["counts"]:
                    if i in self.questions:
                        self.questions[i].ups = count
            case "poll":
                self.polls[record.seq] = Poll(data["text"], data["options"], [0] * len(data["options"]))
            case "tally" if data["i"] in self.polls:
                poll = self.polls[data["i"]]
                poll.counts, poll.voters, poll.final = data["counts"], data["voters"], data.get("final", False)
            case _:
                self._quiz(record)

    def _question(self, record: Record) -> None:
        data = record.data
        i = data.get("i") or record.seq
        if data["state"] == "declined":
            self.questions.pop(i, None)
            return
        question = self.questions.setdefault(i, Question(data.get("text", "")))
        question.state = data["state"]
        for name in ("text", "answer", "unit"):
            if data.get(name):
                setattr(question, name, data[name])

    def _quiz(self, record: Record) -> None:
        data = record.data
        match record.kind:
            case "quiz_item":
                options = data.get("options", [])
                item = Item(data["no"], data["kind"], data["text"], options, data.get("unit", ""))
                item.counts = [0] * len(options)
                self.items[record.seq] = item
            case "quiz_reveal" if data["i"] in self.items:
                self.items[data["i"]].answer = data["answer"]
            case "quiz_result" if data["i"] in self.items:
                item = self.items[data["i"]]
                item.answered, item.right, item.counts = data["answered"], data["right"], data["counts"]
            case _:
                self._draw(record)

    def _draw(self, record: Record) -> None:
        data = record.data
        if record.kind == "draw_rules":
            prizes = [(prize["name"], prize["count"]) for prize in data["prizes"]]
            self.draws[record.seq] = Draw(data["title"], prizes, ruled_at=record.at)
        draw = self.draws.get(data.get("i", 0)) if record.kind.startswith("draw_") else None
        if draw is None:
            return
        match record.kind:
            case "draw_roster":
                draw.tickets, draw.locked_at = data["count"], record.at
            case "draw_entropy":
                draw.numbers_at = record.at
            case "draw_result":
                draw.winners = [(winner["label"], winner["prize"]) for winner in data["winners"]]
            case "draw_void":
                draw.void = data["reason"]
