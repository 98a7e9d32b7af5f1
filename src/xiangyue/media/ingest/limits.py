"""What one encoder, and all strangers together, may cost us. Every number has its reason beside it."""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """A *stranger* is a connection that no desk has admitted yet."""

    message_bytes: int = 4 * MIB
    """One message. A key frame of 4K at 40 Mbit/s stays under 3 MiB."""

    buffered_bytes: int = 8 * MIB
    """Unfinished messages of one connection. Memory grows with bytes that came, never with a length announced."""

    chunk_streams: int = 32
    """Chunk streams of one connection. Encoders use three to six."""

    command_bytes: int = 64 * KIB
    """One AMF message. The longest metadata seen is 2 KiB."""

    empty_messages: int = 1000
    """Messages without a body over a connection's life: they cost us more than the sender."""

    stranger_bytes: int = 16 * KIB
    """All that a stranger may send behind the handshake. Commands of real encoders stay under 2 KiB."""

    stranger_messages: int = 100
    """Messages of a stranger. Real encoders publish with the fifth or sixth."""

    strangers: int = 256
    """Strangers at once. All of a county's encoders coming back after a restart are fewer than 100."""

    strangers_per_peer: int = 64
    """Strangers from one address: behind a relay or one office's router a whole county's studios share it."""

    connections: int = 512
    """Sockets at once, admitted or not."""

    admission_s: float = 20.0
    """From the first packet to an accepted publish, however many bytes trickle in between."""

    silence_s: float = 10.0
    """Without a byte, an admitted encoder counts as gone. Villages on 4G pause for five seconds."""

    starved_s: float = 30.0
    """Without a whole frame, even if bytes trickle in: a key frame of 500 KiB takes 30 s on a line of 140 kbit/s."""

    linger_s: float = 3.0
    """After a refusal we still read, so that no reset overtakes the sentence on its way to the encoder's screen."""

    rate_bytes_s: float = 5_000_000
    """Sustained; above it the socket is not read until the allowance has grown again, so TCP slows the encoder."""

    headers_s: int = 50_000
    """Chunk headers a second, runs unwrapped in one stroke aside: 40 Mbit/s in interleaved chunks of 128 has 39,000."""

    burst_bytes: float = 16_000_000
    """Allowance of one connection: an encoder that catches up after a pause may send three seconds at once."""

    unsent_bytes: int = 64 * KIB
    """Answers a peer has not taken. Ours are a few hundred bytes in all."""
