"""Reading bit by bit: what parameter sets of H.264 and AAC are made of."""


class Bits:
    """A reader over bytes, most significant bit first. Past the end it raises `EOFError`."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = len(data) * 8

    def take(self, count: int) -> int:
        """The next `count` bits as an unsigned number: u(n) of H.264 section 7.2."""
        if count > self._left:
            raise EOFError
        self._left -= count
        return self._value >> self._left & (1 << count) - 1

    def flag(self) -> bool:
        return self.take(1) == 1

    def golomb(self) -> int:
        """An unsigned Exp-Golomb number: ue(v) of H.264 section 9.1."""
        zeros = 0
        while not self.flag():
            zeros += 1
            if zeros > 32:
                raise EOFError
        return (1 << zeros) - 1 + self.take(zeros)

    def signed_golomb(self) -> int:
        """A signed Exp-Golomb number: se(v) of H.264 section 9.1.1."""
        number = self.golomb()
        return (number + 1) // 2 if number & 1 else -(number // 2)
