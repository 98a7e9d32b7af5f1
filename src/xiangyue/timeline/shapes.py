"""The shape of each kind's data: what a record may say. `events.KINDS` says what happens to it."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Line1 = Annotated[str, Meta(max_length=200)]
Reason = Annotated[str, Meta(max_length=500)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Name = Annotated[str, Meta(min_length=1, max_length=40)]
Text = Annotated[str, Meta(min_length=1, max_length=500)]
Seq = Annotated[int, Meta(ge=1)]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Label = Annotated[str, Meta(min_length=1, max_length=64)]
Places = Annotated[list[Annotated[int, Meta(ge=0, le=9)]], Meta(max_length=10)]
"""Numbers of options, the first is 0."""
Number = Annotated[str, Meta(pattern="^-?[0-9]{1,12}(\\.[0-9]{1,6})?$")]


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all have in common: a field that is not known is a mistake."""


class Opened(Shape, frozen=True):
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    studio: Line1
    poster: Annotated[str, Meta(max_length=500)] = ""
    lead: Reason = ""


class Phase(Shape, frozen=True):
    phase: Literal["lobby", "on_air", "ended"]


class Say(Shape, frozen=True, rename={"sender": "from"}):
    name: Name
    text: Annotated[str, Meta(min_length=1, max_length=500)]
    sender: Line1 = ""


class Like(Shape, frozen=True):
    n: Annotated[int, Meta(ge=1, le=1_000)]


class Viewers(Shape, frozen=True):
    now: Count
    total: Count


class Notice(Shape, frozen=True):
    text: Reason


class Silence(Shape, frozen=True):
    on: bool


class Slow(Shape, frozen=True):
    s: Annotated[int, Meta(ge=0, le=3_600)]


class Redact(Shape, frozen=True):
    i: Annotated[int, Meta(ge=1)]
    reason: Reason = ""


class Media(Shape, frozen=True):
    state: Literal["published", "away", "back", "ended"]
    pdt: Count = 0
    reason: Line1 = ""


class Refused(Shape, frozen=True):
    i: Annotated[int, Meta(ge=1)]
    reason: Reason = ""


class Sampled(Shape, frozen=True):
    """Segment `n` left out the danmaku `seqs`, chosen by chance among those up to `upto` that were due."""

    n: Count
    upto: Count
    seqs: list[int]


# ------------------------------------------------ the run of show
class Part(Shape, frozen=True):
    """One of the six parts begins: 1 poster, 2 opening, 3 talk, 4 interaction, 5 closing, 6 quiz and draw."""

    p: Annotated[int, Meta(ge=1, le=6)]
    title: Line1 = ""


class Slide(Shape, frozen=True):
    """Page `n` of a deck, counted from 1; 0 takes the slides off. `src` is the address of this page alone."""

    deck: Line1
    n: Annotated[int, Meta(ge=0, le=500)]
    pages: Annotated[int, Meta(ge=0, le=500)]
    src: Reason = ""
    alt: Reason = ""


class Cover(Shape, frozen=True):
    """Picture and sound are replaced for everybody at once."""

    on: bool
    text: Line1 = ""


class Delay(Shape, frozen=True):
    """Seconds between what the lecturer does and what is public."""

    s: Annotated[int, Meta(ge=0, le=60)]


# ------------------------------------------------ moderation
class Review(Shape, frozen=True):
    """While on, each sentence waits until a moderator lets it pass."""

    on: bool


class Pass(Shape, frozen=True):
    i: Seq


class Mute(Shape, frozen=True):
    """`who` may not speak until then (ms since the epoch; 0 lifts it); nor may guests who came from `net` since."""

    who: Line1
    until_ms: Count
    reason: Reason = ""
    net: Line1 = ""


class Screen(Shape, frozen=True):
    """The words of which each holds a sentence back until a moderator has judged it."""

    words: Annotated[list[Annotated[str, Meta(min_length=1, max_length=40)]], Meta(max_length=1_000)]


class Held(Shape, frozen=True, rename={"sender": "from"}):
    """A sentence that one of the words held back: it waits for a verdict and keeps nobody else waiting."""

    name: Name
    text: Text
    sender: Line1 = ""


class Verdict(Shape, frozen=True):
    """What a moderator said to a sentence that was held back. One that passed is said again, under a new number."""

    i: Seq
    passed: bool
    reason: Reason = ""


# ------------------------------------------------ questions
class Ask(Shape, frozen=True, rename={"sender": "from"}):
    name: Name
    text: Text
    sender: Line1 = ""


class Question(Shape, frozen=True):
    """What becomes of the question asked in record `i`. Without `i` it is a prepared one, named by this event."""

    state: Literal["approved", "live", "answered", "declined"]
    i: Annotated[int, Meta(ge=0)] = 0
    name: Annotated[str, Meta(max_length=40)] = ""
    text: Reason = ""
    answer: Annotated[str, Meta(max_length=2_000)] = ""
    unit: Line1 = ""


class Up(Shape, frozen=True):
    i: Seq


class Ups(Shape, frozen=True):
    """Question and how many want it answered, for those whose number changed; counted up to record `upto`."""

    counts: list[tuple[int, int]]
    upto: Count


# ------------------------------------------------ polls
class Poll(Shape, frozen=True):
    """`most` options may be chosen if `multi`; `shown`: the running result is public before the close."""

    text: Text
    options: Annotated[list[Name], Meta(min_length=2, max_length=8)]
    multi: bool = False
    most: Annotated[int, Meta(ge=1, le=8)] = 8
    shown: bool = False


class Vote(Shape, frozen=True):
    i: Seq
    choice: Places


class PollClose(Shape, frozen=True):
    i: Seq


class Tally(Shape, frozen=True):
    """How often each option was chosen, by so many voters, counted up to record `upto`; `final` after the close."""

    i: Seq
    counts: list[Count]
    voters: Count
    upto: Count
    final: bool = False


# ------------------------------------------------ the quiz
class QuizItem(Shape, frozen=True):
    """A question of the quiz, open for `s` seconds of everybody's own playhead. `commit` binds the right answer."""

    no: Annotated[int, Meta(ge=1, le=99)]
    kind: Literal["single", "multiple", "truefalse", "order", "number"]
    text: Text
    s: Annotated[int, Meta(ge=5, le=120)]
    commit: Digest
    options: Annotated[list[Line1], Meta(max_length=8)] = []
    unit: Annotated[str, Meta(max_length=20)] = ""


class Answer(Shape, frozen=True):
    """One of the two, as the item's kind asks: numbers of options (their order counts for "order"), or a number."""

    i: Seq
    choice: Places | None = None
    number: Number | None = None


class QuizReveal(Shape, frozen=True):
    """Opens the commitment: `commit` = SHA-256 of salt and canonical JSON of the answer."""

    i: Seq
    answer: Places | Number
    salt: Annotated[str, Meta(min_length=16, max_length=64)]
    why: Reason = ""


class QuizResult(Shape, frozen=True):
    """How many answered, how many were right, how often each option was chosen, counted up to record `upto`."""

    i: Seq
    answered: Count
    right: Count
    counts: list[Count]
    upto: Count


# ------------------------------------------------ the draw
class Prize(Shape, frozen=True):
    name: Name
    count: Annotated[int, Meta(ge=1, le=1_000)]


class DrawRules(Shape, frozen=True):
    """Everything that binds the organiser, said before anything is known. `commit` = H^n(secret)."""

    title: Name
    text: Annotated[str, Meta(max_length=2_000)]
    prizes: Annotated[list[Prize], Meta(min_length=1, max_length=20)]
    eligible: Reason
    sources: Annotated[list[Line1], Meta(min_length=1, max_length=10)]
    commit: Digest
    n: Annotated[int, Meta(ge=2, le=1_000)]
    algorithm: Literal["XYD-1", "XYD-2"] = "XYD-1"


class DrawRoster(Shape, frozen=True):
    """The locked roster's SHA-256, how many lines it has, where everybody reads it."""

    i: Seq
    sha256: Digest
    count: Annotated[int, Meta(ge=1)]
    url: Reason


class DrawSecret(Shape, frozen=True):
    """H^(n-1)(secret), opened before the public entropy: nobody has a move left."""

    i: Seq
    otp: Digest


class DrawEntropy(Shape, frozen=True):
    """The public entropy in the spelling of RFC 3797 section 4, as two people typed it independently."""

    i: Seq
    entropy: Annotated[str, Meta(min_length=1, max_length=2_000)]
    by: Annotated[list[Name], Meta(min_length=2, max_length=2)]


class Winner(Shape, frozen=True):
    """`prize` counts from 0 in the rules' list; `pos` is what the order of the draw was made by."""

    label: Label
    prize: Annotated[int, Meta(ge=0, le=19)]
    pos: Digest


class DrawResult(Shape, frozen=True):
    i: Seq
    winners: list[Winner]
    substitutes: list[Label] = []


class DrawVoid(Shape, frozen=True):
    i: Seq
    reason: Text


# ------------------------------------------------ the line itself
class Epoch(Shape, frozen=True):
    """A decision to erase: the records `erased` lose their payload; `previous` is the hash of segment `head` then."""

    epoch: Annotated[int, Meta(ge=2)]
    previous: str
    head: int
    reason: Reason
    erased: list[int]


class Closed(Shape, frozen=True):
    """The public chain's last hash, tied into the private chain."""

    epoch: int
    head: int
    hash: str
