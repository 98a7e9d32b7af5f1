"""One file: immutable, of its true type, and unable to do anything in a page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from xiangyue.files import queries as files
from xiangyue.web import serving


@require_safe
def file(request: HttpRequest, address_name: str) -> HttpResponse:
    """The bytes under a name. Who has the name may have the file; nobody is asked who they are."""
    return serving.served(request, files.served(address_name), serving.FOR_EVER)
