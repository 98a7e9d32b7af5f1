"""How patient the edge is, how much it takes, and how fast anyone may speak: numbers with their reasons."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket: `per_s` drops run out each second, `burst` fit in."""

    per_s: float
    burst: float


@dataclass(frozen=True, slots=True)
class EdgeRules:
    """The settings of one edge. The defaults are what `xiangyue serve` runs with."""

    header_s: float = 10.0
    """From the first byte of a request (or the connection's beginning) to the end of its headers: for slow loris."""

    keep_alive_s: float = 65.0
    """Longer than a proxy's 60 s, so that the proxy closes an idle connection first and no request falls between."""

    hold_s: float = 15.0
    """A last bound. Lines let a reader wait 4.5 s and renditions 12 s; only a stuck one comes to this."""

    unsent_bytes: int = 1 << 20
    """A client that asks on while this much lies unread is cut off: memory belongs to those who read."""

    head_bytes: int = 16 * 1024
    body_bytes: int = 16 * 1024
    port_body_bytes: int = 1 << 20
    """Bodies of the control tower; a residents' sentence needs no kilobyte."""

    speaking: str = "guest"
    """Who may speak: "guest" is everybody with a ticket, "verified" only those who proved who they are."""

    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose X-Forwarded-For is believed."""

    ticket_ms: int = 12 * 3600 * 1000
    """A ticket outlives the longest lecture, and not the day."""

    say: Rate = field(default=Rate(0.5, 3))
    like: Rate = field(default=Rate(2, 10))
    beat: Rate = field(default=Rate(0.2, 4))
    """Per viewer. A sentence in two seconds is what people type; likes are counted by the page and sent in lumps."""

    ask: Rate = field(default=Rate(0.1, 3))
    up: Rate = field(default=Rate(1, 20))
    vote: Rate = field(default=Rate(0.5, 6))
    answer: Rate = field(default=Rate(1, 10))
    mine: Rate = field(default=Rate(0.2, 6))
    label: Rate = field(default=Rate(0.2, 6))
    """Per viewer. A question is read by a person; an answer counts once, so this only stops a stuck button."""

    ticket: Rate = field(default=Rate(30, 1000))
    address: Rate = field(default=Rate(200, 1000))
    """Per address, generous: a village hall or a whole operator may stand behind one."""

    room: Rate = field(default=Rate(300, 600))
    """Sentences per room: above it the disk would commit what nobody could read."""
