"""Reads of notices: for who dispatches. What was issued is read by whoever may see the matter it is about."""

from django.db.models import QuerySet

from xiangyue.documents.notices.models import Notice
from xiangyue.documents.notices.states import State
from xiangyue.files import queries as files
from xiangyue.kernel.errors import NotFound
from xiangyue.ledger.matters import queries as matters
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right
from xiangyue.org.units import queries as units


def require(viewer: Member) -> None:
    """Pass who dispatches for the county. Raises `Forbidden`."""
    access.require(viewer, Right.DISPATCH, units.root())


def newest(viewer: Member) -> QuerySet[Notice]:
    """Notices, newest first. Raises `Forbidden`."""
    require(viewer)
    return Notice.objects.select_related("pdf", "docx").order_by("-drafted_at", "-pk")


def get(viewer: Member, name: str) -> Notice:
    """One notice; an issued one also for whoever sees one of its matters. Raises `NotFound`."""
    found = Notice.objects.select_related("pdf", "docx").filter(pk=name).first()
    if found is None:
        raise NotFound
    if access.may(viewer, Right.DISPATCH, units.root()):
        return found
    seen = matters.visible(viewer).filter(pk__in=found.matters)
    if found.state != State.ISSUED or not seen.exists():
        raise NotFound
    return found


def signer(viewer: Member) -> str:
    """Who signed the last notice that somebody drafted: offered for the next one. Raises `Forbidden`."""
    require(viewer)
    last = Notice.objects.filter(by=viewer.username).order_by("-drafted_at").first()
    return str(last.facts["office"]) if last is not None and last.facts["office"] != units.root().name else ""


def content(notice: Notice, form: str) -> bytes:
    """The bytes of one form, "pdf" or "docx". Raises `NotFound` while there are none."""
    file = notice.pdf if form == "pdf" else notice.docx
    if file is None:
        raise NotFound
    return files.content(file)
