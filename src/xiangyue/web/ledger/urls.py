"""Addresses of the ledger."""

from django.urls import URLPattern, URLResolver, register_converter

from xiangyue.web.ledger.converters import MatterName

register_converter(MatterName, "matter")

app_name = "ledger"
urlpatterns: list[URLPattern | URLResolver] = []
