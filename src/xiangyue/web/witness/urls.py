"""Addresses of the witness slips. All of them are public, and only read."""

from django.urls import path

from xiangyue.web.witness import feeds, views

app_name = "witness"
urlpatterns = [
    path("witness/", views.slips, name="slips"),
    path("witness/<int:no>.json", views.slip, name="slip"),
    path("witness/slips.atom", feeds.atom, name="feed"),
    path("witness/verifier", views.verifier, name="verifier"),
]
