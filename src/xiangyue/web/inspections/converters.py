"""The shape of names in addresses; anything else is no inspection and asks no database."""

from xiangyue.kernel import ids


class InspectionName:
    """Sixteen letters of `kernel.ids`: an inspection, a place, a phone."""

    regex = f"[{ids.ALPHABET}]{{{ids.ID_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
