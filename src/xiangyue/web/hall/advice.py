"""Advice about a signal, in English. The stream tower says it in Chinese with a stable code; pages translate."""

from typing import Any

from django.utils.translation import get_language

ENGLISH = {
    "publisher-away": (
        "No picture arrives; viewers see the poster.",
        "See whether the sending phone or computer is on and online.",
    ),
    "no-video": ("Sound but no picture.", "Check the camera or scene; for a sound-only lecture ignore this."),
    "no-audio": ("Picture but no sound.", "Check that the microphone is plugged in and not muted, and audio is AAC."),
    "no-key-frame": ("No key frame for 10 s; newcomers see nothing.", "Set the key frame interval to 2 s."),
    "gop-long": ("Key frames more than 4 s apart; joining is slow.", "Set the key frame interval to 2 s, not “auto”."),
    "rate-sagging": (
        "The upstream sags; the picture may stall.",
        "Use a cable, lower the bitrate, close other programs.",
    ),
    "variable-rate": ("The frame rate varies.", "Fix it at 25 or 30; give a phone enough light."),
    "b-frames": ("B-frames add a little delay.", "For less delay set B-frames to 0 or tune for zero latency."),
    "too-large": ("Larger than 1080p; many phones struggle.", "Set the output to 1920×1080 or 1280×720."),
    "sound-lost": (
        "The sound converter failed and restarts; viewers hear nothing.",
        "It takes a few seconds; if it goes on, stop and go live again.",
    ),
    "sound-slow": ("The server is too busy for the sound, which breaks up.", "Tell the administrator."),
    "air-full": (
        "Too much picture waits in the broadcast delay; some of it is left out.",
        "Lower the bitrate, or shorten the delay.",
    ),
    "clock-jump": ("The encoder's timestamps jumped.", "If it happens again, restart the encoder or update it."),
    "encoder-fast": ("The encoder's clock runs fast.", "Update the encoder, or check the capture card's frame rate."),
    "encoder-slow": ("The encoder cannot keep up with real time.", "Lower the size or preset, close other programs."),
    "browser-picture": ("Sound but no picture.", "Is the right camera chosen, is it covered? Wake a locked phone."),
    "browser-sound": ("Picture but no sound.", "Is the microphone muted, may the browser use it?"),
    "browser-key": ("The picture's coding has stopped; newcomers see nothing.", "Stop sending, and start again."),
    "browser-network": (
        "The network has become slow; the picture may stall.",
        "Move to the router, or change networks.",
    ),
    "browser-uneven": (
        "The picture runs unevenly.",
        "The phone is too busy: close other apps; more light in the room.",
    ),
    "browser-jump": ("The picture broke off and came back.", "If it happens again, stop sending and start again."),
    "browser-slow": ("This device cannot keep up.", "Too busy: close other apps, plug it in."),
    "recording-stopped": ("Recording has stopped; the air goes on.", "Ask the administrator to make room on the disk."),
}


def spoken(report: dict[str, Any] | None) -> dict[str, Any] | None:
    """A report with its advice in the reader's language; a code unknown here stays as it was said."""
    if report is None or get_language() != "en":
        return report
    return {**report, "advice": [_english(item) for item in report["advice"]]}


def _english(item: dict[str, str]) -> dict[str, str]:
    text, do = ENGLISH.get(item["code"], (item["text"], item["do"]))
    return {**item, "text": text, "do": do}
