"""What people wrote, as it may stand in a paper."""


def printable(text: str) -> str:
    """Without control characters, which XML does not allow and CSV readers stumble over; lines stay lines."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")
