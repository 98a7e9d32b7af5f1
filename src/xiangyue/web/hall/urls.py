"""Addresses of lectures, studios and the host's console."""

from django.urls import include, path, register_converter

from xiangyue.web.hall import console, feeds, orders, preparation, preparing, reminding, slides, views
from xiangyue.web.hall.converters import LectureName

register_converter(LectureName, "lecture")

app_name = "hall"
urlpatterns = [
    path("l/<lecture:name>/", views.room, name="room"),
    path("l/<lecture:name>/qr.svg", views.qr, name="qr"),
    path("l/<lecture:name>/summary/", views.summary, name="summary"),
    path("l/<lecture:name>/lecture.ics", reminding.calendar_file, name="lecture-ics"),
    path("l/<lecture:name>/remind/", reminding.page, name="remind"),
    path("l/<lecture:name>/remind/mail/", reminding.by_mail, name="remind-mail"),
    path("l/<lecture:name>/remind/push/", reminding.by_push, name="remind-push"),
    path("reminders/worker.js", reminding.worker, name="push-worker"),
    path("reminders/<str:link>/", reminding.reminder, name="reminder"),
    path("reminders/<str:link>/confirm/", reminding.confirm, name="reminder-confirm"),
    path("reminders/<str:link>/drop/", reminding.drop, name="reminder-drop"),
    path("rehearsal/<str:token>/", views.rehearsal, name="rehearsal"),
    path("lectures/", views.lectures_page, name="lectures"),
    path("lectures/programme.ics", feeds.calendar_file, name="lectures-ics"),
    path("lectures/lectures.atom", feeds.atom, name="lectures-atom"),
    path("studios/", views.studios_page, name="studios"),
    path("studios/<slug:code>/", views.studio_page, name="studio"),
    path("studio/<slug:code>/", console.page, name="console"),
    path("studio/<slug:code>/health/", console.health, name="health"),
    path("studio/<slug:code>/plan/", orders.plan, name="plan"),
    path("studio/<slug:code>/keys/", orders.make_key, name="key-make"),
    path("studio/<slug:code>/keys/<int:number>/revoke/", orders.revoke_key, name="key-revoke"),
    path("studio/<slug:code>/lectures/<lecture:name>/slides/", include(slides.urlpatterns)),
    path("studio/<slug:code>/again/", preparing.again, name="again"),
    path("studio/<slug:code>/lectures/<lecture:name>/", preparation.page, name="prepare"),
    path("studio/<slug:code>/lectures/<lecture:name>/write/", preparing.write, name="write"),
    path("studio/<slug:code>/lectures/<lecture:name>/moment/", preparing.reschedule, name="reschedule"),
    path("studio/<slug:code>/lectures/<lecture:name>/submit/", preparing.submit, name="submit"),
    path("studio/<slug:code>/lectures/<lecture:name>/withdraw/", preparing.withdraw, name="withdraw"),
    path("studio/<slug:code>/lectures/<lecture:name>/approve/", preparing.approve, name="approve"),
    path("studio/<slug:code>/lectures/<lecture:name>/send-back/", preparing.send_back, name="send-back"),
    path("studio/<slug:code>/lectures/<lecture:name>/publish/", preparing.publish, name="publish"),
    path("studio/<slug:code>/lectures/<lecture:name>/copy/", preparing.copy, name="copy"),
    path("studio/<slug:code>/lectures/<lecture:name>/rehearse/", preparing.rehearse, name="rehearse"),
    path("studio/<slug:code>/rehearsals/<lecture:name>/forget/", preparing.forget, name="rehearsal-forget"),
    path("studio/<slug:code>/<lecture:name>/lobby/", orders.open_lobby, name="lobby"),
    path("studio/<slug:code>/<lecture:name>/air/", orders.go_on_air, name="air"),
    path("studio/<slug:code>/<lecture:name>/end/", orders.end, name="end"),
    path("studio/<slug:code>/<lecture:name>/cancel/", orders.cancel, name="cancel"),
    path("studio/<slug:code>/<lecture:name>/replay/", orders.replay, name="replay"),
    path("studio/<slug:code>/<lecture:name>/notice/", orders.notice, name="notice"),
    path("studio/<slug:code>/<lecture:name>/silence/", orders.silence, name="silence"),
]
