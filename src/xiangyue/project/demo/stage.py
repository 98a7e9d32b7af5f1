"""Sets the demo up and keeps it going: history first, then the platform, an encoder and residents as processes."""

import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from xiangyue.kernel import clock
from xiangyue.kernel.errors import Fault
from xiangyue.project import config as settings_list
from xiangyue.project.config import Config

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.project.kecheng.loader import Loaded

START_S = 40.0
MAKING = "making"
"""A file that is there while the past is made."""

MARK = "demo"
"""A file that says whose folder it is: the demo deletes its data, and its passwords are printed in a book."""

OWN_PLACE = Path("var/demo")

ON_AIR_STUDIO = "hehua"
PAST_KEEPER = "office"
"""Who ran yesterday's lecture: the department that gave it has no account of its own yet."""

CAST = (
    "hehua", "office", "director", "yibao",
    "clerk-fushan", "clerk-zhifa", "inspector", "verifier", "expert", "chief", "auditor",
)  # fmt: skip
"""Whose accounts are printed: those of the hall, then those of the ledger."""

GUEST_STUDIO = "kecheng"
"""Whose lobby is open for the visitor's own OBS."""


def run(*, residents: int, fresh: bool) -> int:
    """Set up what is missing, put a lecture on air, print addresses, and stay until Ctrl-C."""
    os.environ.setdefault("XIANGYUE_DATA", str(OWN_PLACE))
    config = settings_list.load()
    require_own_place(config)
    _require_free(config)
    half_made = (config.data / MAKING).exists()  # the first demo was interrupted while it made the past
    if fresh or half_made:
        shutil.rmtree(config.data, ignore_errors=True)
    config.data.mkdir(parents=True, exist_ok=True)
    (config.data / MARK).touch()
    from xiangyue.project import control

    control.start()
    _say("数据库")
    control.migrate()
    _say("柯城：单位、直播间、账号、节目单，昨天的一讲")
    loaded = _county(config)
    with ExitStack() as stack:
        _say("启动平台")
        server = _process(stack, "serve")
        _wait_until_up(config, server)
        lecture, key = _on_air(loaded)
        guest_key = _guest_lobby()
        _say("编码器推流，居民入场")
        encoder = _process(stack, "publish", "--key", key)
        _print(config, loaded, lecture, guest_key)
        _direct(stack, lecture)
        stack.callback(_restore, signal.signal(signal.SIGTERM, _interrupt))
        try:
            _keep_going(config, lecture, residents, server, encoder)
        except KeyboardInterrupt:
            print("\n演示结束，数据留在", config.data)
    return 0


def require_own_place(config: Config) -> None:
    """Pass, or raise `Fault`: an installation in use must not be played with, and must not get accounts all know."""
    if config.database:
        raise Fault("演示不在 XIANGYUE_DATABASE 指向的数据库里运行：先取消这个设置。", retry=False)
    ours = config.data == OWN_PLACE or (config.data / MARK).exists()
    if not ours and config.data.exists() and any(config.data.iterdir()):
        raise Fault(f"{config.data} 里有别的数据，演示不动它：给 XIANGYUE_DATA 换一个空目录。", retry=False)


def code(username: str) -> int:
    """Print the one-time code of a demo account at this moment."""
    os.environ.setdefault("XIANGYUE_DATA", str(OWN_PLACE))
    from xiangyue.project import control

    control.start()
    from xiangyue.org.units import queries as tree
    from xiangyue.project import kecheng

    everybody = (*kecheng.accounts(), *(kecheng.clerk(unit) for unit in tree.tree()))
    account = next((account for account in everybody if account.username == username), None)
    if account is None:
        raise Fault(f"演示里没有账号 {username}。", retry=False)
    print(account.code)
    return 0


def _county(config: Config) -> "Loaded":
    from xiangyue.hall import stage
    from xiangyue.org.units import queries as tree
    from xiangyue.project import control, kecheng
    from xiangyue.project.demo import winter
    from xiangyue.project.demo.history import PastHall
    from xiangyue.project.live import line_rules

    now = clock.now()
    if not tree.tree():
        (config.data / MAKING).touch()
    with clock.stopped(now - timedelta(days=400)):  # before the past, which was made by these people
        control.furnish()
        kecheng.load_units()
        kecheng.load_accounts()
    with PastHall(config.data, line_rules(config), config.part_ms) as past:
        stage.connect(past)
        kecheng.load_past(now, lambda lecture, length: _play(past, lecture, length))
    control.connect()
    _say("台账：一年的事项，从各乡镇的表到今天")
    winter.make(now)
    (config.data / MAKING).unlink(missing_ok=True)
    return kecheng.load(now)


def _play(past: "object", lecture: "Lecture", length: timedelta) -> None:
    from xiangyue.project.demo import clip, director, evening
    from xiangyue.project.demo.history import PastHall
    from xiangyue.project.demo.picture import SlideShow
    from xiangyue.project.demo.programme import ELECTRICITY
    from xiangyue.project.demo.script import electricity

    assert isinstance(past, PastHall)
    place = lecture.studio.name
    day = clock.now().astimezone(clock.COUNTY_ZONE)
    show = SlideShow(electricity(place), line=f"乡约 · 柯城　{place}", corner=f"{day.month}月{day.day}日")
    evening.bring_slides(lecture)
    evening.bring_questions(lecture, [ELECTRICITY])
    whim = random.Random(lecture.pk)  # noqa: S311 - a simulation, the same every time
    conductor = director.conduct(lecture, ELECTRICITY, keeper=PAST_KEEPER, whim=whim)
    past.play(lecture.pk, clip.encode(show, seconds=show.seconds), length, conductor.run)


def _on_air(loaded: "Loaded") -> tuple[str, str]:
    """Tonight's first lecture on air, whatever the last demo left; its name and the key of its studio."""
    from xiangyue.hall.lectures import actions, queries
    from xiangyue.hall.lectures.states import State
    from xiangyue.org.access.rules import HOUSE
    from xiangyue.project import kecheng
    from xiangyue.project.demo import evening
    from xiangyue.project.demo.programme import ROUNDS

    key = kecheng.stream_key(ON_AIR_STUDIO)
    lecture = queries.get_mine(HOUSE, loaded.tonight[0])
    if lecture.state in (State.ENDED, State.REPLAY):
        lecture = actions.plan(lecture.studio, title=lecture.title, speaker=lecture.speaker, summary=lecture.summary,
                               planned_at=clock.now() + timedelta(minutes=1), by=HOUSE)  # fmt: skip
    left = queries.open_in(HOUSE, lecture.studio)
    if left is not None and left.pk != lecture.pk:  # a demo of another day ended while it was on air
        if left.state == State.LOBBY:
            actions.cancel(left, by=HOUSE)
        else:
            actions.end(left, by=HOUSE)
    evening.bring_slides(lecture)
    evening.bring_questions(lecture, ROUNDS)
    if lecture.state == State.PUBLISHED:
        actions.open_lobby(lecture, by=HOUSE)
    if lecture.state == State.LOBBY:
        actions.go_on_air(lecture, by=HOUSE)
    return lecture.pk, key


def _direct(stack: ExitStack, name: str) -> None:
    """The keeper of the studio runs the six parts, round after round, in a thread that ends with the demo."""
    from xiangyue.hall.lectures import queries
    from xiangyue.org.access.rules import HOUSE
    from xiangyue.project.demo import director

    stopping = threading.Event()
    lecture = queries.get_mine(HOUSE, name)
    running = threading.Thread(
        target=director.direct, args=(lecture, stopping), kwargs={"keeper": lecture.studio.unit.code}, name="director"
    )
    running.start()
    stack.callback(running.join)
    stack.callback(stopping.set)


def _guest_lobby() -> str:
    """A lobby for the visitor's own encoder; the key of its studio."""
    from xiangyue.hall.lectures import actions, queries
    from xiangyue.hall.lectures.states import OPEN
    from xiangyue.hall.studios import queries as alliance
    from xiangyue.org.access.rules import HOUSE
    from xiangyue.project import kecheng

    key = kecheng.stream_key(GUEST_STUDIO)
    studio = alliance.get(HOUSE, GUEST_STUDIO)
    if not queries.for_studio(HOUSE, studio).filter(state__in=sorted(OPEN)).exists():
        lecture = actions.plan(studio, title="试一试：用自己的 OBS 开播", speaker="你", by=HOUSE,
                               summary="推流码印在终端里；推上来以后，到直播间后台预览、开播。",
                               planned_at=clock.now() + timedelta(hours=1))  # fmt: skip
        actions.keep_off_lists(lecture, by=HOUSE)  # the county's front page is no place for somebody's first try
        actions.open_lobby(lecture, by=HOUSE)
    return key


def _print(config: Config, loaded: "Loaded", lecture: str, guest_key: str) -> None:
    rows = {account.username: account for account in loaded.accounts}
    print(f"""
  乡约 · {config.county}

  头版          {config.public_url}/
  正在直播      {config.public_url}/l/{lecture}/
  　　　　　    六个部分每十分钟一轮：用手机打开，答题、投票、提问；答对三题就有抽奖号码
  全部宣讲      {config.public_url}/lectures/
  台账          {config.public_url}/ledger/（用 clerk-fushan、office 或 inspector 登录）
  见证条        {config.public_url}/witness/

  账号（密码 / 动态码密钥；此刻的动态码）""")
    for name in CAST:
        account = rows[name]
        print(f"  {name:12} {account.password}  {account.secret}  {account.code}  {account.name}")
    print(
        f"""
  用自己的 OBS 试：服务器 {config.rtmp_url}  推流码 {guest_key}
  后台          {config.public_url}/studio/{GUEST_STUDIO}/（用 director 登录）

  动态码每 30 秒换一次：把密钥加进任何验证器应用，或运行 xiangyue demo --code 账号。Ctrl-C 结束。
""",
        flush=True,
    )


def _keep_going(
    config: Config, lecture: str, residents: int, server: "subprocess.Popen[bytes]", encoder: "subprocess.Popen[bytes]"
) -> None:
    from xiangyue.project.demo.residents import crowd

    async def live() -> None:
        people = asyncio.create_task(crowd("127.0.0.1", config.port, lecture, secret=config.secret(), count=residents))
        said = False
        try:
            # Looked at, not waited for in a thread: leaving would wait for it, and it for a server that is ended last.
            while server.poll() is None:
                if encoder.poll() is not None and not said:
                    print("编码器停了；居民还在。", flush=True)
                    said = True
                await asyncio.sleep(1)
        finally:
            people.cancel()
            await asyncio.gather(people, return_exceptions=True)

    asyncio.run(live())


def _process(stack: ExitStack, *words: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "xiangyue.project.commands", *words], stdout=subprocess.DEVNULL
    )
    stack.callback(_end, process)
    return process


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_up(config: Config, server: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + START_S
    while time.monotonic() < give_up and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{config.port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise Fault("平台没有起来，原因在上面几行。", retry=False)


def _require_free(config: Config) -> None:
    import socket

    for port, word in ((config.port, "XIANGYUE_PORT"), (config.rtmp_port, "XIANGYUE_RTMP_PORT")):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise Fault(f"端口 {port} 已被占用：先停掉占用它的程序，或设置 {word}。", retry=False)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _restore(before: object) -> None:
    signal.signal(signal.SIGTERM, before)  # type: ignore[arg-type]  # what signal.signal itself gave us


def _say(step: str) -> None:
    print(f"· {step}", flush=True)
