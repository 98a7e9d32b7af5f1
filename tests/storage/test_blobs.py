import pytest

from xiangyue.storage import blobs
from xiangyue.storage.blobs import BlobDiffers, BlobMissing, StoreFailed


@pytest.fixture
def store(tmp_path):
    return blobs.local(tmp_path / "blobs")


def test_what_was_put_is_there_for_another_process_too(store, tmp_path):
    store.put("ab/abcd", b"bytes")
    assert blobs.local(tmp_path / "blobs").get("ab/abcd") == b"bytes"
    assert (tmp_path / "blobs/ab/abcd").read_bytes() == b"bytes"


def test_the_same_again_is_harmless_and_other_bytes_are_refused(store):
    store.put("a/b", b"first")
    store.put("a/b", b"first")
    with pytest.raises(BlobDiffers):
        store.put("a/b", b"second")
    assert store.get("a/b") == b"first"


def test_what_is_not_there_is_said_and_forgetting_it_is_no_accident(store):
    with pytest.raises(BlobMissing):
        store.get("a/b")
    store.delete("a/b")
    store.put("a/b", b"x")
    store.delete("a/b")
    assert not store.has("a/b")


@pytest.mark.parametrize("name", ["../outside", "a/../../outside"])
def test_no_name_leads_out_of_the_folder(store, tmp_path, name):
    with pytest.raises(StoreFailed):
        store.put(name, b"x")
    assert not (tmp_path / "outside").exists()
