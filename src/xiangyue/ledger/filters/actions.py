"""Keep a filter, let it go. A habit of looking is nobody's business: the journal does not record it."""

from xiangyue.kernel import clock
from xiangyue.ledger.filters import errors
from xiangyue.ledger.filters.models import NAME, QUERY, Filter
from xiangyue.org.access.rules import Member

MOST = 20
"""Of one person: a longer list is no shortcut any more."""


def keep(name: str, query: str, *, by: Member) -> Filter:
    """Keep a filter under a name; the same name again means the new one. Raises `BadFilter`."""
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > NAME:
        raise errors.BadFilter(str(errors.NAME), limit=NAME)
    if not query or len(query) > QUERY:
        raise errors.BadFilter(str(errors.NOTHING))
    others = Filter.objects.filter(person=by.username).exclude(name=tidy)
    if others.count() >= MOST:
        raise errors.BadFilter(str(errors.MANY), limit=MOST)
    row, _made = Filter.objects.update_or_create(
        person=by.username, name=tidy, defaults={"query": query, "kept_at": clock.now()}
    )
    return row


def drop(row: Filter, *, by: Member) -> None:
    """Let one's own filter go."""
    Filter.objects.filter(pk=row.pk, person=by.username).delete()
