"""Who there is: units, people, and who may do what where."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "xiangyue.org"
    label = "org"
    verbose_name = "单位与人员"
