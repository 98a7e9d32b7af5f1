"""What people wrote, as it may stand in a paper."""

Value = str | int
OBEYED = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First letters that spreadsheet programs take for the beginning of a formula (OWASP, CSV injection)."""


def printable(text: str) -> str:
    """Without control characters, which XML does not allow and CSV readers stumble over; lines stay lines."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")


def harmless(value: Value) -> Value:
    """What no spreadsheet program obeys: numbers as they are, dangerous text behind an apostrophe."""
    if isinstance(value, int):
        return value
    clean = printable(value)
    return f"'{clean}" if clean.startswith(OBEYED) else clean
