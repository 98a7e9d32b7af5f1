"""The page and its service worker. Both are the same for everybody: nothing of a person is in what a phone keeps."""

import hashlib
import json
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from xiangyue.web.looking import public

SHELL = (
    "css/tokens.css",
    "css/base.css",
    "css/street.css",
    "img/seal.svg",
    "js/type/size.js",
    "js/type/switch.js",
    "js/room/make.js",
    "js/page/post.js",
    "js/line/backoff.js",
    "js/inspect/shelf.js",
    *(
        f"js/street/{name}.js"
        for name in (
            "main", "words", "store", "outbox", "wire", "entry", "near", "compose", "photo", "pick", "voice", "shelf",
            "ghost", "house", "todo",
        )
    ),
)  # fmt: skip
"""Every file the page needs; a test follows its imports."""


@require_safe
@public
def page(request: HttpRequest) -> HttpResponse:
    """The page."""
    return render(request, "capture/page.html", {"here": "capture"})


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told which files make the page; another file, or another word, makes it another worker."""
    shell = [reverse("capture:page"), *(static(name) for name in SHELL)]
    source = finders.find("js/street/worker.js")
    assert isinstance(source, str)
    code = Path(source).read_text(encoding="utf-8")
    words = render(request, "capture/page.html", {"here": "capture"}).content
    version = hashlib.sha256(json.dumps(shell).encode() + code.encode() + words).hexdigest()[:12]
    given = f"self.SHELL = {json.dumps(shell)};\nself.VERSION = {json.dumps(version)};\n"
    return HttpResponse(given + code, content_type="text/javascript; charset=utf-8")
