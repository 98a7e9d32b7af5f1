"""Forms of residents whose words others read: a telephone or identity number in them is asked about once, not refused.

A browser with scripts says it beside the field and before sending (`page/careful.js`); without, the page comes back
once with a box to tick.
"""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyue.kernel import private

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NUMBER: "StrOrPromise" = _(
    "这里像是写了电话号码或身份证号。这段话办理的单位都看得到；想让人联系您，请写在联系方式那一栏，那里只有办公室能看。"
)


def anyway() -> forms.BooleanField:
    """The field that says: seen, and send it all the same. Hidden until there is something to see."""
    return forms.BooleanField(
        label=_("看过了，照这样送出"), required=False, widget=forms.HiddenInput(attrs={"data-anyway": ""})
    )


def words(rows: int) -> forms.Textarea:
    """A box for words that are looked at while they are typed."""
    return forms.Textarea(attrs={"rows": rows, "data-careful": ""})


def look(form: forms.Form, name: str) -> None:
    """Called by a form's `clean`: what holds a number waits for its sender's yes."""
    if form.cleaned_data.get("anyway") or not private.holds_number(form.cleaned_data.get(name) or ""):
        return
    form.fields["anyway"].widget = forms.CheckboxInput(attrs={"data-anyway": ""})
    form.add_error(name, NUMBER)
