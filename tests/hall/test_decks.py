import uuid

import pytest
from tests.factories.lectures import a_lecture, a_studio
from tests.factories.pictures import LOCKED_PDF, a_long_pdf, a_pdf, a_photo, brought

from xiangyue.files import queries as kept
from xiangyue.files.models import File
from xiangyue.hall.decks import actions, errors, queries
from xiangyue.hall.decks.models import Deck, Page, Source
from xiangyue.hall.decks.states import State
from xiangyue.hall.lectures.errors import WrongMoment
from xiangyue.hall.lectures.models import Lecture
from xiangyue.hall.lectures.states import State as Moment
from xiangyue.hall.procedures import actions as procedures
from xiangyue.hall.procedures.rules import Step
from xiangyue.journal.models import Entry
from xiangyue.kernel import clock
from xiangyue.kernel.errors import NotFound
from xiangyue.org.access.errors import Forbidden
from xiangyue.org.access.rules import GUEST, HOUSE
from xiangyue.org.access.states import Role

pytestmark = [pytest.mark.either_engine, pytest.mark.slow]  # pages are rendered by a process of its own


@pytest.fixture
def lecture(county, lines, store):
    return a_lecture(a_studio(county.fushan, "fushan"), state=Moment.LOBBY)


def a_deck(lecture, content=None, name="课件.pdf") -> Deck:
    deck = actions.upload(lecture, [brought(content or a_pdf(), name)], by=HOUSE)
    while actions.render_due():
        pass
    return Deck.objects.get(pk=deck.pk)


def show(lecture, n, by=HOUSE, expected=None):
    return actions.show(lecture, n, by=by, command=str(uuid.uuid4()), expected=expected)


def test_a_pdf_becomes_a_deck_and_the_upload_itself_goes(lecture, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        deck = actions.upload(lecture, [brought(a_pdf(), "冬季用电.pdf")], by=cast.officer)
        assert queries.current(cast.officer, lecture) is None
        assert actions.render_due() == 3
    deck = queries.current(cast.officer, lecture)
    assert (deck.name, deck.state, deck.pages, deck.made) == ("冬季用电.pdf", State.READY, 3, 3)
    assert [(sheet.n, sheet.alt, sheet.width) for sheet in queries.sheets(cast.host, deck)] == [
        (1, "Page 1", 1600),
        (2, "Page 2", 1600),
        (3, "Page 3", 1600),
    ]
    assert not Source.objects.exists()
    assert not File.objects.filter(served=False).exists()
    verbs = Entry.objects.filter(chain=f"lecture/{lecture.pk}").order_by("seq").values_list("verb", "by")
    assert list(verbs)[-3:] == [("upload-deck", "officer"), ("touch", "officer"), ("render-deck", "")]


def test_photographs_are_pages_in_the_order_of_their_numbers(lecture):
    colours = {"图10.jpg": "#ff0000", "图2.jpg": "#00ff00", "图1.jpg": "#0000ff"}
    photos = [brought(a_photo(colour=colour), name) for name, colour in colours.items()]
    deck = actions.upload(lecture, photos, by=HOUSE)
    names = [source.file.original for source in Source.objects.filter(deck=deck).select_related("file")]
    while actions.render_due():
        pass
    assert names == ["图1.jpg", "图2.jpg", "图10.jpg"]
    assert Page.objects.filter(deck=deck).count() == 3


def test_a_long_deck_is_rendered_in_steps_and_goes_on_after_a_death(lecture, clock):
    deck = actions.upload(lecture, [brought(a_long_pdf(8))], by=HOUSE)
    assert actions.render_due() == actions.STEP
    assert [(d.made, d.pages, d.state) for d in Deck.objects.all()] == [(6, 8, State.MAKING)]
    actions._claim(Deck.objects.get())  # a worker takes it, and dies
    assert actions.render_due() == 0
    clock.move(int(actions.LEASE.total_seconds() * 1000))
    assert actions.render_due() == 2
    assert Deck.objects.get(pk=deck.pk).state == State.READY


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (a_long_pdf(500), "这份课件有 500 页，最多 200 页。请删减或拆成几份再传。"),
        (LOCKED_PDF, "这份 PDF 设了打开密码。请在制作软件里去掉密码，另存一份再传。"),
        (b"%PDF-1.7 broken", "这份文件打不开，可能没有传完整，或者已经损坏。请重新导出一份再传。"),
    ],
    ids=["long", "locked", "broken"],
)
def test_a_deck_that_cannot_be_shown_says_why_and_leaves_the_old_one(lecture, content, sentence):
    old = a_deck(lecture)
    new = a_deck(lecture, content)
    assert (new.state, new.reason) == (State.REFUSED, sentence)
    assert queries.current(HOUSE, lecture) == old
    assert not Source.objects.exists()
    assert not Page.objects.filter(deck=new).exists()


@pytest.mark.parametrize(
    ("uploads", "refusal"),
    [
        ([], errors.NothingBrought),
        ([brought(a_pdf()), brought(a_photo(), "图.jpg")], errors.Mixed),
        ([brought(a_photo(), f"{number}.jpg") for number in range(201)], errors.TooManyPages),
    ],
    ids=["nothing", "mixed", "many"],
)
def test_what_does_not_belong_together_is_refused_at_once(lecture, uploads, refusal):
    with pytest.raises(refusal):
        actions.upload(lecture, uploads, by=HOUSE)
    assert not Deck.objects.exists()


def test_a_second_upload_takes_the_place_of_one_that_is_still_made(lecture):
    first = actions.upload(lecture, [brought(a_pdf())], by=HOUSE)
    second = a_deck(lecture, name="第二版.pdf")
    assert (Deck.objects.get(pk=first.pk).state, second.state) == (State.REPLACED, State.READY)
    assert queries.current(HOUSE, lecture) == second


def test_what_was_replaced_goes_but_for_what_was_shown(lecture, lines, django_capture_on_commit_callbacks):
    old = a_deck(lecture)
    show(lecture, 2)
    address = lines.lines[lecture.pk][-1].data["src"]
    pages = {sheet.n: sheet.src for sheet in queries.sheets(HOUSE, old)}
    new = a_deck(lecture, a_pdf(2), "第二版.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.sweep() == 1
    assert list(Page.objects.filter(deck=old).values_list("position", flat=True)) == [2]
    assert address == pages[2]
    assert kept.content(kept.served(address.rpartition("/")[2]))
    for gone in (pages[1], pages[3]):
        with pytest.raises(NotFound):
            kept.served(gone.rpartition("/")[2])
    assert (Page.objects.filter(deck=new).count(), File.objects.count()) == (2, 2 * 3)
    assert actions.sweep() == 0


def test_an_upload_that_was_replaced_before_it_was_rendered_goes_too(lecture):
    actions.upload(lecture, [brought(a_pdf())], by=HOUSE)
    a_deck(lecture, name="第二版.pdf")
    assert actions.sweep() == 1
    assert not Source.objects.exists()
    assert not File.objects.filter(served=False).exists()


def test_of_a_page_taken_out_on_air_only_what_was_shown_stays(lecture):
    deck = a_deck(lecture)
    show(lecture, 1)
    one, two, _three = queries.sheets(HOUSE, deck)
    for sheet in (one, two):
        actions.remove(lecture, sheet.id, by=HOUSE)
    assert kept.served(one.src.rpartition("/")[2])
    with pytest.raises(NotFound):
        kept.served(two.src.rpartition("/")[2])
    actions.forget(lecture.pk)
    assert not File.objects.exists()


def test_moving_and_removing_pages_keeps_them_numbered_from_one(lecture):
    deck = a_deck(lecture)
    one, two, three = (sheet.id for sheet in queries.sheets(HOUSE, deck))
    actions.move(lecture, three, 1, by=HOUSE)
    assert [(sheet.n, sheet.id) for sheet in queries.sheets(HOUSE, deck)] == [(1, three), (2, one), (3, two)]
    actions.remove(lecture, one, by=HOUSE)
    assert [(sheet.n, sheet.id) for sheet in queries.sheets(HOUSE, deck)] == [(1, three), (2, two)]
    actions.remove(lecture, two, by=HOUSE)
    with pytest.raises(errors.LastPage):
        actions.remove(lecture, three, by=HOUSE)
    with pytest.raises(errors.NoSuchPage):
        actions.move(lecture, one, 1, by=HOUSE)


def test_showing_a_page_puts_that_page_on_the_line_and_no_other(lecture, lines, cast):
    deck = a_deck(lecture)
    sheets = queries.sheets(HOUSE, deck)
    actions.describe(lecture, sheets[1].id, " 插线板  不要串联 ", by=cast.officer)
    show(lecture, 2, by=cast.host)
    assert lines.lines[lecture.pk][-1].data == {
        "deck": deck.pk, "n": 2, "pages": 3, "src": sheets[1].src, "alt": "插线板 不要串联",
    }  # fmt: skip
    public = str([record.data for record in lines.lines[lecture.pk]])
    hidden = [address for sheet in (sheets[0], sheets[2]) for address in (sheet.src, sheet.small)]
    assert [address for address in hidden if address in public] == []
    show(lecture, 0)
    assert lines.lines[lecture.pk][-1].data == {"deck": deck.pk, "n": 0, "pages": 3, "src": "", "alt": ""}


@pytest.mark.parametrize("n", [4, 99])
def test_a_page_that_is_not_there_is_not_shown(lecture, lines, n):
    a_deck(lecture)
    with pytest.raises(errors.NoSuchPage):
        show(lecture, n)
    assert [record.kind for record in lines.lines[lecture.pk]] == ["opened"]


def test_slides_are_shown_only_while_the_lecture_is_open(lecture, county, cast):
    draft = a_lecture(a_studio(county.hehua))
    with pytest.raises(WrongMoment):
        show(draft, 1)
    with pytest.raises(Forbidden):
        show(lecture, 1, by=cast.neighbour)


@pytest.mark.parametrize("person", ["neighbour", "stranger", "host", "auditor", "guest"])
def test_who_does_not_keep_the_studio_changes_no_slides(lecture, cast, person):
    deck, by = a_deck(lecture), getattr(cast, person)
    number = queries.sheets(HOUSE, deck)[0].id
    for verb in (
        lambda: actions.upload(lecture, [brought(a_pdf())], by=by),
        lambda: actions.move(lecture, number, 2, by=by),
        lambda: actions.describe(lecture, number, "x", by=by),
        lambda: actions.remove(lecture, number, by=by),
    ):
        with pytest.raises(Forbidden):
            verb()


def test_only_those_inside_may_list_the_pages(lecture, cast):
    deck = a_deck(lecture)
    for person in (cast.neighbour, cast.stranger, GUEST):
        with pytest.raises(Forbidden):
            queries.sheets(person, deck)
        with pytest.raises(Forbidden):
            queries.current(person, lecture)


def test_after_the_end_nothing_of_the_slides_changes(lecture):
    deck = a_deck(lecture)
    number = queries.sheets(HOUSE, deck)[0].id
    from xiangyue.hall.lectures import actions as lectures

    lectures.go_on_air(lecture, by=HOUSE)
    lectures.end(lecture, by=HOUSE)
    with pytest.raises(errors.Over):
        actions.describe(lecture, number, "x", by=HOUSE)


def test_what_an_approval_approves_is_the_same_before_and_after_rendering(lecture):
    assert queries.content(lecture.pk) is None
    actions.upload(lecture, [brought(a_pdf())], by=HOUSE)
    uploaded = queries.content(lecture.pk)
    while actions.render_due():
        pass
    assert queries.content(lecture.pk) == uploaded
    assert queries.says(lecture.pk) == "3 页"


def test_what_an_approval_approves_changes_with_every_change_of_the_slides(lecture):
    deck = a_deck(lecture)
    seen = [queries.content(lecture.pk)]
    numbers = [sheet.id for sheet in queries.sheets(HOUSE, deck)]
    actions.move(lecture, numbers[2], 1, by=HOUSE)
    seen.append(queries.content(lecture.pk))
    actions.describe(lecture, numbers[0], "另一句", by=HOUSE)
    seen.append(queries.content(lecture.pk))
    actions.remove(lecture, numbers[1], by=HOUSE)
    seen.append(queries.content(lecture.pk))
    a_deck(lecture, a_pdf(2))
    seen.append(queries.content(lecture.pk))
    assert len({str(each) for each in seen}) == 5


def test_a_copy_has_the_same_pages_under_other_addresses(lecture, county, django_capture_on_commit_callbacks):
    deck, other = a_deck(lecture), a_lecture(a_studio(county.hehua))
    actions.copy(lecture.pk, other.pk, HOUSE)
    copied = queries.sheets(HOUSE, queries.current(HOUSE, other))
    first = queries.sheets(HOUSE, deck)
    assert queries.content(other.pk) == queries.content(lecture.pk)
    assert {sheet.src for sheet in copied} & {sheet.src for sheet in first} == set()
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget(lecture.pk)
    files = [page.large for page in Page.objects.select_related("large")]
    assert len({kept.content(file) for file in files}) == 3
    assert File.objects.count() == 6


def test_an_approved_lecture_goes_back_to_be_approved_when_its_slides_change(county, lines, store, cast):
    lecture = a_lecture(a_studio(county.fushan, "fushan"))
    Lecture.objects.filter(pk=lecture.pk).update(
        state=Moment.PUBLISHED, approved_hash="a" * 64, published_at=clock.now()
    )
    procedures.set_steps(county.fushan, (Step("审核", (Role.OFFICE,)),), by=HOUSE)
    actions.upload(lecture, [brought(a_pdf())], by=cast.officer)
    assert Lecture.objects.get(pk=lecture.pk).state == Moment.SUBMITTED
