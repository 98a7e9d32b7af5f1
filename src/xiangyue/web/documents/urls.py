"""Addresses of posters and papers."""

from django.urls import path

from xiangyue.web.documents import papers, person, posters

STUDIO = "studio/<slug:code>/lectures/<lecture:name>/"

app_name = "documents"
urlpatterns = [
    path("l/<lecture:name>/poster.png", posters.public, name="poster-png"),
    path(f"{STUDIO}poster/", posters.page, name="poster"),
    path(f"{STUDIO}poster/choose/", posters.choose, name="poster-choose"),
    path(f"{STUDIO}poster/<slug:design>/<slug:form>/", posters.download, name="poster-file"),
    path(f"{STUDIO}poster/<slug:design>/<slug:form>/make/", posters.make, name="poster-make"),
    path(f"{STUDIO}papers/", papers.page, name="papers"),
    path(f"{STUDIO}papers/make/", papers.make, name="papers-make"),
    path(f"{STUDIO}papers/person/", person.page, name="person"),
    path(f"{STUDIO}papers/person/data.json", person.download, name="person-file"),
    path(f"{STUDIO}papers/person/erase/", person.erase, name="person-erase"),
    path(f"{STUDIO}papers/<slug:paper>/", papers.download, name="paper-file"),
]
