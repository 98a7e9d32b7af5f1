"""Addresses of imports."""

from django.urls import path

from xiangyue.web.imports import views

app_name = "imports"
urlpatterns = [
    path("ledger/import/", views.list_page, name="list"),
    path("ledger/import/receive/", views.receive, name="receive"),
    path("ledger/import/<slug:brought>/", views.page, name="page"),
    path("ledger/import/<slug:brought>/map/", views.map_columns, name="map"),
    path("ledger/import/<slug:brought>/apply/", views.apply, name="apply"),
    path("ledger/import/<slug:brought>/drop/", views.drop, name="drop"),
    path("ledger/import/<slug:brought>/refused.csv", views.refused, name="refused"),
]
