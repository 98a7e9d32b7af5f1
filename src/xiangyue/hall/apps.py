"""Where the county is told things: studios, lectures, their audience."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "xiangyue.hall"
    label = "hall"
    verbose_name = "宣讲"
