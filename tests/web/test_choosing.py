"""A select that is written without a template is the one that Django would have rendered."""

import pytest
from django import forms
from django.utils.translation import gettext_lazy as _
from pytest_django.asserts import assertHTMLEqual

from xiangyue.web.choosing import Choices

OFFERED = [
    ("", "不限"),
    ("a&b", 'a "and" <b>'),
    ("<街道>", [("fushan", "府山"), ("other", _("搜"))]),
    ("town", [("other", "另一个"), (7, "seven")]),
]


@pytest.mark.parametrize("value", ["", None, "a&b", "fushan", "other", 7, "7", "not there", "<script>"])
@pytest.mark.parametrize("attrs", [None, {"id": "filter_<lead>", "required": True, "disabled": False}])
def test_it_says_what_django_says(value, attrs):
    ours, theirs = (each({"class": "wide"}, choices=OFFERED) for each in (Choices, forms.Select))
    assertHTMLEqual(ours.render("lead", value, attrs), theirs.render("lead", value, attrs))


def test_words_of_others_are_escaped():
    said = Choices(choices=[("<i>", "<script>")]).render("x", "<i>", {"id": '"'})
    assert said == '<select id="&quot;" name="x"><option value="&lt;i&gt;" selected>&lt;script&gt;</option></select>'
