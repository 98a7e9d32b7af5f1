"""A calendar file (.ics) of lectures: iCalendar, RFC 5545."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE_OCTETS = 75
"""RFC 5545 section 3.1: a content line is folded before its 76th octet."""

LENGTH = timedelta(hours=1)
"""How long a lecture is entered for when nobody has said: an hour of the evening."""

AHEAD_MINUTES = 15
"""How long before it a calendar is to ring: most telephones stay silent for an event that names no alarm."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `uid` stays the same for ever; `sequence` grows with every change that a calendar must follow, and
    `cancelled` tells it to strike the entry out.
    """

    uid: str
    start: datetime
    title: str
    place: str
    address: str
    about: str
    changed: datetime
    length: timedelta = LENGTH
    sequence: int = 0
    cancelled: bool = False


def write(name: str, entries: Iterable[Entry]) -> bytes:
    """The whole file, lines ended by CRLF as the standard wants."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Xiangyue//Programme//ZH", f"X-WR-CALNAME:{_escape(name)}"]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{entry.uid}",
            f"SEQUENCE:{entry.sequence}",
            f"DTSTAMP:{_moment(entry.changed)}",
            f"DTSTART:{_moment(entry.start)}",
            f"DTEND:{_moment(entry.start + entry.length)}",
            f"SUMMARY:{_escape(entry.title)}",
            f"LOCATION:{_escape(entry.place)}",
            f"URL:{entry.address}",
            f"DESCRIPTION:{_escape(entry.about)}",
            f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
            *([] if entry.cancelled else _alarm(entry)),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_fold(line) + b"\r\n" for line in lines)


def _alarm(entry: Entry) -> list[str]:
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-PT{AHEAD_MINUTES}M",
        f"DESCRIPTION:{_escape(entry.title)}",
        "END:VALARM",
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escape(text: str) -> str:
    """RFC 5545 section 3.3.11: backslash, semicolon, comma and newline are escaped."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _fold(line: str) -> bytes:
    """Fold by octets, but never inside a character: many calendars join lines after decoding them."""
    folded, room = b"", LINE_OCTETS
    for character in line:
        octets = character.encode()
        if len(octets) > room:
            folded, room = folded + b"\r\n ", LINE_OCTETS - 1
        folded, room = folded + octets, room - len(octets)
    return folded
