"""What is prepared for a lecture, as values: speakers, six parts, planned minutes. Pure."""

from dataclasses import dataclass
from typing import Any

from xiangyue.hall.scripts import errors
from xiangyue.hall.scripts.states import MINUTES, Part

MAX_TITLE = 80
MAX_SPEAKERS = 6
MAX_LINE = 60
"""Letters of the programme's line that names the speakers."""

MAX_POST = 40

MAX_TEXT: dict[Part, int] = {part: 500 if part is Part.LEAD else 2000 for part in Part}
"""The opening lead stands in the lobby of a phone; the line takes 500 letters of it."""

MAX_MINUTES = 180


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks: name, post and unit as residents read them."""

    name: str
    post: str = ""
    unit: str = ""

    @property
    def words(self) -> str:
        """Name with what stands behind it: 叶主任（区医保局 副局长）."""
        behind = " ".join(word for word in (self.unit, self.post) if word)
        return f"{self.name}（{behind}）" if behind else self.name


@dataclass(frozen=True, slots=True)
class Passage:
    """One of the six parts: its words, and for how many minutes it is planned."""

    part: Part
    text: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    """The whole of it. `parts` holds all six, in order."""

    title: str
    speakers: tuple[Speaker, ...]
    topic: str = ""
    summary: str = ""
    parts: tuple[Passage, ...] = ()

    def passage(self, part: Part) -> Passage:
        """One part; as planned for a new lecture when nobody wrote it yet."""
        return next((each for each in self.parts if each.part == part), Passage(part, minutes=MINUTES[part]))

    @property
    def minutes_on_air(self) -> int:
        """Planned minutes of everything but the lobby."""
        return sum(self.passage(part).minutes for part in Part if part is not Part.POSTER)

    def content(self) -> dict[str, Any]:
        """What a second person approves of it: every word that residents see, and none of the timing."""
        return {
            "title": self.title,
            "topic": self.topic,
            "summary": self.summary,
            "speakers": [[each.name, each.post, each.unit] for each in self.speakers],
            "parts": [self.passage(part).text for part in Part],
        }


def line(speakers: tuple[Speaker, ...]) -> str:
    """The speakers in the one line of the programme, with their posts as long as they fit."""
    long = "、".join(each.words for each in speakers)
    short = "、".join(each.name for each in speakers)
    if len(long) <= MAX_LINE:
        return long
    return short if len(short) <= MAX_LINE else f"{short[: MAX_LINE - 1]}…"


def trimmed(script: Script) -> Script:
    """Without space around the words, without empty speakers, with all six parts."""
    return Script(
        title=script.title.strip(),
        topic=script.topic.strip(),
        summary=script.summary.strip(),
        speakers=tuple(
            Speaker(each.name.strip(), each.post.strip(), each.unit.strip())
            for each in script.speakers
            if each.name.strip() or each.post.strip() or each.unit.strip()
        ),
        parts=tuple(Passage(part, _lines(script.passage(part).text), script.passage(part).minutes) for part in Part),
    )


def require(script: Script) -> None:
    """Pass, or raise `BadLecture` with what is wrong."""
    if not script.title or len(script.title) > MAX_TITLE:
        raise errors.BadLecture(str(errors.TITLE))
    if not script.speakers or not all(each.name for each in script.speakers):
        raise errors.BadLecture(str(errors.SPEAKER))
    if any(max(len(each.name), len(each.unit)) > MAX_LINE or len(each.post) > MAX_POST for each in script.speakers):
        raise errors.BadLecture(str(errors.LONG_NAME))
    if len(script.speakers) > MAX_SPEAKERS:
        raise errors.BadLecture(str(errors.SPEAKERS))
    for passage in script.parts:
        if len(passage.text) > MAX_TEXT[passage.part]:
            raise errors.BadLecture(
                str(errors.LONG), part=passage.part.label, limit=MAX_TEXT[passage.part], over=len(passage.text)
            )
        if not 0 <= passage.minutes <= MAX_MINUTES:
            raise errors.BadLecture(str(errors.MINUTES))


def _lines(text: str) -> str:
    """One spelling of line ends: browsers send CRLF, and the same words must have the same hash."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip()
