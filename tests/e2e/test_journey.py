"""A lecture from the key to the replay by the real pages, and what people do to it on the way."""

import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import m3u8
import pytest
from playwright.sync_api import Browser, Page, Route
from tests.e2e.axe import findings_and_width as findings
from tests.factories.ffmpeg import Ffmpeg, until
from tests.factories.hired import Login, a_keeper_and_the_office
from tests.factories.settled import Settled
from tests.factories.viewer import Speaker, Viewer, moves, refusal

from xiangyue.kernel import clock
from xiangyue.project.kecheng import codes
from xiangyue.project.port import HttpPort
from xiangyue.project.trial import Planned, Trial

pytestmark = [pytest.mark.e2e, pytest.mark.slow]  # a browser, a server and encoders: seconds each

PHONE = {"width": 390, "height": 844}
HEVC = Path(__file__).parents[1] / "factories" / "hevc_publisher.py"
LONG_GOP = 75
"""Five seconds between key frames, longer than a segment may be."""

HEARS = """() => { const video = document.querySelector('video'), was = window.was ?? Infinity;
  window.was = video.currentTime; return !video.paused && video.currentTime > was; }"""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    house = Settled(tmp_path_factory.mktemp("journey") / "data", hold_ms="200")
    house.start()
    yield house
    house.close()


@pytest.fixture(scope="module")
def on_air(trial: Trial) -> list[Planned]:
    """Lectures on air, each in a studio of its own: the county's first six."""
    return trial.plan_many(6)


@pytest.fixture
def planned(on_air: list[Planned]) -> Planned:
    return on_air.pop()


def encoder(trial: Trial, key: str, log: Path, **settings: object) -> Ffmpeg:
    return Ffmpeg(f"{trial.rtmp_url}/{key}", log, **settings)  # type: ignore[arg-type]


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return str(answer.read().decode())


def ffmpeg_decodes(address: str, *more: str) -> str:
    """What Debian's ffmpeg complains of when it decodes an address to its end: nothing."""
    command = ["ffmpeg", "-v", "error", "-xerror", *more, "-i", address, "-enc_time_base", "-1", "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=60)
    return done.stderr if not done.returncode else f"status {done.returncode}: {done.stderr}"


# ------------------------------------------------------------------ the replay
def test_what_was_on_air_is_the_replay(
    trial: Trial, port: HttpPort, planned: Planned, phone: Page, tmp_path: Path
) -> None:
    """One piece with its hole marked, read by others' programs; every receipt is in the log and in public."""
    viewer, speaker = Viewer(phone, planned.lecture), Speaker(trial, planned.lecture)
    source = f"{trial.url}/live/{planned.lecture}/1/source/live.m3u8"
    with encoder(trial, planned.key, tmp_path / "first.log"):
        viewer.sees_it_move()
        speaker.say("前半场")
        assert ffmpeg_decodes(f"{trial.url}/live/{planned.lecture}/1/index.m3u8", "-t", "3") == ""
        assert m3u8.loads(fetch(source)).part_inf
    viewer.sees("away")
    until(lambda: fetch(source).count("#EXT-X-GAP") >= 2, "the hole is not marked")
    with encoder(trial, planned.key, tmp_path / "second.log"):
        viewer.sees_it_move()
        speaker.say("后半场")
        viewer.says("最后一句")
        viewer.reads("最后一句")
        speaker.say("来不及公开的一句")
        trial.move(planned.lecture, "end")
    viewer.sees("ended")
    assert viewer.sentence == "宣讲已结束，可以回看"
    listing = m3u8.loads(text := fetch(source))
    assert listing.is_endlist
    assert "#EXT-X-GAP" in text
    assert "#EXT-X-DISCONTINUITY\n" in text
    dates = [segment.program_date_time for segment in listing.segments if segment.program_date_time]
    assert dates == sorted(dates)
    assert ffmpeg_decodes(f"{trial.url}/live/{planned.lecture}/1/index.m3u8") == ""
    everything_said_is_kept(trial, port, planned.lecture, [int(str(receipt["seq"])) for receipt in speaker.receipts])
    phone.click("#press")
    viewer.sees_it_move()
    # over the hole, as somebody does who only waits
    holes = [number for number, segment in enumerate(listing.segments) if segment.gap_tag]
    begins, ends = (
        sum(segment.duration for segment in listing.segments[:number]) for number in (holes[0], holes[-1] + 1)
    )
    phone.evaluate("at => { document.querySelector('video').currentTime = at; }", begins - 0.5)
    phone.wait_for_function("at => document.querySelector('video').currentTime > at", arg=ends + 1)
    assert viewer.same_visit


def everything_said_is_kept(trial: Trial, port: HttpPort, lecture: str, receipts: list[int]) -> None:
    """In the private log, and in the public segments unless the log says why not."""
    log = port.read(lecture, 0)
    said = {record.seq for record in log if record.kind == "say"}
    assert set(receipts) <= said
    left_out = {seq for record in log if record.kind == "sampled" for seq in record.data["seqs"]}
    left_out |= {record.data["i"] for record in log if record.kind == "refused"}
    head = trial.head(lecture)
    segments = [trial_segment(trial, lecture, head["epoch"], number) for number in range(head["head"] + 1)]
    public = {event["i"] for segment in segments for event in segment["ev"] if event["k"] == "say"}
    assert said - left_out == public
    assert "历史完整" in trial.command("audit", "verify")


def trial_segment(trial: Trial, lecture: str, epoch: int, number: int) -> dict[str, list[dict[str, object]]]:
    address = f"{trial.url}/live/{lecture}/{epoch}/e/{number}"
    with urllib.request.urlopen(address, timeout=10) as answer:
        segment: dict[str, list[dict[str, object]]] = json.loads(answer.read())
    return segment


# ------------------------------------------------------------------ residents
def test_two_phones_and_a_flood(trial: Trial, planned: Planned, phone: Page, browser: Browser) -> None:
    """What one says the other reads; a name is kept; a retry is one sentence; who shouts is asked to wait."""
    mine = Viewer(phone, planned.lecture)
    context = browser.new_context(viewport=PHONE, base_url=trial.url)  # type: ignore[arg-type]
    other = Viewer(context.new_page(), planned.lecture)
    phone.click("#who")
    phone.fill("#nickname", "石室老李")
    phone.press("#nickname", "Enter")
    phone.wait_for_selector("#naming", state="hidden")  # a page behind a dialog takes no words
    mine.says("大家好")
    other.reads("石室老李")
    other.reads("大家好")
    phone.reload()
    mine.says("我又来了")
    other.reads("我又来了")
    named = "() => [...document.querySelectorAll('#sayings li')].filter(li => li.innerText.includes('石室老李')).length"
    assert other.page.evaluate(named) == 2

    loud, quiet = Speaker(trial, planned.lecture), Speaker(trial, planned.lecture)
    command = str(uuid.uuid4())
    first, again = loud.say("听得清", command=command), loud.say("听得清", command=command)
    assert (again["repeated"], again["seq"], again["link"]) == (True, first["seq"], first["link"])
    answers = flood(trial, loud, 100)
    quiet.say("我只说一句")
    other.reads("我只说一句")
    refused = [(headers, body) for status, headers, body in answers if status == 429]
    assert {status for status, _, _ in answers} == {200, 429}
    assert len(refused) > 90
    for headers, body in refused:
        error = body["error"]
        assert isinstance(error, dict)
        assert error["code"] in ("too-fast", "address-busy")
        assert error["text"]
        assert int(headers["retry-after"]) >= 1
    context.close()


def flood(trial: Trial, speaker: Speaker, count: int) -> list[tuple[int, dict[str, str], dict[str, object]]]:
    """So many sentences of one person within about a second, four at a time."""
    answers: list[tuple[int, dict[str, str], dict[str, object]]] = []
    address = f"{trial.url}/live/{speaker.lecture}/say"

    def shout() -> None:
        for _ in range(count // 4):
            body = {"ticket": speaker.ticket, "command": str(uuid.uuid4()), "text": "刷屏"}
            answers.append(refusal(address, body))

    threads = [threading.Thread(target=shout) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


# ------------------------------------------------------------------ the studio
def test_a_keeper_runs_an_evening(trial: Trial, port: HttpPort, desk: Page, browser: Browser, tmp_path: Path) -> None:
    """Key, plan, lobby, preview, air, notice, silence, a key revoked under way, end: each step by its button."""
    hangbu, office = a_keeper_and_the_office(trial)
    sign_in(hangbu, desk)
    key, lecture = prepare(trial, desk, office)
    context = browser.new_context(viewport=PHONE, base_url=trial.url)  # type: ignore[arg-type]
    resident = Viewer(context.new_page(), lecture)
    stale = desk.context.new_page()
    stale.goto("/studio/hangbu/")
    with encoder(trial, key, tmp_path / "keeper.log", gop=LONG_GOP, patient=True) as sending:
        moves(desk)
        desk.wait_for_selector("[data-health-advice]:has-text('关键帧间隔超过 4 秒')")
        resident.sees("lobby")
        strangers_see_nothing(trial, lecture)
        desk.click("button:text-is('开播')")
        resident.sees_it_move()
        stale.wait_for_selector("[data-health-state].moss, [data-health-state].amber")
        stale.click("button:text-is('开播')")
        stale.wait_for_selector("text=现在是“正在直播”，不能这样操作。")
        desk.bring_to_front()
        moves(desk)
        desk.fill("#notice", "八点答疑")
        desk.click("button:text-is('置顶')")
        resident.page.wait_for_selector("#notice:has-text('八点答疑')")
        resident.says("讲得明白")
        desk.wait_for_selector("[data-lines] li:has-text('讲得明白')")
        assert findings(desk) == []
        desk.click("button:text-is('全场静音')")
        until(lambda: said_silence(resident), "the phone does not know of the silence")
        an_order_in_doubt(desk, port, lecture)
        revoke(desk, sending)
        resident.sees("away")
    desk.click("text=结束宣讲")
    desk.click("text=确定，结束宣讲")
    desk.wait_for_selector("text=回放现在就能看")
    resident.sees("ended")
    resident.page.click("#press")
    resident.sees_it_move()
    assert resident.same_visit
    context.close()


def sign_in(keeper: Login, page: Page) -> None:
    """By name, password and code; neither a wrong password nor a wrong code opens anything."""
    name, password, secret = keeper
    page.goto("/studio/hangbu/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", "not his password")
    page.click("main button[type=submit]")
    page.wait_for_selector("main .error, main [role=alert], main .errorlist")
    page.fill("[name=password]", password)
    page.click("main button[type=submit]")
    page.fill("[name=code]", f"{(int(codes.now(secret)) + 1) % 1_000_000:06d}")
    page.click("main button[type=submit]:has-text('登录')")
    page.wait_for_selector("main .error, main [role=alert], main .errorlist")
    page.fill("[name=code]", codes.now(secret))
    page.click("main button[type=submit]:has-text('登录')")
    page.wait_for_url("**/studio/hangbu/")


def prepare(trial: Trial, page: Page, office: Login) -> tuple[str, str]:
    """A key, shown once; a lecture planned, written, approved by a second person and its lobby opened. The key and the
    lecture's name.
    """
    page.click("#software > summary")
    page.fill("#label", "演播室电脑")
    page.click("button:text-is('生成推流码')")
    key = page.locator("#key").inner_text()
    page.goto("/studio/hangbu/")
    assert key not in page.content()
    assert key not in "".join(path.read_text(errors="ignore") for path in trial.folder.glob("db.sqlite3*"))
    page.evaluate("() => { document.querySelector('details.fold').open = true; }")
    page.fill("#id_title", "冬季用电安全，一刻钟")
    page.fill("#id_speaker", "徐建国")
    page.fill("#id_planned_at", f"{datetime.now(clock.COUNTY_ZONE) + timedelta(minutes=5):%Y-%m-%dT%H:%M}")
    page.click("text=排好，去准备")
    page.fill("#id_text_2", "各位乡亲，晚上好。今晚一刻钟，讲冬季用电安全。")
    page.fill("#id_text_5", "插线板不串接，电动车不进楼，人走断电。")
    page.click("button:text-is('保存')")
    page.click("button:text-is('提交审核')")
    page.wait_for_selector("text=正在等：")
    assert page.locator("button:text-is('打开候场')").count() == 0
    approve(trial, page, office)
    page.reload()
    page.click("button:text-is('打开候场')")
    lecture = page.get_attribute("[data-console]", "data-lecture")
    assert lecture
    return key, lecture


def approve(trial: Trial, page: Page, who: Login) -> None:
    """The district office finds it on its desk, reads it and approves it, on a machine of its own."""
    name, password, secret = who
    browser = page.context.browser
    assert browser
    office = browser.new_context(viewport=PHONE, base_url=trial.url).new_page()  # type: ignore[arg-type]
    office.goto("/desk/")
    office.fill("[name=login]", name)
    office.fill("[name=password]", password)
    office.click("main button[type=submit]")
    office.fill("[name=code]", codes.now(secret))
    office.click("main button[type=submit]:has-text('登录')")
    office.wait_for_url("**/desk/")
    office.click("a:has-text('航埠镇直播间：')")
    assert "插线板不串接" in office.content()
    assert findings(office) == []
    office.click("button:text-is('审核通过')")
    office.wait_for_selector("text=审核通过，已经登上节目单。")
    office.context.close()


def strangers_see_nothing(trial: Trial, lecture: str) -> None:
    """Before air, whatever address one thinks of."""
    for path in ("1/index.m3u8", "1/source/live.m3u8", "1/audio/live.m3u8", "1/preview/live.m3u8",
                 "preview/guess/live.m3u8", "1/lecture.mp4", "1/source/0.m4s", "1/source/i1.mp4"):  # fmt: skip
        status, _, body = refusal(f"{trial.url}/live/{lecture}/{path}")
        assert status in (403, 404), path
        assert body["error"]


def said_silence(viewer: Viewer) -> bool:
    viewer.says("嘘")
    return "主持人请大家先听" in viewer.page.locator("#said").inner_text()


def an_order_in_doubt(page: Page, port: HttpPort, lecture: str) -> None:
    """An answer is lost; what is ordered next is another order, though it is the same form's."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/silence/", lose)
    page.click("button:text-is('全场静音')")
    page.wait_for_selector("[data-order-said]:has-text('没有送到')")
    page.unroute("**/silence/")
    page.click("button:text-is('恢复发言')")
    page.wait_for_selector("[data-order-said]:has-text('已经恢复发言')")
    assert [record.data["on"] for record in port.read(lecture, 0) if record.kind == "silence"][-2:] == [True, False]


def revoke(page: Page, sending: Ffmpeg) -> None:
    """While it sends: out, and no way back."""
    tries = sending.tries
    page.click("#software:not([open]) > summary")
    page.click("button:text-is('作废')")
    page.wait_for_selector("text=推流码已经作废")
    until(lambda: sending.tries > tries, "the encoder was not dropped", within_s=10)
    until(lambda: sending.words.count("已经作废") >= 2, "the encoder was not told why")


# ------------------------------------------------------------------ encoders set wrongly
def test_wrong_key_and_wrong_codec_are_told_and_disturb_nobody(
    trial: Trial, planned: Planned, phone: Page, tmp_path: Path
) -> None:
    viewer = Viewer(phone, planned.lecture)
    with encoder(trial, planned.key, tmp_path / "good.log") as good:
        viewer.sees_it_move()
        with encoder(trial, "not-a-key-of-ours", tmp_path / "stranger.log") as stranger:
            until(lambda: "推流码不对" in stranger.words, "a wrong key was not told")
        other = trial.plan(studio="yibao")
        until(lambda: refused_hevc(trial, other.key), "H.265 was not refused in words")
        viewer.sees_it_move()
        assert good.tries == 1
    assert viewer.same_visit


def refused_hevc(trial: Trial, key: str) -> bool:
    done = subprocess.run(
        [sys.executable, str(HEVC), f"{trial.rtmp_url}/{key}"], capture_output=True, check=False, timeout=60
    )
    return "H.264" in done.stderr.decode(errors="replace")


VARIABLE = ("-vf", "fps=12,setpts='PTS+0.03*random(1)/TB'", "-vsync", "vfr")


@pytest.mark.parametrize(
    ("settings", "advice"),
    [({"sound": False}, "no-audio"), ({"picture": False}, "no-video"), ({"more": VARIABLE, "gop": 24}, "")],
    ids=["picture only", "sound only", "12 uneven pictures"],
)
def test_unusual_encoders_play(
    trial: Trial, port: HttpPort, planned: Planned, phone: Page, tmp_path: Path,
    settings: dict[str, object], advice: str,
) -> None:  # fmt: skip
    """And the studio hears what is missing."""
    viewer = Viewer(phone, planned.lecture)
    with encoder(trial, planned.key, tmp_path / "odd.log", **settings):
        viewer.sees("none")
        phone.wait_for_function(HEARS, polling=400)

        def advised() -> set[str]:
            report = port.studio(planned.lecture)
            return {item["code"] for item in report["advice"]} if report else set()

        until(lambda: not advice or advice in advised(), f"the studio does not hear {advice}")
        assert ffmpeg_decodes(f"{trial.url}/live/{planned.lecture}/1/index.m3u8", "-t", "3") == ""
