"""Records again what real encoders send: `.venv/bin/python tests/captures/record_rtmp.py [NAME ...]`.

A tap stands between the encoder and our listener and keeps the encoder's bytes, handshake and all, as
`rtmp/NAME.bin`. Needs Debian's ffmpeg; the OBS capture needs obs-studio, Xvfb and libgl1-mesa-dri as well.
"""

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import av
from tests.factories.rtmp import OneKeyDesk

from xiangyue.media.ingest.listener import Listener

HERE = Path(__file__).parent / "rtmp"
PORT, TAP = 19350, 19351
URL = f"rtmp://127.0.0.1:{TAP}/live/capture"
SECONDS, RATE, SIZE = 3, 15, "160x90"

FFMPEG = [
    *("ffmpeg", "-loglevel", "error", "-re", "-f", "lavfi", "-i", f"testsrc2=size={SIZE}:rate={RATE}"),
    *("-f", "lavfi", "-i", "sine=sample_rate=48000", "-t", str(SECONDS)),
    *("-c:v", "libx264", "-bf", "2", "-g", "15", "-pix_fmt", "yuv420p", "-b:v", "60k", "-c:a", "aac", "-b:a", "32k"),
]


def ffmpeg(*more: str, url: str = URL) -> None:
    """Debian 12's ffmpeg 5.1 with two B-frames."""
    subprocess.run([*FFMPEG, *more, "-f", "flv", url], check=False, timeout=30)


def pyav(codec: str, sound: str = "aac") -> None:
    """libav of FFmpeg 8 inside PyAV; anything but H.264 and AAC travels by Enhanced RTMP."""
    width, height = map(int, SIZE.split("x"))
    with contextlib.suppress(av.FFmpegError), av.open(URL, "w", format="flv") as output:
        picture = output.add_stream(codec, rate=RATE)
        picture.width, picture.height, picture.pix_fmt, picture.bit_rate = width, height, "yuv420p", 60_000
        picture.gop_size, picture.max_b_frames = RATE, 0
        hum = output.add_stream(sound, rate=48_000, layout="mono")
        sample = 0
        for index in range(SECONDS * RATE):
            frame = av.VideoFrame(width, height, "yuv420p")
            for number, plane in enumerate(frame.planes):
                plane.update(bytes([(index * (3 + number)) & 0xFF]) * plane.buffer_size)
            frame.pts = index
            output.mux(picture.encode(frame))
            while sample < (index + 1) * 48_000 // RATE:
                sounding = av.AudioFrame("fltp", "mono", 960)
                sounding.planes[0].update(bytes(sounding.planes[0].buffer_size))
                sounding.pts, sounding.sample_rate = sample, 48_000
                output.mux(hum.encode(sounding))
                sample += 960
        output.mux(picture.encode(None))
        output.mux(hum.encode(None))


def apart(codec: str, sound: str) -> None:
    """`pyav` in a process of its own: opening an address keeps Python's lock, and our listener could not answer."""
    subprocess.run([sys.executable, __file__, "--pyav", codec, sound], check=False, timeout=30)


def obs() -> None:
    """OBS Studio of Debian 12 on a virtual screen, one coloured source, its own settings in a folder that is removed."""
    with tempfile.TemporaryDirectory() as home:
        _obs_settings(Path(home) / ".config" / "obs-studio")
        environ = os.environ | {"HOME": home, "XDG_CONFIG_HOME": f"{home}/.config", "DISPLAY": ":93"}
        environ |= {"LIBGL_ALWAYS_SOFTWARE": "1", "XDG_RUNTIME_DIR": home, "QT_QPA_PLATFORM": "xcb"}
        screen = subprocess.Popen(["Xvfb", ":93", "-screen", "0", "800x600x24", "-nolisten", "tcp"])
        studio = subprocess.Popen(
            ["obs", "--startstreaming", "--multi", "--minimize-to-tray", "--profile", "p", "--collection", "c"],
            env=environ,
        )
        try:
            studio.wait(timeout=15)
        except subprocess.TimeoutExpired:
            studio.terminate()
            studio.wait(timeout=10)
        finally:
            screen.terminate()
            screen.wait(timeout=10)


def _obs_settings(folder: Path) -> None:
    profile, scenes = folder / "basic" / "profiles" / "p", folder / "basic" / "scenes"
    profile.mkdir(parents=True)
    scenes.mkdir(parents=True)
    (folder / "global.ini").write_text(
        "[General]\nFirstRun=true\nLastVersion=486539266\nPre19Defaults=false\nEnableAutoUpdates=false\n"
        "[Basic]\nProfile=p\nProfileDir=p\nSceneCollection=c\nSceneCollectionFile=c\n[BasicWindow]\nSysTrayEnabled=false\n"
    )
    (profile / "basic.ini").write_text(
        "[General]\nName=p\n[Output]\nMode=Simple\nReconnect=false\n"
        "[SimpleOutput]\nVBitrate=60\nABitrate=64\nStreamEncoder=x264\nUseAdvanced=true\nPreset=ultrafast\n"
        "[Video]\nBaseCX=160\nBaseCY=96\nOutputCX=160\nOutputCY=96\nFPSType=1\nFPSInt=15\n[Audio]\nSampleRate=48000\n"
    )
    (profile / "service.json").write_text(
        f'{{"settings":{{"key":"capture","server":"rtmp://127.0.0.1:{TAP}/live","use_auth":false}},"type":"rtmp_custom"}}'
    )
    (scenes / "c.json").write_text(
        '{"name":"c","current_scene":"s","current_program_scene":"s","scene_order":[{"name":"s"}],"sources":['
        '{"id":"color_source","name":"k","settings":{"color":4286611584,"width":160,"height":96}},'
        '{"id":"scene","name":"s","settings":{"items":[{"id":1,"name":"k","visible":true}]}}]}'
    )


RECORDINGS = {
    "ffmpeg": ffmpeg,
    "ffmpeg-late": lambda: ffmpeg("-output_ts_offset", "17000"),
    "ffmpeg-border": lambda: ffmpeg("-output_ts_offset", "16775.7"),
    "pyav": lambda: apart("libx264", "aac"),
    "pyav-hevc": lambda: apart("libx265", "aac"),
    "pyav-opus": lambda: apart("libx264", "libopus"),
    "obs": obs,
}


class Tap:
    """Passes bytes on both ways and keeps what the first encoder sent."""

    def __init__(self) -> None:
        self.kept = bytearray()
        self._first = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        keep, self._first = self._first, False
        down, up = await asyncio.open_connection("127.0.0.1", PORT)

        async def back() -> None:
            while answer := await down.read(65536):
                writer.write(answer)
            writer.write_eof()

        answering = asyncio.create_task(back())
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                if keep:
                    self.kept += data
                up.write(data)
        up.close()
        with contextlib.suppress(ConnectionError):
            await answering
        writer.close()


async def record(name: str) -> None:
    """One encoder, from its first byte to its last."""
    listener, tap = Listener(), Tap()
    await listener.start(OneKeyDesk("capture"), host="127.0.0.1", port=PORT)
    server = await asyncio.start_server(tap.serve, "127.0.0.1", TAP)
    await asyncio.to_thread(RECORDINGS[name])
    server.close()
    await server.wait_closed()
    await listener.close()
    (HERE / f"{name}.bin").write_bytes(tap.kept)
    print(f"{name}: {len(tap.kept)} bytes")  # noqa: T201 - a script says what it made


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    if sys.argv[1:2] == ["--pyav"]:
        pyav(*sys.argv[2:])
        sys.exit()
    for wanted in sys.argv[1:] or RECORDINGS:
        if wanted == "obs" and not shutil.which("obs"):
            continue
        asyncio.run(record(wanted))
