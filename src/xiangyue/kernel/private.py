"""Numbers that say who somebody is, in what was typed: a mobile number, or the number of an identity card."""

import re
import unicodedata

_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\d{17}[\dXx])(?!\d)", re.ASCII)


def holds_number(*texts: str) -> bool:
    """Whether one of some texts holds such a number, in whichever width it was typed."""
    return any(_NUMBER.search(unicodedata.normalize("NFKC", text)) for text in texts)
