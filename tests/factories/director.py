"""A director who runs the six parts straight on the line, as the console's orders do."""

import hashlib
import itertools
import json
import uuid
from collections.abc import Iterator
from typing import Any

from xiangyue.kernel.draw import xyd1
from xiangyue.kernel.draw.roster import fingerprint
from xiangyue.project.port import HttpPort
from xiangyue.timeline.events import Accepted, Receipt

BY = "director"
SALT = "a salt of sixteen"
CHAIN = 3
ENTROPY = "3.1.6.2.2.5.4.1.6.3./"


def commitment(answer: list[int] | str, salt: str = SALT) -> str:
    return hashlib.sha256(salt.encode() + json.dumps(answer, separators=(",", ":")).encode()).hexdigest()


class Director:
    """Each order returns the number by which the line knows it."""

    def __init__(self, port: HttpPort, lecture: str) -> None:
        self._port, self.lecture = port, lecture
        self._answers: dict[int, list[int] | str] = {}

    def order(self, kind: str, /, **data: Any) -> Receipt:
        return self._port.append(self.lecture, kind, data, command=str(uuid.uuid4()), by=BY)

    def log(self) -> list[Accepted]:
        """What the private log has so far."""
        return self._port.read(self.lecture, 0)

    def media_time(self, i: int) -> int:
        """The program time a timed event was given, in ms."""
        return next(record.media_ms or 0 for record in self.log() if record.seq == i)

    def part(self, p: int, title: str = "") -> int:
        return self.order("part", p=p, title=title).seq

    def slide(self, n: int, *, alt: str = "", pages: int = 12) -> int:
        return self.order("slide", deck="d1", n=n, pages=pages, src=f"/slides/{n}.svg" if n else "", alt=alt).seq

    def cover(self, text: str) -> None:
        self.order("cover", on=True, text=text)

    def uncover(self) -> None:
        self.order("cover", on=False)

    def notice(self, text: str) -> None:
        self.order("notice", text=text)

    def question(self, i: int, state: str, **more: str) -> int:
        return self.order("question", i=i, state=state, **more).seq

    def poll(self, text: str, options: list[str], **more: Any) -> int:
        return self.order("poll", text=text, options=options, **more).seq

    def close_poll(self, i: int) -> None:
        self.order("poll_close", i=i)

    def quiz(self, no: int, kind: str, text: str, answer: list[int] | str, *, s: int = 20, **more: Any) -> int:
        seq = self.order("quiz_item", no=no, kind=kind, text=text, s=s, commit=commitment(answer), **more).seq
        self._answers[seq] = answer
        return seq

    def reveal(self, i: int, why: str = "") -> None:
        """Raises the line's refusal while somebody may still answer."""
        self.order("quiz_reveal", i=i, answer=self._answers[i], salt=SALT, why=why)

    def draw_rules(self, title: str, prizes: list[tuple[str, int]], *, secret: bytes) -> int:
        rules = {
            "title": title,
            "text": "名单锁定以后谁也不能加、不能减。中奖的人三十天内到镇文化站领奖。",
            "prizes": [{"name": name, "count": count} for name, count in prizes],
            "eligible": "答对一题以上、在直播间里的人",
            "sources": ["十粒骰子当众掷（10个数，1到6，按次序）"],
            "commit": xyd1.commitment(secret, CHAIN),
            "n": CHAIN,
        }
        return self.order("draw_rules", **rules).seq

    def draw_roster(self, i: int, roster: str, url: str) -> None:
        self.order("draw_roster", i=i, sha256=fingerprint(roster), count=roster.count("\n"), url=url)

    def draw_secret(self, i: int, secret: bytes) -> None:
        self.order("draw_secret", i=i, otp=xyd1.opening(secret, CHAIN))

    def draw_entropy(self, i: int, entropy: str = ENTROPY) -> None:
        self.order("draw_entropy", i=i, entropy=entropy, by=["周主任", "李站长"])

    def draw_result(self, i: int, drawn: list[xyd1.Place], counts: list[int]) -> None:
        """The first drawn win, first prize first; the others are substitutes."""
        given = [prize for prize, count in enumerate(counts) for _ in range(count)]
        winners = [
            {"label": place.label, "prize": prize, "pos": place.pos.hex()}
            for place, prize in zip(drawn, given, strict=False)
        ]
        self.order("draw_result", i=i, winners=winners, substitutes=[place.label for place in drawn[len(given) :]])


def drawn(roster: str, secret: bytes, entropy: str = ENTROPY) -> list[xyd1.Place]:
    """Who is drawn first, second, …: what every phone must come to by itself."""
    key = xyd1.key(xyd1.opening(secret, CHAIN), fingerprint(roster), entropy)
    return xyd1.order(key, roster.splitlines())


def throws() -> Iterator[str]:
    """Ten dice, on and on until they fall as the test likes."""
    for last in itertools.product(range(1, 7), repeat=3):
        yield "".join(f"{die}." for die in (3, 1, 6, 2, 2, 5, 4, *last)) + "/"
