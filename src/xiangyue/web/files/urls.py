"""The address of files."""

from django.urls import path

from xiangyue.web.files import views

app_name = "files"
urlpatterns = [path("files/<str:address_name>", views.file, name="file")]
