"""Vectors: the eight entries and the roots that Certificate Transparency's own implementations are tested with."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.kernel import merkle

ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
entries = st.lists(st.binary(max_size=8), min_size=1, max_size=40)


@pytest.mark.parametrize("size", range(9))
def test_root_vectors(size):
    assert merkle.root(ENTRIES[:size]).hex() == ROOTS[size]


def _root_by_definition(items):
    """RFC 9162 section 2.1.1, word for word: split at the largest power of two smaller than n."""
    if len(items) == 1:
        return hashlib.sha256(b"\0" + items[0]).digest()
    split = 1
    while split * 2 < len(items):
        split *= 2
    return hashlib.sha256(b"\1" + _root_by_definition(items[:split]) + _root_by_definition(items[split:])).digest()


@given(entries)
def test_root_is_the_recursive_definition(items):
    assert merkle.root(items) == _root_by_definition(items)


@given(entries, st.data())
def test_every_entry_can_be_proved_and_no_other(items, data):
    index = data.draw(st.integers(0, len(items) - 1))
    root, proof = merkle.root(items), merkle.proof(items, index)
    assert merkle.verify(root, items[index], index=index, size=len(items), proof=proof)
    assert not merkle.verify(root, items[index] + b"x", index=index, size=len(items), proof=proof)
    assert not merkle.verify(root, items[index], index=index, size=len(items), proof=[*proof, bytes(32)])
    assert not merkle.verify(root, items[index], index=len(items), size=len(items), proof=proof)
    if proof:
        assert not merkle.verify(root, items[index], index=index, size=len(items), proof=proof[:-1])


@pytest.mark.parametrize("index", [-1, 8])
def test_proof_refuses_an_entry_that_is_not_there(index):
    with pytest.raises(IndexError):
        merkle.proof(ENTRIES, index)
