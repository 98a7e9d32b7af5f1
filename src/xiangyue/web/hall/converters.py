"""The shape of a lecture's name in an address; anything else is no lecture and asks no database."""

from xiangyue.kernel import ids


class LectureName:
    """Sixteen letters of `kernel.ids`."""

    regex = f"[{ids.ALPHABET}]{{{ids.ID_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
