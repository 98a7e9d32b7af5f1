"""Three kinds of no: a refusal answers a person, a fault is an accident outside, all else is our mistake and loud."""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 - it is not an error: somebody is told no
    """A no that a person understands: stable code, HTTP status, one Chinese sentence.

    Subclasses set `code`, `status` and `text`; `text` may name fields in braces, which `fields` fills.
    """

    code = "refused"
    status = 400
    text = "这个请求不能办理。"

    def __init__(self, text: str | None = None, **fields: object) -> None:
        self.fields: Mapping[str, object] = fields
        self.sentence = (text or self.text).format(**fields) if fields else (text or self.text)
        super().__init__(self.sentence)

    def as_dict(self) -> dict[str, object]:
        """The one shape in which every client reads an error."""
        return {"error": {"code": self.code, "text": self.sentence}}


class NotFound(Refusal):
    """Unknown and forbidden look the same: a stranger learns nothing from the difference."""

    code = "not-found"
    status = 404
    text = "没有这个页面，或者你没有查看的权限。"


class Fault(Exception):  # noqa: N818 - the word for it
    """An accident outside (disk, network, peer). `retry` says whether trying again makes sense."""

    def __init__(self, text: str, *, retry: bool) -> None:
        super().__init__(text)
        self.retry = retry
