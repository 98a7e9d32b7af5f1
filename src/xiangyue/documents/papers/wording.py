"""What people wrote, as it may stand in a paper."""

Value = str | int
OBEYED = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First letters that spreadsheet programs take for the beginning of a formula (OWASP, CSV injection)."""

KEPT = "\n\u3000\u00a0"
"""Lines stay lines, and blanks blanks: Python calls no blank printable but the narrow one."""


def printable(text: str) -> str:
    """Without control characters, which XML does not allow and CSV readers stumble over."""
    return "".join(letter for letter in text if letter.isprintable() or letter in KEPT)


def harmless(value: Value) -> Value:
    """What no spreadsheet program obeys: numbers as they are, dangerous text behind an apostrophe."""
    if isinstance(value, int):
        return value
    clean = printable(value)
    return f"'{clean}" if clean.lstrip("\u3000\u00a0").startswith(OBEYED) else clean
