"""Vectors A and B: RFC 3797. C: draft-thomson-elegy-vrs. D: our own profile."""

import hashlib

import pytest

from xiangyue.kernel.draw import rfc3797, roster, xyd1

A_KEY = "9319./2.5.8.10.12./9.18.26.34.41.45./"
A = [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22, 5, 18, 9, 1, 4]
A_DIGESTS = """
990DD0A5692A029A98B5E01AA28F3459 3691E55CB63FCC37914430B2F70B5EC6 FE814EDF564C190AC1D25753979990FA
1863CCACEB568C31D7DDBDF1D4E91387 F4AB33DF4889F0AF29C513905BE1D758 13EAEB529F61ACFB9A29D0BA3A60DE4A
992DB77C382CA2BDB9727001F3CDCCD9 63AB4258ECA922976811C7F55C383CE7 DFBC5AC97CED01B3A6E348E3CC63F40D
31CB111C4A4EBE9287CEAE16FE51B909 07FA46C122F164C215BBC72793B189A3 AC52F8D75CCBE2E61AFEB3387637D501
53306F73E14FC0B2FBF434218D25948E B5D1403501A81F9A47318BE7893B347C 85B10B356AA06663EF1B1B407765100A
3269E6CE559ABD57E2BA6AAB495EB9BD
"""

B_KEY = "7.8.11.18.28.40.48./15.16.21.31.36.65./8.12.13.17.21.26.35.42./1.5.10.13.14.16.21.25.27./"
B = [171, 245, 68, 190, 70, 126, 110, 128, 138, 173]

C_SECRET = b"totally not a bikeshed"
C_OTP = "5346f2efb5397a6788fc1f1d9c05c6d3f2abe9b7d16d8592a3695b6dbe9f2456"
C_ENTROPY = "1.2.3.4.5.6./1.2.3.4.5.6./1.2.3.4.5.6./"
C = [
    ("lavenderblush", "002ed527ae0a44a86c205d1cdba61826"),
    ("blue", "03f710be2b61a6f9"),
    ("darkgoldenrod", "08bab81380d7f076"),
    ("mediumvioletred", "0c26494fa81f3aed"),
    ("bisque", "0e1af5d1ccfd44de"),
]

D_SECRET = b"xiangyue-demo-secret"
D_COMMIT = "61ef82a952f653a9e257d6aadb4c1340d06bf5673e2e1ebeacb70acf0c51ab66"
D_OTP = "1dd2939c70d6a341b24a6b3ed20aa6be317cf49b8ecbe47e8ecaaab839032e86"
D_LABELS = ["信安街道-0001", "双港街道-0007", "石梁镇-0001", "航埠镇-0001", "航埠镇-0002", "衢江-0003"]
D_FINGERPRINT = "f144c4f745c01f7a04e1cfe6ce151049bb437f931a2110403283859a3cc8e678"
D_ENTROPY = "3.1.7./2.5.9.14.26.31.8./"
D = [
    ("石梁镇-0001", "32c850c2"),
    ("双港街道-0007", "41763493"),
    ("信安街道-0001", "8d7e38eb"),
    ("航埠镇-0002", "a24c36e2"),
    ("衢江-0003", "e5822e31"),
    ("航埠镇-0001", "e5f86094"),
]


def test_vector_a_is_drawn_as_the_rfc_prints_it():
    assert rfc3797.select(A_KEY, 25, 16) == A
    assert [f"{rfc3797.digest(A_KEY, turn):032X}" for turn in range(16)] == A_DIGESTS.split()


def test_vector_b_is_the_committee_of_2022():
    assert rfc3797.select(B_KEY, 267, 10) == B
    assert f"{rfc3797.digest(B_KEY, 0):032X}" == "D0BD0C1947856D9EC8892BFD7B8F537A"


@pytest.mark.parametrize(("pool", "wanted"), [(10, 0), (10, 11), (0, 0), (65_536, 1)])
def test_a_draw_that_the_rfc_does_not_know_is_a_mistake(pool, wanted):
    with pytest.raises(ValueError, match="cannot draw"):
        rfc3797.select("1./", pool, wanted)


def test_everybody_can_be_drawn_once():
    assert sorted(rfc3797.select("7./", 267, 267)) == list(range(1, 268))


def test_vector_c_the_drafts_chain_and_order():
    assert xyd1.commitment(C_SECRET, 10).startswith("950ea08d")
    assert xyd1.commitment(C_SECRET, 10).endswith("c488")
    assert xyd1.opening(C_SECRET, 10) == C_OTP
    key = xyd1.extract(bytes.fromhex(C_OTP), C_ENTROPY)
    for label, pos in C:
        assert xyd1.position(key, label).hex().startswith(pos)
    places = xyd1.order(key, [label for label, _pos in reversed(C)])
    assert [place.label for place in places] == [label for label, _pos in C]


def test_vector_d_our_own_profile():
    text = roster.spell(reversed(D_LABELS))
    assert roster.read(text) == D_LABELS
    assert (roster.fingerprint(text), xyd1.commitment(D_SECRET)) == (D_FINGERPRINT, D_COMMIT)
    assert xyd1.opening(D_SECRET) == D_OTP
    assert xyd1.opens(D_OTP, D_COMMIT)
    key = xyd1.key(D_OTP, D_FINGERPRINT, D_ENTROPY)
    assert (key.hex()[:8], key.hex()[-4:]) == ("c703c7cc", "fb82")
    places = xyd1.order(key, D_LABELS)
    assert [(place.label, place.pos.hex()[:8]) for place in places] == D


def test_no_link_of_the_chain_is_the_secret_itself():
    assert xyd1.link(b"s", 1) == hashlib.sha256(b"s").digest()
    with pytest.raises(ValueError, match="secret itself"):
        xyd1.opening(b"s", 1)
