"""The shape of a draw's name in an address; anything else is no draw and asks no database."""

from xiangyue.kernel import ids


class DrawName:
    """Sixteen letters of `kernel.ids`."""

    regex = f"[{ids.ALPHABET}]{{{ids.ID_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class StepName:
    """The steps that one button takes."""

    regex = "rules|roster|secret|result|void"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
