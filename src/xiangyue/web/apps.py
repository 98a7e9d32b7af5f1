"""The pages of the county: areas `home`, `hall`, `org` and `witness`, their templates, styles and scripts."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "xiangyue.web"
    label = "web"
    verbose_name = "网页"
