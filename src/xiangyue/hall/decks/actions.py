"""Everything that changes slides. Each verb checks, writes, records; showing a page is an order to the line."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Coalesce

from xiangyue.files import actions as files
from xiangyue.files import pictures
from xiangyue.files import queries as kept
from xiangyue.files.models import File
from xiangyue.files.pictures import Sheet
from xiangyue.files.rules import Upload
from xiangyue.files.states import IMAGES, SLIDES, Kind
from xiangyue.hall import stage
from xiangyue.hall.decks import errors, rules
from xiangyue.hall.decks.models import Deck, Page, Source
from xiangyue.hall.decks.states import State
from xiangyue.hall.lectures import actions as lectures
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import OVER
from xiangyue.kernel import clock, ids
from xiangyue.kernel.errors import Refusal
from xiangyue.org.access import rules as access
from xiangyue.org.access.rules import Member
from xiangyue.org.access.states import Right

logger = logging.getLogger(__name__)

STEP = 6
"""Pages of a PDF rendered at a time, some two seconds: the worker has others to serve in between."""

LEASE = timedelta(minutes=3)
"""How long a taken deck is left to its worker: longer than the patience with one step."""

TRIES = 5
"""A deck whose worker died so often in the same step is the reason it dies."""


@transaction.atomic
def upload(lecture: Lecture, uploads: Sequence[Upload], *, by: Member) -> Deck:
    """Take in a PDF, or photographs in the order of their names; it replaces what the lecture has once it is rendered.

    Raises `Forbidden`, `Over`, `NothingBrought`, `Mixed`, `TooManyPages` and what files refuse.
    """
    _require(lecture, by)
    rules.require_together(uploads, most=settings.SLIDE_PAGES)
    ordered = rules.sorted_as_read(uploads)
    Deck.objects.filter(lecture=lecture, state=State.MAKING).update(state=State.REPLACED)
    now = clock.now()
    deck = Deck.objects.create(
        id=ids.new_id(),
        lecture=lecture,
        name=ordered[0].name[:120],
        due_at=now,
        uploaded_at=now,
        uploaded_by=by.username,
    )
    hashes = []
    for position, brought in enumerate(ordered, 1):
        # One PDF may be as long as a request; an image has a limit of its own.
        single = len(ordered) == 1
        kinds, limit = (SLIDES, settings.UPLOAD_MB) if single else (IMAGES, settings.IMAGE_MB)
        label = f"deck/{deck.pk}/source/{position}"
        file = files.receive(brought, kinds=kinds, max_mb=limit, label=label, by=by.username)
        Source.objects.create(deck=deck, position=position, file=file)
        hashes.append(file.sha256)
    if Kind[file.kind] is not Kind.PDF:
        Deck.objects.filter(pk=deck.pk).update(pages=len(ordered))
        deck.pages = len(ordered)
    Deck.objects.filter(pk=deck.pk).update(brought=hashes)
    deck.brought = hashes
    lectures.record(deck.lecture, "upload-deck", {"deck": deck.pk, "name": deck.name, "sha256": hashes}, by=by.username)
    touched(lecture, by=by)
    return deck


def render_due(*, decks: int = 2) -> int:
    """Render a few more pages of decks that wait; how many. Called by the worker, by any number of them."""
    waiting = Deck.objects.filter(state=State.MAKING, due_at__lte=clock.now()).order_by("due_at", "pk")
    made = 0
    for deck in waiting.select_related("lecture__studio__unit")[:decks]:
        if not _claim(deck):
            continue
        try:
            made += _step(deck)
        except Refusal as no:
            _refuse(deck, no.sentence)
    return made


@transaction.atomic
def move(lecture: Lecture, number: int, to: int, *, by: Member) -> None:
    """Put one page at another place, counted from 1. Raises `Forbidden`, `Over`, `NoSuchPage`."""
    _require(lecture, by)
    deck = _ready(lecture)
    pages = Page.objects.filter(deck=deck)
    order = list(pages.order_by("position").values_list("pk", flat=True))
    if number not in order:
        raise errors.NoSuchPage
    order.remove(number)
    order.insert(max(to, 1) - 1, number)
    _renumber(pages, order)
    lectures.record(deck.lecture, "order-deck", {"deck": deck.pk, "pages": _hashes(deck)}, by=by.username)
    lectures.touched(lecture, "slides", by=by)


@transaction.atomic
def describe(lecture: Lecture, number: int, alt: str, *, by: Member) -> None:
    """Say what a page shows, for who cannot see it. Raises `Forbidden`, `Over`, `NoSuchPage`."""
    _require(lecture, by)
    deck, words = _ready(lecture), " ".join(alt.split())[: rules.MAX_ALT]
    if Page.objects.filter(deck=deck, pk=number).update(alt=words) != 1:
        raise errors.NoSuchPage
    lectures.record(deck.lecture, "describe-page", {"deck": deck.pk, "page": number, "alt": words}, by=by.username)
    lectures.touched(lecture, "slides", by=by)


@transaction.atomic
def remove(lecture: Lecture, number: int, *, by: Member) -> None:
    """Take a page out; its pictures stay if they were shown.

    Raises `Forbidden`, `Over`, `NoSuchPage`, `LastPage`.
    """
    _require(lecture, by)
    deck = _ready(lecture)
    mine = Page.objects.select_for_update(of=("self",)).filter(deck=deck, pk=number)
    page = mine.select_related("large", "small").first()
    if page is None:
        raise errors.NoSuchPage
    rest = list(Page.objects.filter(deck=deck).exclude(pk=number).values_list("pk", flat=True))
    if not rest:
        raise errors.LastPage
    Page.objects.filter(pk=number).delete()
    if page.shown_at is None:
        for file in (page.large, page.small):
            files.drop(file)
    _renumber(Page.objects.filter(deck=deck), rest)
    Deck.objects.filter(pk=deck.pk).update(pages=len(rest))
    lectures.record(
        deck.lecture, "remove-page", {"deck": deck.pk, "page": number, "sha256": page.large.sha256}, by=by.username
    )
    touched(lecture, by=by)


def show(lecture: Lecture, n: int, *, by: Member, command: str, expected: int | None = None) -> stage.Receipt:
    """Show page `n` to everybody, or none (0). Only this page's address becomes public.

    Raises `Forbidden`, `WrongMoment`, `NoSuchPage`, and what the line refuses.
    """
    access.require(by, Right.RUN, lecture.studio.unit)
    lectures.require_open(lecture)
    data: dict[str, object] = {"deck": "", "n": 0, "pages": 0, "src": "", "alt": ""}
    deck = Deck.objects.filter(lecture=lecture, state=State.READY).first()
    if n or deck:
        deck = deck or _ready(lecture)
        pages = Page.objects.filter(deck=deck)
        data |= {"deck": deck.pk, "pages": pages.count()}
    if n:
        page = pages.filter(position=n).select_related("large").first()
        # Written down before the line hears of it: whatever dies in between, what the replay needs is kept.
        if page is None or not pages.filter(pk=page.pk).update(shown_at=Coalesce("shown_at", clock.now())):
            raise errors.NoSuchPage
        data |= {"n": n, "src": kept.address(page.large), "alt": page.said}
    return stage.order(lecture.pk, "slide", data, by=by.username, command=command, expected=expected)


@transaction.atomic
def copy(source_id: str, target_id: str, by: Member) -> None:
    """Take the slides of one lecture along to another, under addresses of their own."""
    deck = Deck.objects.filter(lecture_id=source_id, state=State.READY).first()
    if deck is None:
        return
    Deck.objects.filter(lecture_id=target_id, state=State.READY).update(state=State.REPLACED)
    fresh = Deck.objects.create(
        id=ids.new_id(),
        lecture_id=target_id,
        name=deck.name,
        brought=deck.brought,
        state=State.READY,
        pages=deck.pages,
        made=deck.made,
        due_at=clock.now(),
        uploaded_at=clock.now(),
        uploaded_by=by.username,
    )
    for page in Page.objects.filter(deck=deck).select_related("large", "small"):
        label = f"deck/{fresh.pk}/page/{page.number}"
        large, small = (
            files.keep_again(file, label=f"{label}/{name}", by=by.username)
            for name, file in (("large", page.large), ("small", page.small))
        )
        Page.objects.create(
            deck=fresh,
            position=page.position,
            number=page.number,
            large=large,
            small=small,
            text=page.text,
            alt=page.alt,
        )
    lectures.record(fresh.lecture, "copy-deck", {"deck": fresh.pk, "from": deck.pk}, by=by.username)


@transaction.atomic
def forget(lecture_id: str) -> None:
    """Delete all slides of a lecture that is deleted itself, also what was shown and taken out."""
    names = list(Deck.objects.filter(lecture_id=lecture_id).values_list("pk", flat=True))
    Deck.objects.filter(lecture_id=lecture_id).delete()
    for name in names:
        files.drop_under(f"deck/{name}/")


def sweep(*, decks: int = 20) -> int:
    """Drop what nobody needs of decks that were replaced: uploads, and pages that were never shown; of how many decks.

    What was shown stays: its address is public, and the replay shows it again. Called by the worker.
    """
    unseen = Page.objects.filter(deck=OuterRef("pk"), shown_at__isnull=True)
    brought = Source.objects.filter(deck=OuterRef("pk"))
    left = Deck.objects.filter(Exists(unseen) | Exists(brought), state=State.REPLACED).order_by("uploaded_at", "pk")
    swept = list(left[:decks])
    for deck in swept:
        with transaction.atomic():
            _drop_sources(deck)
            _drop_pages(Page.objects.select_for_update(of=("self",)).filter(deck=deck, shown_at__isnull=True))
    return len(swept)


def touched(lecture: Lecture, *, by: Member) -> None:
    """Slides are part of what was approved: the lecture hears that they changed. Raises `WrongMoment`."""
    lectures.touched(lecture, "slides", by=by)


def _require(lecture: Lecture, by: Member) -> None:
    access.require(by, Right.PLAN, lecture.studio.unit)
    # Two people at once: the second waits here.
    if lectures.lock(lecture).state in OVER:
        raise errors.Over
    lectures.require_changeable(lecture)


def _ready(lecture: Lecture) -> Deck:
    deck = Deck.objects.filter(lecture=lecture, state=State.READY).select_related("lecture").first()
    if deck is None:
        raise errors.NoSuchPage
    return deck


def _claim(deck: Deck) -> bool:
    """Compare and set on what is made and the tries: of two workers one renders; a dead one's lease runs out."""
    mine = Deck.objects.filter(pk=deck.pk, state=State.MAKING, made=deck.made, tries=deck.tries)
    taken = mine.update(due_at=clock.now() + LEASE, tries=F("tries") + 1) == 1
    deck.tries += 1
    return taken


def _step(deck: Deck) -> int:
    if deck.tries > TRIES:
        raise pictures.Unreadable
    sources = list(Source.objects.filter(deck=deck).select_related("file"))
    source = sources[0] if Kind[sources[0].file.kind] is Kind.PDF else sources[deck.made]
    is_pdf = source.file.kind == Kind.PDF.name
    content = kept.content(source.file)
    found = pictures.render(content, first=deck.made + 1, count=STEP if is_pdf else 1)
    pages = found.pages if is_pdf else len(sources)
    if pages > settings.SLIDE_PAGES:
        raise errors.TooManyPages(pages=pages, limit=settings.SLIDE_PAGES)
    return _write(deck, pages, found.sheets)


@transaction.atomic
def _write(deck: Deck, pages: int, sheets: Sequence[Sheet]) -> int:
    """Keep what was rendered; with the last page the deck takes the place of the one before."""
    made = deck.made + len(sheets)
    done = made >= pages
    for sheet in sheets:
        label = f"deck/{deck.pk}/page/{sheet.number}"
        large, small = (
            files.keep(picture.content, kind=Kind.WEBP, label=f"{label}/{name}", by=deck.uploaded_by, size=picture.size)
            for name, picture in (("large", sheet.large), ("small", sheet.small))
        )
        Page.objects.get_or_create(
            deck=deck,
            position=sheet.number,
            defaults={"number": sheet.number, "large": large, "small": small, "text": sheet.text},
        )
    if done:
        Deck.objects.filter(lecture=deck.lecture_id, state=State.READY).update(state=State.REPLACED)
    # A deck that was replaced while it was rendered stays replaced: this finds no row, and what was kept goes with it.
    mine = Deck.objects.filter(pk=deck.pk, state=State.MAKING, made=deck.made)
    state = State.READY if done else State.MAKING
    if mine.update(pages=pages, made=made, state=state, tries=0, due_at=clock.now()) != 1:
        transaction.set_rollback(True)
        return 0
    if done:
        _drop_sources(deck)
        lectures.record(deck.lecture, "render-deck", {"deck": deck.pk, "pages": _hashes(deck)}, by="")
    return len(sheets)


@transaction.atomic
def _refuse(deck: Deck, sentence: str) -> None:
    mine = Deck.objects.filter(pk=deck.pk, state=State.MAKING)
    if mine.update(state=State.REFUSED, reason=str(sentence)[:300]) != 1:
        return
    _drop_pages(Page.objects.filter(deck=deck))
    _drop_sources(deck)
    lectures.record(deck.lecture, "refuse-deck", {"deck": deck.pk, "reason": str(sentence)}, by="")


def _drop_pages(pages: QuerySet[Page]) -> None:
    gone = list(pages.select_related("large", "small"))
    Page.objects.filter(pk__in=[page.pk for page in gone]).delete()
    for page in gone:
        files.drop(page.large)
        files.drop(page.small)


def _drop_sources(deck: Deck) -> None:
    """Uploads go as soon as they are pictures: what was hidden in them was never meant for us."""
    brought: list[File] = [source.file for source in Source.objects.filter(deck=deck).select_related("file")]
    Source.objects.filter(deck=deck).delete()
    for file in brought:
        files.drop(file)


def _renumber(pages: QuerySet[Page], order: Sequence[int]) -> None:
    """Two statements, because a unique position must hold at every moment."""
    pages.update(position=F("position") + 10_000)
    places = [When(pk=number, then=Value(place)) for place, number in enumerate(order, 1)]
    pages.update(position=Case(*places))


def _hashes(deck: Deck) -> list[str]:
    return list(Page.objects.filter(deck=deck).order_by("position").values_list("large__sha256", flat=True))
