"""Addresses of inspections. To who is not of its crew, each that names a sealed one answers as for an unknown one."""

from django.urls import path, register_converter

from xiangyue.web.inspections import opening, phones, plans, releases, reports, visits
from xiangyue.web.inspections.converters import InspectionName

register_converter(InspectionName, "inspection")

app_name = "inspections"
urlpatterns = [
    path("inspections/", plans.mine, name="mine"),
    path("inspections/new/", plans.new, name="new"),
    path("inspections/new/plan/", plans.plan, name="make"),
    path("inspections/coverage/", reports.coverage, name="coverage"),
    path("inspections/history/", reports.history, name="history"),
    path("inspections/carried/", phones.carried, name="carried"),
    path("inspections/carried/worker.js", phones.worker, name="carried-worker"),
    path("inspections/<inspection:name>/", visits.plan, name="plan"),
    path("inspections/<inspection:name>/enter/", opening.enter, name="enter"),
    path("inspections/<inspection:name>/draw/", plans.draw, name="draw"),
    path("inspections/<inspection:name>/draw.json", reports.document, name="document"),
    path("inspections/<inspection:name>/recuse/", plans.recuse, name="recuse"),
    path("inspections/<inspection:name>/drop/", plans.drop, name="drop"),
    path("inspections/<inspection:name>/elsewhere/", visits.elsewhere, name="elsewhere"),
    path("inspections/<inspection:name>/elsewhere/add/", visits.add, name="add-elsewhere"),
    path("inspections/<inspection:name>/places/<inspection:subject>/", visits.place, name="place"),
    path("inspections/<inspection:name>/places/<inspection:subject>/add/", visits.add, name="add"),
    path("inspections/<inspection:name>/places/<inspection:subject>/visit/", visits.visit, name="visit"),
    path("inspections/<inspection:name>/findings/<slug:finding>/", visits.decision, name="decision"),
    path("inspections/<inspection:name>/findings/<slug:finding>/decide/", visits.decide, name="decide"),
    path("inspections/<inspection:name>/findings/<slug:finding>/withdraw/", visits.withdraw, name="withdraw"),
    path("inspections/<inspection:name>/photos/<inspection:picture>/<slug:size>.webp", visits.photo, name="photo"),
    path("inspections/<inspection:name>/release/", releases.page, name="release"),
    path("inspections/<inspection:name>/release/file/", releases.release, name="release-file"),
    path("inspections/<inspection:name>/readings/", releases.readings, name="readings"),
    path("inspections/<inspection:name>/phones/pack.json", phones.pack, name="pack"),
    path("inspections/<inspection:name>/phones/<inspection:phone>/key.json", phones.unlock, name="unlock"),
    path("inspections/<inspection:name>/phones/<inspection:phone>/alive.json", phones.alive, name="alive"),
    path("inspections/<inspection:name>/phones/<inspection:phone>/revoke/", releases.revoke, name="revoke"),
]
