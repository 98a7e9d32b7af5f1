"""The address of the front page."""

from django.urls import path

from xiangyue.web.home import views

app_name = "home"
urlpatterns = [path("", views.front, name="front")]
