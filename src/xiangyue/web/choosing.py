"""A field of many choices, written without a template: Django renders one for each choice, which was 40 %
of the work of a list's page.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SELECTED = SafeString(" selected")


class Choices(forms.Select):
    """Gives the same elements as `forms.Select` does."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        said = flatatt({"name": name, **self.build_attrs(self.attrs, dict(attrs or {}))})
        wanted = set(self.format_value(value))
        groups = [
            (format_html('<optgroup label="{}">', code), _options(label, wanted), SafeString("</optgroup>"))
            if isinstance(label, list | tuple)
            else ("", _options([(code, label)], wanted), "")
            for code, label in self.choices
        ]
        return format_html("<select{}>{}</select>", said, format_html_join("", "{}{}{}", groups))


def _options(options: Iterable[tuple[Any, Any]], wanted: set[str]) -> SafeString:
    """The options of a list. The first that is wanted is selected, and no other: it is wanted no more."""
    parts = []
    for code, label in options:
        is_wanted = str(code) in wanted
        if is_wanted:
            wanted.clear()
        parts.append((code, SELECTED if is_wanted else "", label))
    return format_html_join("", '<option value="{}"{}>{}</option>', parts)
