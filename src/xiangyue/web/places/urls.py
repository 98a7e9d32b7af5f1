"""Addresses of places and of residents' reports."""

from django.urls import path

from xiangyue.web.places import cards, place, register, reports, tracking

app_name = "places"
urlpatterns = [
    path("p/<slug:plate>/", place.page, name="place"),
    path("p/<slug:plate>/card.pdf", cards.card, name="card"),
    path("p/<slug:plate>/sheet.pdf", cards.sheet, name="sheet"),
    path("ledger/places/", register.page, name="register"),
    path("ledger/places/plates.pdf", register.plates, name="plates"),
    path("report/", reports.page, name="report"),
    path("report/send/", reports.send, name="report-send"),
    path("report/veiled/<slug:picture>.webp", reports.veiled, name="veiled"),
    path("r/<slug:slip>/", tracking.page, name="follow"),
    path("r/<slug:slip>/photos/<slug:picture>/<slug:size>.webp", tracking.photo, name="follow-photo"),
    path("r/<slug:slip>/add/", tracking.add, name="follow-add"),
    path("r/<slug:slip>/again/", tracking.again, name="follow-again"),
    path("r/<slug:slip>/answer/", tracking.answer, name="follow-answer"),
]
