"""Addresses of the capture page and of what it speaks with."""

from django.urls import path

from xiangyue.web.capture import commands, lists, page, uploads, voices

app_name = "capture"
urlpatterns = [
    path("ledger/capture/", page.page, name="page"),
    path("ledger/capture/worker.js", page.worker, name="worker"),
    path("ledger/capture/lists.json", lists.lists, name="lists"),
    path("ledger/commands/", commands.commands, name="commands"),
    path("ledger/uploads/<uuid:upload>/", uploads.piece, name="upload"),
    path("ledger/voices/<str:voice>/", voices.recording, name="voice"),
]
