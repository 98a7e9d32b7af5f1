"""Addresses of verification."""

from django.urls import path

from xiangyue.web.residents import asking, bans, helper, own, proving

app_name = "residents"
urlpatterns = [
    path("verify/text/", proving.text, name="text"),
    path("verify/redeem/", proving.redeem, name="redeem"),
    path("me/", own.page, name="me"),
    path("me/kept/", own.kept, name="kept"),
    path("me/traces/", own.told, name="traces"),
    path("me/asked/", asking.asked, name="asked"),
    path("me/asked/judge/", asking.judge, name="judge"),
    path("me/erase/", own.erase, name="erase"),
    path("bans/", bans.page, name="bans"),
    path("bans/add/", bans.add, name="bans-add"),
    path("bans/<int:number>/", bans.change, name="bans-change"),
    path("studio/<slug:code>/helper/", helper.page, name="helper"),
    path("studio/<slug:code>/helper/erase/", helper.erase, name="helper-erase"),
    path("studio/<slug:code>/helper/code/", helper.hand, name="helper-code"),
]
