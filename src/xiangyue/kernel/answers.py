"""How an official answer is spelt with its source: one text, which hall and ledger read alike."""

SOURCE = "\n依据："
"""Before the source, as the last line of an answer: a line and a chain have one field for both, and people read them
together.
"""


def composed(answer: str, source: str) -> str:
    """An answer with its source, as it is recorded."""
    return f"{answer}{SOURCE}{source}" if source else answer


def parted(text: str) -> tuple[str, str]:
    """The answer and the source that `composed` made one of."""
    answer, mark, source = text.rpartition(SOURCE)
    return (answer, source) if mark and "\n" not in source else (text, "")


def trimmed(answer: str) -> str:
    """One spelling of line ends, nothing at the ends."""
    lines = [line.rstrip() for line in answer.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip()
