import pytest
from tests.factories.pictures import a_pdf, a_photo, brought

from xiangyue.files import actions, errors, naming, queries
from xiangyue.files.models import File
from xiangyue.files.states import IMAGES, SLIDES, Kind
from xiangyue.journal.models import Entry
from xiangyue.kernel.errors import NotFound
from xiangyue.storage.blobs import BlobMissing

pytestmark = pytest.mark.django_db


def receive(content, name="课件.pdf", kinds=SLIDES, max_mb=1):
    return actions.receive(brought(content, name), kinds=kinds, max_mb=max_mb, label="deck/1/source/1", by="officer")


def test_an_upload_is_kept_recorded_and_has_no_address(store, clock, page):
    file = receive(a_pdf())
    assert queries.content(file) == a_pdf()
    assert (file.kind, file.original, file.kept_by, file.served) == ("PDF", "课件.pdf", "officer", False)
    record = Entry.objects.get(chain="files")
    assert (record.verb, record.by) == ("receive", "officer")
    assert file.sha256 in record.payload
    assert page.get(queries.address(file)).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "空.pdf", errors.FileEmpty),
        (b"MZ\x90\x00 a program", "课件.pdf", errors.WrongKind),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "图.png", errors.WrongKind),
        (b"<html><script>1</script>", "图.jpg", errors.WrongKind),
        (b"PK\x03\x04 slides of another program", "课件.pptx", errors.WrongKind),
        (b"%PDF-1.7" + bytes(1_000_001), "大.pdf", errors.FileTooLarge),
    ],
)
def test_what_a_file_is_is_told_by_its_bytes_and_never_by_its_name(store, content, name, refusal):
    with pytest.raises(refusal) as no:
        receive(content, name)
    assert f"“{name}”" in no.value.sentence
    assert not File.objects.exists()


def test_a_pdf_named_as_a_photograph_is_still_a_pdf(store, clock):
    with pytest.raises(errors.WrongKind) as no:
        receive(a_pdf(), "照片.jpg", kinds=IMAGES)
    assert no.value.sentence == (
        "“照片.jpg”不是这里能用的文件。能用的是：JPEG 图片、PNG 图片、WebP 图片。（只改文件名的后缀没有用。）"
    )


def keep(label, content=b"page", size=(1600, 900)):
    return actions.keep(content, kind=Kind.WEBP, label=label, by="officer", size=size)


def test_a_served_file_is_immutable_of_its_type_and_can_do_nothing(store, clock, page):
    address = queries.address(keep("deck/1/page/1"))
    answer = page.get(address)
    assert (answer.status_code, answer.content) == (200, b"page")
    wanted = {
        "Content-Type": "image/webp",
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert page.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_names_are_alike_in_nothing_even_for_neighbours_and_equal_pages(store, clock):
    names = [keep(f"deck/1/page/{number}").name for number in range(40)]
    assert len(set(names)) == 40
    alike = [sum(one == other for one, other in zip(names[0], name, strict=True)) for name in names[1:]]
    assert max(alike) < 10  # of 32 letters; one is expected by chance


def test_a_name_needs_the_secret_of_the_installation(store, clock, settings):
    name = keep("deck/1/page/1").name
    settings.SECRET_KEY = "another installation"
    assert naming.name_of("deck/1/page/1", File.objects.get().sha256) != name


def test_keeping_the_same_thing_twice_is_keeping_it_once(store, clock):
    assert keep("deck/1/page/1") == keep("deck/1/page/1")
    assert File.objects.count() == 1


@pytest.mark.parametrize("change", ["wrong ending", "no ending", "one letter"])
def test_an_address_that_was_not_given_out_is_not_there(store, clock, page, change):
    name = keep("deck/1/page/1").name
    other = {"wrong ending": f"{name}.html", "no ending": name, "one letter": f"{name[:-1]}x.webp"}[change]
    with pytest.raises(NotFound):
        queries.served(other)
    assert page.get(f"/files/{other}").status_code == 404


def test_dropping_one_of_two_equal_files_leaves_the_other(store, clock, django_capture_on_commit_callbacks):
    one, other = keep("deck/1/page/1"), keep("deck/1/page/2")
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop(one)
    assert queries.content(other) == b"page"
    with pytest.raises(BlobMissing):
        queries.content(one)


def test_a_request_longer_than_the_limit_is_refused_by_its_length(settings, page):
    settings.UPLOAD_MB = 0
    photo = a_photo((4000, 3000), "PNG") + bytes(1_000_000)
    answer = page.post("/accounts/login/", {"files": __import__("io").BytesIO(photo)})
    assert answer.status_code == 400
    assert "文件太大了：一次最多上传 0 MB。" in answer.content.decode()
