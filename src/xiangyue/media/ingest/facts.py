"""What an encoder says about itself, made safe for the studio page."""

import math

from xiangyue.media.ingest import amf

MAX_TEXT = 120

NUMBERS = {
    "width": "width",
    "height": "height",
    "framerate": "framerate",
    "videoframerate": "framerate",
    "videodatarate": "video_kbps",
    "audiodatarate": "audio_kbps",
    "audiosamplerate": "sample_rate",
}
"""onMetaData's names and ours. Rates are kbit/s, as encoders write them; the sample rate is in hertz."""


def of_connect(wishes: "dict[str, amf.Value]") -> dict[str, str | float]:
    """ "client": the program behind the wire, as `connect` names it."""
    version = wishes.get("flashVer")
    return {"client": _clean(version)} if isinstance(version, str) and _clean(version) else {}


def of_metadata(value: "amf.Value") -> dict[str, str | float]:
    """ "encoder" and the numbers that are numbers and make sense."""
    if not isinstance(value, dict):
        return {}
    facts: dict[str, str | float] = {}
    for theirs, ours in NUMBERS.items():
        number = value.get(theirs)
        if isinstance(number, float) and math.isfinite(number) and 0 < number < 1e9:
            facts[ours] = number
    encoder = value.get("encoder")
    if isinstance(encoder, str) and _clean(encoder):
        facts["encoder"] = _clean(encoder)
    return facts


def of_page(said: dict[str, object]) -> dict[str, str | float]:
    """What a studio page says about its own encoder; anything else, and nonsense, is passed over."""
    found: dict[str, str | float] = {}
    for name in ("width", "height", "framerate", "video_kbps", "audio_kbps"):
        value = said.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e9:
            found[name] = float(value)
    agent = said.get("agent")
    if isinstance(agent, str) and _clean(agent):
        found["agent"] = _clean(agent)
    return found


def _clean(text: str) -> str:
    """One line, no control characters: it goes to pages and logs."""
    return "".join(letter for letter in text if letter.isprintable())[:MAX_TEXT].strip()
