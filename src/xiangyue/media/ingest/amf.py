"""AMF0, the values of RTMP's commands and metadata (Adobe, Action Message Format AMF 0, 2007).

Reading is strict about bounds and lenient about what encoders get wrong: the count of an ECMA array is only a hint,
and text that is not UTF-8 is read with replacement characters.
"""

import struct
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from xiangyue.media.ingest.errors import AmfError

MAX_DEPTH = 16
"""Objects inside objects. Metadata of real encoders goes three deep (videoFourCcInfoMap)."""

MAX_VALUES = 2000
"""Values in one message, so that 64 KiB of nulls do not become 64,000 Python objects."""


class Undefined(Enum):
    """ActionScript's undefined, which is not null."""

    UNDEFINED = "undefined"


UNDEFINED = Undefined.UNDEFINED


@dataclass(frozen=True, slots=True)
class Date:
    """A moment: milliseconds since the epoch; the zone is reserved and should be 0 (section 2.13)."""

    ms: float
    zone: int = 0


@dataclass(frozen=True, slots=True)
class TypedObject:
    """An object that names its class (section 2.18)."""

    name: str
    members: "dict[str, Value]"


Value: TypeAlias = "Undefined | bool | float | str | Date | TypedObject | list[Value] | dict[str, Value] | None"

NUMBER, BOOLEAN, STRING, OBJECT, NULL, UNDEFINED_MARKER, REFERENCE = 0, 1, 2, 3, 5, 6, 7
ECMA_ARRAY, OBJECT_END, STRICT_ARRAY, DATE, LONG_STRING, UNSUPPORTED, XML, TYPED_OBJECT = 8, 9, 10, 11, 12, 13, 15, 16


def decode(body: bytes) -> list[Value]:
    """All values of one message, in order. Raises `AmfError`."""
    reader = _Reader(body)
    values = []
    while reader.at < len(body):
        values.append(reader.value(0))
    return values


def encode(*values: "Value | int") -> bytes:
    """The values one after the other, as a message's body. A dict becomes an anonymous object."""
    return b"".join(map(_encode, values))


class _Reader:
    """A position in a body; complex values already read, for references."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.at = 0
        self._count = 0
        self._complex: list[Value] = []

    def value(self, depth: int) -> Value:
        self._count += 1
        if depth > MAX_DEPTH or self._count > MAX_VALUES:
            raise AmfError("nested too deep or too many values")
        marker = self._take(1)[0]
        match marker:
            case 0:
                return self._number()
            case 1:
                return self._take(1) != b"\0"
            case 2:
                return self._text(2)
            case 12 | 15:
                return self._text(4)
            case 5:
                return None
            case 6 | 13:
                return UNDEFINED
            case 7:
                return self._reference()
            case 11:
                return Date(self._number(), struct.unpack(">h", self._take(2))[0])
            case 3 | 8 | 10 | 16:
                return self._nested(marker, depth)
        raise AmfError(f"marker {marker}")

    def _nested(self, marker: int, depth: int) -> Value:
        slot = len(self._complex)
        # A reference to a value still being read would make a loop; UNDEFINED holds its place until it is whole.
        self._complex.append(UNDEFINED)
        value: Value
        if marker == STRICT_ARRAY:
            count = self._size(4)
            if count > len(self._body) - self.at:
                raise AmfError("array longer than its message")
            value = [self.value(depth + 1) for _ in range(count)]
        elif marker == TYPED_OBJECT:
            value = TypedObject(self._text(2), self._members(depth))
        elif marker == ECMA_ARRAY:
            self._take(4)
            value = self._members(depth, may_stop=True)
        else:
            value = self._members(depth)
        self._complex[slot] = value
        return value

    def _members(self, depth: int, *, may_stop: bool = False) -> dict[str, Value]:
        """Pairs up to the end marker; `may_stop`: small devices leave it out at the end of an ECMA array."""
        members: dict[str, Value] = {}
        while True:
            if may_stop and self.at == len(self._body):
                return members
            name = self._text(2)
            if not name and self._body[self.at : self.at + 1] == bytes([OBJECT_END]):
                self.at += 1
                return members
            members[name] = self.value(depth + 1)

    def _reference(self) -> Value:
        index = self._size(2)
        if index >= len(self._complex) or self._complex[index] is UNDEFINED:
            raise AmfError("reference to nothing")
        return self._complex[index]

    def _number(self) -> float:
        number: float = struct.unpack(">d", self._take(8))[0]
        return number

    def _size(self, width: int) -> int:
        return int.from_bytes(self._take(width))

    def _text(self, width: int) -> str:
        return self._take(self._size(width)).decode("utf-8", "replace")

    def _take(self, count: int) -> bytes:
        piece = self._body[self.at : self.at + count]
        if len(piece) != count:
            raise AmfError("cut short")
        self.at += count
        return piece


def _encode(value: "Value | int") -> bytes:
    match value:
        case None:
            return bytes([NULL])
        case Undefined():
            return bytes([UNDEFINED_MARKER])
        case bool():
            return bytes([BOOLEAN, value])
        case int() | float():
            return struct.pack(">Bd", NUMBER, value)
        case str():
            raw = value.encode("utf-8", "replace")
            return struct.pack(">BH", STRING, len(raw)) + raw if len(raw) < 65536 else _long(raw)
        case list():
            return struct.pack(">BI", STRICT_ARRAY, len(value)) + encode(*value)
        case Date(ms, zone):
            return struct.pack(">Bdh", DATE, ms, zone)
        case TypedObject(name, members):
            return bytes([TYPED_OBJECT]) + _name(name) + _encode_members(members)
        case dict():
            return bytes([OBJECT]) + _encode_members(value)


def _long(raw: bytes) -> bytes:
    return struct.pack(">BI", LONG_STRING, len(raw)) + raw


def _name(name: str) -> bytes:
    raw = name.encode("utf-8", "replace")
    if len(raw) >= 65536:
        raise AmfError("name longer than 65535 bytes")
    return struct.pack(">H", len(raw)) + raw


def _encode_members(members: "dict[str, Value]") -> bytes:
    return b"".join(_name(name) + _encode(value) for name, value in members.items()) + bytes([0, 0, OBJECT_END])
