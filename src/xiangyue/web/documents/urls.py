"""Addresses of posters and papers."""

from django.urls import path

from xiangyue.web.documents import posters

STUDIO = "studio/<slug:code>/lectures/<lecture:name>/"

app_name = "documents"
urlpatterns = [
    path("l/<lecture:name>/poster.png", posters.public, name="poster-png"),
    path(f"{STUDIO}poster/", posters.page, name="poster"),
    path(f"{STUDIO}poster/choose/", posters.choose, name="poster-choose"),
    path(f"{STUDIO}poster/<slug:design>/<slug:form>/", posters.download, name="poster-file"),
    path(f"{STUDIO}poster/<slug:design>/<slug:form>/make/", posters.make, name="poster-make"),
]
