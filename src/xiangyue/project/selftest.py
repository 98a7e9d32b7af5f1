"""The journey of one lecture through the real programs: publish, watch, speak, kill, go on, end, watch again."""

import gzip
import io
import json
import time
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import av

from xiangyue.kernel.errors import Fault
from xiangyue.project.trial import Trial

PATIENCE_S = 40.0


class Journey:
    """What the steps share."""

    def __init__(self, folder: Path) -> None:
        self.trial = Trial(folder / "data")
        self.lecture = self.key = ""
        self.said: list[int] = []
        self._encoder: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_encoder()
        self.trial.close()

    def publish(self) -> None:
        self._encoder = self.trial.publisher(self.key)

    def stop_encoder(self) -> None:
        if self._encoder is not None:
            self._encoder.kill()
            self._encoder.wait()
            self._encoder = None

    def get(self, path: str) -> bytes:
        """The body of one of the lecture's addresses, unpacked."""
        address = f"{self.trial.url}/live/{self.lecture}/{path}"
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
            body: bytes = answer.read()
            return gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body

    def last_segment(self) -> str:
        """The name of the newest whole segment on the list, "" before there is one."""
        try:
            lines = self.get("1/source/live.m3u8").decode().splitlines()
        except OSError:
            return ""
        whole = [line for line in lines if line.endswith(".m4s") and line.count(".") == 1]
        return whole[-1] if whole else ""

    def say(self, text: str) -> None:
        ticket = self.trial.json(f"/live/{self.lecture}/ticket", {"name": "自检"})["ticket"]
        body = {"ticket": ticket, "command": str(uuid.uuid4()), "text": text}
        self.said.append(self.trial.json(f"/live/{self.lecture}/say", body)["seq"])

    def public_says(self) -> list[int]:
        """Numbers of all sentences in the public segments so far."""
        head = self.trial.head(self.lecture)
        segments = (json.loads(self.get(f"{head['epoch']}/e/{number}")) for number in range(head["head"] + 1))
        return [event["i"] for segment in segments for event in segment["ev"] if event["k"] == "say"]


def start(journey: Journey) -> str:
    began = time.monotonic()
    journey.trial.start()
    return f"平台启动，{time.monotonic() - began:.1f} 秒"


def watch(journey: Journey) -> str:
    planned = journey.trial.plan()
    journey.lecture, journey.key = planned.lecture, planned.key
    began = time.monotonic()
    journey.publish()
    name = _until(journey.last_segment, "推流以后没有画面：推流端口、推流码或编码器不对")
    init = journey.get("1/source/live.m3u8").decode().partition('#EXT-X-MAP:URI="')[2].partition('"')[0]
    picture = journey.get(f"1/source/{init}") + journey.get(f"1/source/{name}")
    with av.open(io.BytesIO(picture), "r") as source:
        frames = len(list(source.decode(video=0)))
    if not frames:
        raise Fault("画面解不开。", retry=False)
    return f"编码器推流，{time.monotonic() - began:.1f} 秒后第一个完整片段可播，解出 {frames} 帧"


def speak(journey: Journey) -> str:
    for number in range(3):
        journey.say(f"第 {number + 1} 句")
    _until(lambda: set(journey.said) <= set(journey.public_says()), "说的话没有公开出来")
    return f"弹幕 {len(journey.said)} 句，都已公开"


def survive(journey: Journey) -> str:
    before = journey.last_segment()
    journey.say("断电前的一句")
    journey.trial.kill()
    journey.stop_encoder()
    journey.trial.start()
    _until(lambda: set(journey.said) <= set(journey.public_says()), "断电以后少了说过的话")
    journey.publish()
    _until(lambda: journey.last_segment() not in ("", before), "断电以后没有接着播")
    return "强行断电再启动：说过的话都在，编号接着走，画面接着播"


def replay(journey: Journey) -> str:
    journey.trial.move(journey.lecture, "end")
    _until(lambda: journey.trial.head(journey.lecture)["ended"], "宣讲没有结束")
    listing = journey.get("1/source/live.m3u8").decode()
    if "#EXT-X-ENDLIST" not in listing:
        raise Fault("回看的列表没有结尾。", retry=False)
    size = len(journey.get("1/lecture.mp4"))
    return f"结束即可回看；MP4 下载 {size / 1e6:.1f} MB"


def prove(journey: Journey) -> str:
    journey.trial.command("audit", "verify")
    return "记录链核对无误"


STEPS: tuple[Callable[[Journey], str], ...] = (start, watch, speak, survive, replay, prove)


def _until(condition: Callable[[], Any], complaint: str) -> Any:
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        if found := condition():
            return found
        time.sleep(0.1)
    raise Fault(f"{complaint}（等了 {PATIENCE_S:.0f} 秒）。", retry=True)
