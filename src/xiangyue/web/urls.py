"""Every address of the pages, one namespace an area. `/live/` is not here: the edge answers it before Django."""

from django.urls import include, path

urlpatterns = [
    path("", include("xiangyue.web.home.urls")),
    path("", include("xiangyue.web.hall.urls")),
    path("", include("xiangyue.web.documents.urls")),
    path("", include("xiangyue.web.files.urls")),
    path("", include("xiangyue.web.org.urls")),
    path("", include("xiangyue.web.witness.urls")),
    path("", include("xiangyue.web.inspections.urls")),
    path("", include("xiangyue.web.draws.urls")),
    path("", include("xiangyue.web.residents.urls")),
    path("", include("xiangyue.web.capture.urls")),
    path("", include("xiangyue.web.places.urls")),
    path("", include("xiangyue.web.ledger.urls")),
    path("", include("xiangyue.web.imports.urls")),
    path("", include("xiangyue.web.notices.urls")),
    path("", include("xiangyue.web.api.urls")),
    path("open311/v2/", include("xiangyue.web.open311.urls")),
    path("accounts/", include("xiangyue.web.org.entrance")),
]

handler400 = "xiangyue.web.refusals.bad_request"
handler403 = "xiangyue.web.refusals.forbidden"
handler404 = "xiangyue.web.refusals.not_found"
handler500 = "xiangyue.web.refusals.our_mistake"
