"""The child program against what people bring, and what others make to hurt it."""

import io

import pytest
from PIL import Image
from tests.factories.pictures import LOCKED_PDF, a_bomb, a_long_pdf, a_pdf, a_photo

from xiangyue.files import pictures

pytestmark = pytest.mark.slow  # each starts a process of its own


def test_pages_become_pictures_in_two_sizes_with_their_text():
    found = pictures.render(a_pdf(), first=2, count=2)
    assert (found.pages, [sheet.number for sheet in found.sheets]) == (3, [2, 3])
    sheet = found.sheets[0]
    assert (sheet.large.size, sheet.small.size, sheet.text) == ((1600, 900), (320, 180), "Page 2")
    with Image.open(io.BytesIO(sheet.large.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (1600, 900))


def test_a_photograph_stands_upright_and_says_nothing_of_where_it_was_taken():
    found = pictures.render(a_photo((400, 300)), first=4)
    (sheet,) = found.sheets
    assert (sheet.number, sheet.large.size) == (4, (300, 400))
    with Image.open(io.BytesIO(sheet.large.content)) as picture:
        assert dict(picture.getexif()) == {}
    assert b"Secret Camera" not in sheet.large.content


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_every_kind_of_photograph_becomes_the_same_kind(kind):
    (sheet,) = pictures.render(a_photo((4000, 1000), kind, exif=False)).sheets
    assert sheet.large.size == (1600, 400)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (LOCKED_PDF, pictures.Locked),
        (b"%PDF-1.7\nnothing that a reader understands", pictures.Unreadable),
        (a_pdf()[:900], pictures.Unreadable),
        (a_photo()[:200], pictures.Unreadable),
        (a_bomb(), pictures.Bomb),
        (b"\x89PNG\r\n\x1a\n nothing", pictures.Unreadable),
    ],
    ids=["password", "broken", "cut off", "cut photograph", "bomb", "no picture"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, refusal):
    with pytest.raises(refusal) as no:
        pictures.render(content)
    assert type(no.value) is refusal
    assert no.value.sentence.endswith("。")


def test_a_long_document_says_how_long_it_is_without_being_rendered():
    found = pictures.render(a_long_pdf(500), first=1, count=1)
    assert (found.pages, len(found.sheets)) == (500, 1)


def test_a_page_as_tall_as_a_scroll_is_made_narrower_not_larger():
    scroll = Image.new("RGB", (100, 6000), "#ffffff")
    written = io.BytesIO()
    scroll.save(written, "PDF")
    (sheet,) = pictures.render(written.getvalue()).sheets
    assert sheet.large.size[1] <= 3200
