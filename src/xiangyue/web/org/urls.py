"""Addresses of units and of the desk."""

from django.urls import path

from xiangyue.web.org import views

app_name = "org"
urlpatterns = [
    path("units/", views.units_page, name="units"),
    path("desk/", views.desk, name="desk"),
]
