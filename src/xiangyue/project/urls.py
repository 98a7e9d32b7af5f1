"""Every address of the control tower. `/live/` is not among them: the edge answers it before Django is entered."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.cache import never_cache

from xiangyue.project import metrics
from xiangyue.web.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """200 "ok" while pages and database answer: for systemd, nginx and the man on call."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def figures(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Prometheus figures of this process. The shipped proxy denies the address to the world."""
    return HttpResponse(metrics.text(), content_type=metrics.TYPE)


urlpatterns = [
    path("metrics", figures, name="metrics"),
    path("healthz", healthz, name="healthz"),
    path("", include("xiangyue.web.urls")),
]
