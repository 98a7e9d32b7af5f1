import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiangyue.journal import spelling
from xiangyue.kernel.ids import ALPHABET

roots = st.binary(min_size=32, max_size=32)
LETTERS = ALPHABET.upper()


def test_vectors():
    assert spelling.spell(bytes(32)) == "00000-00005-0000A-0000F-0000M-0000H-0000Y-0000V-0000D-00008-00007-00002-0000S"
    assert (
        spelling.spell(bytes(range(32)))
        == "000G5-40R48-0M30Q-E209P-185GZ-R38E9-1W81J-24GKJ-2GAHP-C5RR1-34D14-P70X2-3RFGE"
    )


@given(roots)
def test_what_is_spelled_can_be_read_in_any_dress(root):
    spelled = spelling.spell(root)
    assert spelling.read(spelled) == root
    assert spelling.read(f"  {spelled.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')}\n") == root
    assert spelling.read(root.hex()) == root


@given(roots, st.integers(0, 64), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_noticed_in_its_group(root, at, letter):
    letters = spelling.spell(root).replace("-", "")
    if letters[at] == letter:
        return
    with pytest.raises(spelling.Misread) as misread:
        spelling.read(letters[:at] + letter + letters[at + 1 :])
    assert misread.value.fields["group"] == at // 5 + 1


@given(roots, st.integers(0, 12), st.integers(0, 3))
def test_two_letters_in_each_others_place_are_noticed(root, group, within):
    letters = list(spelling.spell(root).replace("-", ""))
    at = group * 5 + within
    if letters[at] == letters[at + 1]:
        return
    letters[at], letters[at + 1] = letters[at + 1], letters[at]
    with pytest.raises(spelling.Misread):
        spelling.read("".join(letters))


@given(roots, st.integers(0, 12), st.integers(0, 12))
def test_two_groups_in_each_others_place_are_noticed(root, one, other):
    groups = spelling.spell(root).split("-")
    if one == other:
        return
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(spelling.Misread):
        spelling.read("-".join(groups))


@pytest.mark.parametrize("text", ["", "飞线", "0000-0000", "0" * 63, "0" * 66])
def test_anything_else_is_no_root(text):
    with pytest.raises(spelling.NotARoot):
        spelling.read(text)
