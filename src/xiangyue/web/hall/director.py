"""What every order of a director has in common: JSON or a form in, one shape out.

In: `command` (a UUID made for this press; sent again after a doubt it is the same order) and `expected` (the number of
the last control event the sender saw; refused when another came since), beside what the verb takes. Out:
`{"ok": true, ...}`, or the one shape of errors. A plain form gets its page again.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from xiangyue.hall.lectures import queries as lectures
from xiangyue.kernel.errors import NotFound, Refusal
from xiangyue.org.access.rules import Member

if TYPE_CHECKING:
    from xiangyue.hall.lectures.models import Lecture
    from xiangyue.hall.stage import Receipt


class NotUnderstood(Refusal):
    code = "not-understood"
    status = 400
    text = _("这个操作没有看懂，请刷新页面再试。")  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button. `words` is what the verb takes beside it."""

    command: str
    expected: int | None
    words: Mapping[str, Any]

    def word(self, name: str) -> str:
        """A text of the order, empty when it was not given."""
        value = self.words.get(name, "")
        if not isinstance(value, str):
            raise NotUnderstood
        return value


def lecture_of(member: Member, code: str, name: str) -> "Lecture":
    """The lecture of an address, for those inside its studio. Raises `NotFound`, `Forbidden`."""
    lecture = lectures.get_mine(member, name)
    if lecture.studio.code != code:
        raise NotFound
    return lecture


def pressed(request: HttpRequest) -> Press:
    """What was ordered. Raises `NotUnderstood`."""
    words = _words(request)
    expected = words.get("expected")
    if isinstance(expected, str):
        expected = int(expected) if expected.isascii() and expected.isdigit() else None
    if expected is not None and (not isinstance(expected, int) or isinstance(expected, bool)):
        raise NotUnderstood
    try:
        command = str(uuid.UUID(str(words.get("command") or uuid.uuid4())))
    except ValueError as none:
        raise NotUnderstood from none
    return Press(command, expected, words)


def done(request: HttpRequest, receipt: "Receipt | None", *, page: str, said: str, **more: object) -> HttpResponse:
    """The answer to an order that was carried out: JSON, or for a plain form the page it came from."""
    if _is_form(request):
        messages.success(request, said)
        return redirect(page)
    told = {"seq": receipt.seq, "at": receipt.at, "repeated": receipt.repeated} if receipt else {}
    return answer(said=said, **told, **more)


def answer(**facts: object) -> JsonResponse:
    """A good answer."""
    return JsonResponse({"ok": True, **facts}, json_dumps_params={"ensure_ascii": False})


def _words(request: HttpRequest) -> Mapping[str, Any]:
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        words = json.loads(request.body)
    except ValueError as broken:
        raise NotUnderstood from broken
    if not isinstance(words, dict):
        raise NotUnderstood
    return words


def _is_form(request: HttpRequest) -> bool:
    """A browser's own form says that it wants a page; a script asks for JSON."""
    return request.content_type != "application/json" and request.accepts("text/html")
