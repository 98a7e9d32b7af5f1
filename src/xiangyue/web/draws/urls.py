"""Addresses of draws: what everybody reads, what a director presses, the desk, and what a studio prepares."""

from django.urls import path, register_converter

from xiangyue.web.draws import desk, plans, steps, views
from xiangyue.web.draws.converters import DrawName, StepName

register_converter(DrawName, "draw")
register_converter(StepName, "step")

app_name = "draws"
urlpatterns = [
    path("draws/verifier", views.verifier, name="verifier"),
    path("draws/<draw:draw>/", views.page, name="page"),
    path("draws/<draw:draw>/roster.txt", views.roster, name="roster"),
    path("draws/<draw:draw>/draw.json", views.file, name="file"),
    path("draws/<draw:draw>/mine.json", views.mine, name="mine"),
    path("draws/<draw:draw>/card/", views.card, name="card"),
    path("draws/<draw:draw>/steps/", steps.page, name="steps"),
    path("draws/<draw:draw>/steps.json", steps.state, name="state"),
    path("draws/<draw:draw>/steps/<step:step>/", steps.take, name="take"),
    path("draws/<draw:draw>/again/", steps.again, name="again"),
    path("draws/<draw:draw>/numbers/", steps.numbers, name="numbers"),
    path("draws/<draw:draw>/numbers/type/", steps.type_numbers, name="type"),
    path("draws/<draw:draw>/desk/", desk.page, name="desk"),
    path("draws/<draw:draw>/desk/give/", desk.give, name="give"),
    path("draws/<draw:draw>/desk/forfeit/", desk.forfeit, name="forfeit"),
    path("draws/<draw:draw>/plan/", plans.edit, name="edit"),
    path("draws/<draw:draw>/plan/change/", plans.change, name="change"),
    path("draws/<draw:draw>/plan/drop/", plans.drop, name="drop"),
    path("l/<draw:name>/draws/<int:number>/", views.of_lecture, name="of"),
    path("studio/<slug:code>/draws/", plans.studio, name="studio"),
    path("studio/<slug:code>/draws/<draw:name>/", plans.new, name="new"),
    path("studio/<slug:code>/draws/<draw:name>/prepare/", plans.prepare, name="prepare"),
    path("studio/<slug:code>/prizes/", plans.add_prize, name="prize-add"),
    path("studio/<slug:code>/prizes/<int:prize>/retire/", plans.retire_prize, name="prize-retire"),
]
