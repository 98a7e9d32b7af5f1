"""Addresses for programs, and the page on which their tokens are made."""

from django.urls import path, re_path

from xiangyue.web.api import keys, views

app_name = "api"
urlpatterns = [
    path("api/v1/openapi.json", views.openapi, name="openapi"),
    path("api/v1/matters", views.matters, name="matters"),
    path("api/v1/matters/<slug:name>", views.matter, name="matter"),
    path("api/v1/matters/<slug:name>/<slug:deed>", views.act, name="act"),
    path("api/v1/seats", views.places, name="seats"),
    path("api/v1/seats/<slug:seat>/decide", views.decide, name="decide"),
    path("api/v1/seats/<slug:seat>/recuse", views.recuse, name="recuse"),
    re_path(r"^api/v1/", views.nothing, name="nothing"),  # after all others
    path("desk/tokens/", keys.page, name="keys"),
    path("desk/tokens/make/", keys.make, name="key-make"),
    path("desk/tokens/<int:number>/revoke/", keys.revoke, name="key-revoke"),
]
