"""Addresses of lectures, studios and the host's console."""

from django.urls import include, path, register_converter

from xiangyue.web.hall import capture, console, feeds, orders, slides, views
from xiangyue.web.hall.converters import LectureName

register_converter(LectureName, "lecture")

app_name = "hall"
urlpatterns = [
    path("l/<lecture:name>/", views.room, name="room"),
    path("l/<lecture:name>/qr.svg", views.qr, name="qr"),
    path("lectures/", views.lectures_page, name="lectures"),
    path("lectures/programme.ics", feeds.calendar_file, name="lectures-ics"),
    path("lectures/lectures.atom", feeds.atom, name="lectures-atom"),
    path("studios/", views.studios_page, name="studios"),
    path("studios/<slug:code>/", views.studio_page, name="studio"),
    path("studio/<slug:code>/", console.page, name="console"),
    path("studio/<slug:code>/health/", console.health, name="health"),
    path("studio/<slug:code>/live/<lecture:name>/", capture.page, name="capture"),
    path("studio/<slug:code>/live/<lecture:name>/permit/", capture.permit, name="capture-permit"),
    path("studio/<slug:code>/plan/", orders.plan, name="plan"),
    path("studio/<slug:code>/keys/", orders.make_key, name="key-make"),
    path("studio/<slug:code>/keys/<int:number>/revoke/", orders.revoke_key, name="key-revoke"),
    path("studio/<slug:code>/lectures/<lecture:name>/slides/", include(slides.urlpatterns)),
    path("studio/<slug:code>/<lecture:name>/lobby/", orders.open_lobby, name="lobby"),
    path("studio/<slug:code>/<lecture:name>/air/", orders.go_on_air, name="air"),
    path("studio/<slug:code>/<lecture:name>/end/", orders.end, name="end"),
    path("studio/<slug:code>/<lecture:name>/cancel/", orders.cancel, name="cancel"),
    path("studio/<slug:code>/<lecture:name>/replay/", orders.replay, name="replay"),
    path("studio/<slug:code>/<lecture:name>/notice/", orders.notice, name="notice"),
    path("studio/<slug:code>/<lecture:name>/silence/", orders.silence, name="silence"),
]
