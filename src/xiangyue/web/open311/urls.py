"""Addresses of GeoReport v2, each with the form it answers in."""

from django.urls import re_path

from xiangyue.web.open311 import views

FORM = r"\.(?P<form>xml|json)$"

app_name = "open311"
urlpatterns = [
    re_path(rf"^discovery{FORM}", views.discovery, name="discovery"),
    re_path(rf"^services{FORM}", views.services, name="services"),
    re_path(rf"^services/(?P<code>[\w.-]{{1,81}}?){FORM}", views.service, name="service"),
    re_path(rf"^requests{FORM}", views.requests, name="requests"),
    re_path(rf"^requests/(?P<number>\w{{1,40}}){FORM}", views.one, name="request"),
    re_path(rf"^tokens/(?P<secret>\w{{1,60}}){FORM}", views.token, name="token"),
]
