"""The text of playlists, by draft-pantos-hls-rfc8216bis-22. Section numbers below are that document's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from xiangyue.media.frames import TIMESCALE
from xiangyue.media.packaging.segments import Part, Segment

CONTENT_TYPE = "application/vnd.apple.mpegurl"

VERSION = 9
"""EXT-X-SKIP asks for 9 (section 8)."""


@dataclass(frozen=True, slots=True)
class Targets:
    """What every playlist of a lecture declares alike, and never changes."""

    target_s: int
    part_ticks: int

    @property
    def skip_ticks(self) -> int:
        """The skip boundary, six target durations (4.4.3.8)."""
        return 6 * self.target_s * TIMESCALE

    @property
    def parts_ticks(self) -> int:
        """How far from the end parts are listed: three target durations (6.2.2)."""
        return 3 * self.target_s * TIMESCALE


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the segments: number and discontinuity number of the first, and whether all are independent."""

    msn: int
    discontinuities: int
    independent: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Where another rendition stands (4.4.5.4)."""

    uri: str
    msn: int
    part: int


def head(targets: Targets, first: Head, *, ended: bool) -> str:
    """The tags above the first segment. A finished list says VOD and has no use for parts."""
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{VERSION}", f"#EXT-X-TARGETDURATION:{targets.target_s}"]
    if ended:
        lines.append("#EXT-X-PLAYLIST-TYPE:VOD")
    else:
        part = targets.part_ticks / TIMESCALE
        back = f"PART-HOLD-BACK={3 * part:.3f},HOLD-BACK={3 * targets.target_s:.1f}"
        lines += [
            f"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,{back},CAN-SKIP-UNTIL={6 * targets.target_s:.1f}",
            f"#EXT-X-PART-INF:PART-TARGET={part:.3f}",
        ]
    lines.append(f"#EXT-X-MEDIA-SEQUENCE:{first.msn}")
    if first.discontinuities:
        lines.append(f"#EXT-X-DISCONTINUITY-SEQUENCE:{first.discontinuities}")
    if first.independent:
        lines.append("#EXT-X-INDEPENDENT-SEGMENTS")
    return "\n".join(lines) + "\n"


def skip(count: int) -> str:
    return f"#EXT-X-SKIP:SKIPPED-SEGMENTS={count}\n"


def init(version: int) -> str:
    return f'#EXT-X-MAP:URI="i{version}.mp4"\n' if version else ""


def opening(segment: Segment) -> str:
    """The tags of a segment that stand before its first part (4.4.4.9)."""
    lines = "#EXT-X-DISCONTINUITY\n" if segment.discontinuity else ""
    if segment.new_init:
        lines += init(segment.init)
    return lines + f"#EXT-X-PROGRAM-DATE-TIME:{date(segment.date_ms)}\n"


def part(segment: Segment, index: int, item: Part) -> str:
    line = f'#EXT-X-PART:DURATION={item.duration / TIMESCALE:.5f},URI="{segment.msn}.{index}.m4s"'
    if item.gap:
        return line + ",GAP=YES\n"
    return line + (",INDEPENDENT=YES\n" if item.independent else "\n")


def closing(segment: Segment, *, missing: bool = False) -> str:
    """The lines of a closed segment after its parts; `missing` when nothing of it is to be had any more."""
    gap = "#EXT-X-GAP\n" if segment.gap or missing else ""
    return f"{gap}#EXTINF:{segment.duration / TIMESCALE:.5f},\n{segment.msn}.m4s\n"


def tail(msn: int, index: int, reports: Iterable[Report]) -> str:
    """What ends a live list: the one part to come, and where the other renditions stand."""
    hint = f'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="{msn}.{index}.m4s"\n'
    return hint + "".join(
        f'#EXT-X-RENDITION-REPORT:URI="{report.uri}",LAST-MSN={report.msn},LAST-PART={report.part}\n'
        for report in reports
    )


ENDLIST = "#EXT-X-ENDLIST\n"


def date(moment_ms: int) -> str:
    """A date with milliseconds, in UTC (4.4.4.6)."""
    moment = datetime.fromtimestamp(moment_ms // 1000, tz=UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment_ms % 1000:03d}Z"


@dataclass(frozen=True, slots=True)
class Variant:
    """One line of the multivariant playlist; bits per second; sizes are 0 for sound alone."""

    name: str
    codecs: str
    peak: int
    average: int
    width: int = 0
    height: int = 0
    fps: float = 0.0


def multivariant(variants: Iterable[Variant]) -> str:
    """The list of renditions (4.4.6.2), best first."""
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{VERSION}"]
    for variant in variants:
        line = (
            f'#EXT-X-STREAM-INF:BANDWIDTH={variant.peak},AVERAGE-BANDWIDTH={variant.average},CODECS="{variant.codecs}"'
        )
        if variant.width:
            line += f",RESOLUTION={variant.width}x{variant.height}"
            line += f",FRAME-RATE={variant.fps:.3f}" if variant.fps else ""
            line += ",CLOSED-CAPTIONS=NONE"
        lines += [line, f"{variant.name}/live.m3u8"]
    return "\n".join(lines) + "\n"
