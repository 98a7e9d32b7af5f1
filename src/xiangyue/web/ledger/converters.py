"""The shape of a matter's name in an address; anything else is no matter and asks no database."""

from xiangyue.kernel import ids


class MatterName:
    """Sixteen letters of `kernel.ids`: a matter, or a seat somebody was drawn to."""

    regex = f"[{ids.ALPHABET}]{{{ids.ID_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
