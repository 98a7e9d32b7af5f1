"""A phone in the street: who holds it, what it uploads, what it sends."""

import io
import json
import uuid
from typing import Any

from django.test import Client
from PIL import Image
from tests.factories import matters, pictures

from xiangyue.files import actions as files
from xiangyue.files.rules import Upload
from xiangyue.files.states import Kind
from xiangyue.kernel import ids
from xiangyue.ledger.evidence.models import Evidence
from xiangyue.ledger.evidence.states import State
from xiangyue.ledger.kinds.models import Edition
from xiangyue.ledger.matters.actions import Assignment, Order
from xiangyue.ledger.reporting import actions as reporting
from xiangyue.ledger.reporting.rules import Told
from xiangyue.ledger.subjects import actions as subjects
from xiangyue.ledger.subjects.actions import Details
from xiangyue.ledger.subjects.rules import Position
from xiangyue.ledger.subjects.states import Datum, Type
from xiangyue.ledger.tellers.models import Teller
from xiangyue.ledger.voices import actions as voices
from xiangyue.org.access.rules import HOUSE
from xiangyue.org.people.models import Person

HOME = Position.of(28.9701, 118.8702, Datum.WGS84)


def a_front(unit, name="老王面馆", **changes):
    """A shop front of a unit."""
    details = Details(**{"type": Type.FRONT, "name": name, "address": "新桥街 8 号", "position": HOME, **changes})
    return subjects.register(unit, details, by=HOUSE)


class Phone:
    """A browser with the page open, signed in as somebody."""

    def __init__(self, account: str = ""):
        self.client = Client(raise_request_exception=True)
        self.account = account
        if account:
            self.client.force_login(Person.objects.get(username=account))

    def upload(self, content: bytes, *, name: str = "", what: str = "photo", piece: int = 4096, **more: Any):
        """All pieces of a file; the last answer, and its command."""
        command = name or str(uuid.uuid4())
        answer = None
        for offset in range(0, len(content), piece):
            answer = self.piece(command, content, offset, piece, what=what, **more)
            if answer.status_code != 200:
                break
        return command, answer

    def piece(self, command: str, content: bytes, offset: int, piece: int = 4096, *, what: str = "photo", **more: Any):
        about = {"what": what, "size": len(content), "offset": offset, "name": "a.jpg", **more}
        words = "&".join(f"{key}={value}" for key, value in about.items())
        return self.client.post(
            f"/ledger/uploads/{command}/?{words}", content[offset : offset + piece],
            content_type="application/octet-stream", headers={"Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip

    def photo(self, **look: Any) -> str:
        command, answer = self.upload(pictures.a_photo(**look))
        assert answer.json()["done"]
        return command

    def send(self, *commands: dict[str, Any], by: str | None = None):
        """The replies, one a command."""
        answer = self.post({"by": self.account if by is None else by, "commands": list(commands)})
        return answer.json()["replies"] if answer.status_code == 200 else answer

    def post(self, body: Any, **headers: str):
        return self.client.post(
            "/ledger/commands/", json.dumps(body), content_type="application/json",
            headers={"Sec-Fetch-Site": "same-origin", **headers},
        )  # fmt: skip


def a_report(subject=None, **changes: Any) -> dict[str, Any]:
    """What the outbox sends of a finding."""
    return {
        "command": str(uuid.uuid4()), "verb": "report", "kind": "street", "category": "grease", "via": "inspector",
        "sentence": "门口一地油。", "subject": subject.public_id if subject else "",
        "spot": "" if subject else "新桥街 8 号", **changes,
    }  # fmt: skip


def told(subject=None, *, command: str = "", net: str = "10.1.1.1", **changes: Any):
    """What a resident reports."""
    said = {"sentence": "门口一地油。", "kind": "street", "category": "grease", "subject": subject.public_id if subject else "",
            "spot": "" if subject else "新桥街 8 号", **changes}  # fmt: skip
    return reporting.tell(Told(**said), command=command or str(uuid.uuid4()), net=net)


def shown(picture: Evidence) -> Evidence:
    """A picture with its derivative, without the worker's child process."""
    written = io.BytesIO()
    Image.new("RGB", (320, 240), "#88aa88").save(written, "WEBP")
    small = files.keep(written.getvalue(), kind=Kind.WEBP, label=f"test/{picture.pk}", by="", size=(320, 240))
    Evidence.objects.filter(pk=picture.pk).update(state=State.READY, small=small, large=small)
    picture.refresh_from_db()
    return picture


def remembered(county) -> dict[str, str]:
    """A place with a report of a resident, and what stands for it in addresses."""
    if not Edition.objects.exists():
        matters.kinds()
    front = a_front(county.fushan)
    receipt = told(front, photos=(Upload("a.jpg", pictures.a_photo()),))
    matter = Teller.objects.get(slip=ids.fingerprint(receipt.code)).matter_id
    matters.matters.assign(matter, Assignment("fushan", "grease"), Order(HOUSE))
    picture = shown(Evidence.objects.get(matter=matter))
    command = uuid.uuid4()
    voice = voices.keep(Upload("a.webm", b"\x1aE\xdf\xa3voice"), 3, command=command, by="officer")
    voices.attach(matter, command, by="officer")
    return {
        "plate": front.code, "slip": receipt.code, "picture": picture.pk, "size": "small", "voice": voice.pk,
        "upload": str(uuid.uuid4()),
    }  # fmt: skip
