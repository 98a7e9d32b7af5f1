"""What is filled in to look up one person."""

from django import forms
from django.utils.translation import gettext_lazy


class PersonForm(forms.Form):
    """Whose data: the pseudonym that stands on their own phone."""

    who = forms.CharField(label=gettext_lazy("居民的编号"), max_length=200, strip=True)


class EraseForm(PersonForm):
    """And by which decision it goes."""

    decision = forms.CharField(label=gettext_lazy("依据"), max_length=200)
