"""Addresses of the ledger."""

from django.urls import URLPattern, URLResolver, path, register_converter

from xiangyue.web.ledger import (
    campaigns,
    desk,
    digests,
    exporting,
    handing,
    matter,
    noticing,
    past,
    questions,
    reports,
    reviews,
    searching,
    verbs,
    verifying,
)
from xiangyue.web.ledger.converters import MatterName

register_converter(MatterName, "matter")

app_name = "ledger"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ledger/", desk.page, name="desk"),
    path("ledger/list/", searching.page, name="list"),
    path("ledger/list/export.csv", exporting.comma_separated, name="export-csv"),
    path("ledger/list/export.xlsx", exporting.workbook, name="export-xlsx"),
    path("ledger/list/fill/", exporting.fill, name="export-fill"),
    path("ledger/list/keep/", searching.keep, name="filter-keep"),
    path("ledger/list/<int:number>/drop/", searching.drop, name="filter-drop"),
    path("ledger/hand-down/", handing.form, name="hand-down"),
    path("ledger/hand-down/act/", handing.act, name="hand-down-act"),
    path("ledger/digests/<slug:code>/", digests.page, name="digests"),
    path("ledger/digests/<slug:code>/mailbox/", digests.set_up, name="mailbox"),
    path("ledger/figures/", reports.figures, name="figures"),
    path("ledger/responsibility/", reports.responsibility, name="responsibility"),
    path("ledger/past/", past.page, name="past"),
    path("ledger/campaigns/", campaigns.listed, name="campaigns"),
    path("ledger/campaigns/found/", campaigns.found, name="campaign-found"),
    path("ledger/campaigns/in/<slug:campaign>/", campaigns.page, name="campaign"),
    path("ledger/checks/<matter:seat>/", verifying.page, name="check"),
    path("ledger/checks/<matter:seat>/decide/", verifying.decide, name="decide"),
    path("ledger/checks/<matter:seat>/recuse/", verifying.recuse, name="recuse"),
    path("ledger/checks/<matter:seat>/photos/<matter:picture>/<slug:size>.webp", verifying.photo, name="check-photo"),
    path("ledger/photos/<matter:picture>/<slug:size>.webp", matter.photo, name="photo"),
    path("ledger/<matter:matter>/", matter.page, name="matter"),
    path("ledger/<matter:matter>/past/", past.matter, name="matter-past"),
    path("ledger/<matter:matter>/notices/", noticing.page, name="notices"),
    path("ledger/<matter:matter>/notices/send/", noticing.send, name="notice-send"),
    path("ledger/<matter:matter>/notices/<matter:invitation>/revoke/", noticing.revoke, name="notice-revoke"),
    path("n/<str:token>/", noticing.notice, name="notice"),
    path("n/<str:token>/answer/", noticing.answer, name="notice-answer"),
    path("n/<str:token>/photos/<matter:picture>/<slug:size>.webp", noticing.photo, name="notice-photo"),
    path("ledger/<matter:matter>/do/<slug:deed>/", verbs.form, name="form"),
    path("ledger/<matter:matter>/act/<slug:deed>/", verbs.act, name="act"),
    path("answers/", questions.answers_page, name="answers"),
    path("ask/", questions.ask, name="ask"),
    path("ask/<str:secret>/", questions.asked, name="asked"),
    path("ask/<str:secret>/judge/", questions.judge, name="judge"),
    path("ledger/reviews/<matter:review>/", reviews.page, name="review"),
    path("ledger/reviews/<matter:review>/write/<slug:asked>/", reviews.write, name="review-write"),
    path("ledger/reviews/<matter:review>/measure/", reviews.propose, name="review-measure"),
    path("ledger/reviews/<matter:review>/lecture/", reviews.order, name="review-lecture"),
    path("ledger/<matter:matter>/review/", reviews.begin, name="review-begin"),
    path("ledger/<matter:posed>/answer/", questions.answer, name="answer"),
]
