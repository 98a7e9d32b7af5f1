"""A headline set from top to bottom, columns from right to left, as on a proclamation: pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from xiangyue.documents.posters import lines

UPRIGHT_FORMS = str.maketrans(
    {
        "，": "︐", "、": "︑", "。": "︒", "：": "︓", "；": "︔", "！": "︕", "？": "︖", "…": "︙", "—": "︱",
        "（": "︵", "）": "︶", "《": "︽", "》": "︾", "〈": "︿", "〉": "﹀", "【": "︻", "】": "︼",
        "「": "﹁", "」": "﹂", "『": "﹃", "』": "﹄", "“": "﹃", "”": "﹄", "‘": "﹁", "’": "﹂", "～": "︴",
    }
)  # fmt: skip
"""Unicode's own upright forms; the font has them all."""

GAP = 1.28
"""From one column to the next, in squares; the template's own default."""

ABREAST = 2
"""So many figures or letters stand side by side in one square; longer words lie on their side."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands in a column: `text`, how it stands, and how many squares it is long."""

    text: str
    how: str
    squares: float


def fit(
    title: str, *, width: float, height: float, largest: float, names: Iterable[str] = ()
) -> tuple[list[list[Sign]], float]:
    """Columns of signs from right to left, and the size of a square."""
    # The same rules as for lines, lying on their side: as high as wide, and a column takes the place of a line.
    setting = lines.fit(title, width=height, height=width, largest=largest, leading=GAP, names=names)
    columns = [signs(line) for line in setting.lines]
    longest = max(sum(sign.squares for sign in column) for column in columns)
    return columns, min(largest, height / longest, width / (GAP * len(columns)))


def signs(line: str) -> list[Sign]:
    """The signs of one column."""
    found: list[Sign] = []
    for run in _runs(line):
        if run.isspace():
            found.append(Sign("", "gap", 0.4))
        elif not run.isascii():
            found += [_one(letter) for letter in run]
        elif len(run) <= ABREAST:
            found.append(Sign(run, "abreast", 1.0))
        else:
            found.append(Sign(run, "lying", lines.advance(run) + 0.2))
    return found


def _one(letter: str) -> Sign:
    upright = letter.translate(UPRIGHT_FORMS)
    return Sign(upright, "upright", 0.62 if letter in lines.PAUSES else 1.0)


def _runs(line: str) -> list[str]:
    """The line cut where Chinese, Latin and space meet."""
    runs: list[str] = []
    for letter in line:
        kind = _kind(letter)
        if runs and _kind(runs[-1][0]) == kind:
            runs[-1] += letter
        else:
            runs.append(letter)
    return runs


def _kind(letter: str) -> str:
    if letter.isspace():
        return "space"
    return "latin" if letter.isascii() else "han"
