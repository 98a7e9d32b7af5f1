"""Photographs that come along with a form. What arrived stays arrived, even when the form is refused."""

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import HttpRequest

from xiangyue.files.rules import Upload
from xiangyue.kernel.errors import Refusal
from xiangyue.ledger.evidence import actions, queries
from xiangyue.ledger.evidence.rules import MOST, Claims

if TYPE_CHECKING:
    from xiangyue.ledger.evidence.models import Evidence
    from xiangyue.org.access.rules import Member


@dataclass(slots=True)
class Brought:
    """What came: pictures that are kept, and what was wrong with the others."""

    pictures: "list[Evidence]" = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [picture.pk for picture in self.pictures]


def receive(request: HttpRequest, member: "Member", command: uuid.UUID, *, unused: bool = False) -> Brought:
    """Keep what a form brought now, beside what it brought before. Only the sender's own pictures count.

    The same bytes under the same command are the same picture, however often the button is pressed. `unused`: of what
    was brought before, only what no matter has yet.
    """
    before = queries.named(request.POST.getlist("kept")[:MOST])
    own = (picture for picture in before if picture.received_by == member.username)
    brought = Brought([picture for picture in own if not (unused and picture.matter)])
    for file in request.FILES.getlist("pictures")[:MOST]:
        upload = Upload(file.name or "", file.read())
        mark = uuid.uuid5(command, hashlib.sha256(upload.content).hexdigest())
        try:
            picture = actions.keep(upload, Claims(), command=str(mark), by=member.username)
        except Refusal as no:
            brought.wrong.append(f"{upload.name}：{no.sentence}" if upload.name not in no.sentence else no.sentence)
            continue
        if picture.pk not in brought.names:
            brought.pictures.append(picture)
    return brought
