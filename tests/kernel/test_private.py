"""Which numbers are somebody's own, and which are only numbers."""

import pytest

from xiangyue.kernel import private


@pytest.mark.parametrize(
    "text",
    [
        "联系我 王小二 13912345678",
        "139 1234 5678",
        "139-1234-5678",
        "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in "13912345678"),
        "身份证32130219900101123X",
    ],
)
def test_a_number_of_a_person_is_seen(text):
    assert private.holds_number("井盖坏了", text) is True


@pytest.mark.parametrize("text", ["上街 31 号", "街〔2026〕3012号", "12345", "订单 1391234567890123", "23912345678"])
def test_other_numbers_are_not(text):
    assert private.holds_number(text) is False
