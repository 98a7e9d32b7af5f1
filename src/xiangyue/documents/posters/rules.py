"""What a keeper may choose: pure."""

from xiangyue.documents.posters import errors
from xiangyue.documents.posters.lines import MOST_LINES, SEPARATORS

MAX_HEADLINE = 120


def require_headline(headline: str, title: str) -> str:
    """The headline with its breaks; "" when it breaks nowhere. Raises `OtherWords`, `TooManyLines`."""
    lines = [" ".join(line.split()) for line in headline.splitlines() if line.strip()]
    if _bare("".join(lines)) != _bare(title):
        if not lines:
            return ""
        raise errors.OtherWords
    if len(lines) > MOST_LINES:
        raise errors.TooManyLines
    return "\n".join(lines) if len(lines) > 1 else ""


def still_fits(headline: str, title: str) -> bool:
    """Whether breaks chosen earlier are of the title as it is now."""
    return bool(headline) and _bare(headline) == _bare(title)


def _bare(text: str) -> str:
    """The words alone: a separator may go where the line breaks."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in SEPARATORS)
