"""Addresses of notices."""

from django.urls import path

from xiangyue.web.notices import views

app_name = "notices"
urlpatterns = [
    path("ledger/notices/", views.list_page, name="list"),
    path("ledger/notices/draft/", views.draft, name="draft"),
    path("ledger/notices/<slug:notice>/", views.page, name="page"),
    path("ledger/notices/<slug:notice>/rewrite/", views.rewrite, name="rewrite"),
    path("ledger/notices/<slug:notice>/issue/", views.issue, name="issue"),
    path("ledger/notices/<slug:notice>/drop/", views.drop, name="drop"),
    path("ledger/notices/<slug:notice>/<slug:ending>/", views.download, name="file"),
]
