"""The plain way: Django, SQLite, one row and one transaction for each answer; the ticket is checked all the same.

python -m bench.peers.answers_rows FOLDER PORT SECRET
"""

import json
import sys
from pathlib import Path

import django
import uvicorn
from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import IntegrityError, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

from xiangyue.edge.tickets import Tickets

THREADS = 4
"""As many as our own pages have."""

urlpatterns: list[object] = []


def main(folder: str, port: str, secret: str) -> None:
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
    }
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(folder) / "rows.sqlite3", "OPTIONS": options,
                "CONN_MAX_AGE": None}  # fmt: skip
    settings.configure(
        ROOT_URLCONF=__name__,
        DATABASES={"default": database},
        ALLOWED_HOSTS=["*"],
        SECRET_KEY=secret,
        USE_TZ=True,
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],  # says how long an answer is
    )
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE answer (id INTEGER PRIMARY KEY, item INTEGER, who TEXT, given TEXT, UNIQUE (item, who))"
        )
    tickets = Tickets(secret, valid_ms=1)

    def answer(request: HttpRequest, lecture: str) -> JsonResponse:
        body = json.loads(request.body)
        who = tickets.read(body["ticket"], lecture).pseudonym
        try:
            with connection.cursor() as cursor:
                given = [body["item"], who, json.dumps(body["choice"])]
                cursor.execute("INSERT INTO answer (item, who, given) VALUES (%s, %s, %s)", given)
                return JsonResponse({"seq": cursor.lastrowid})
        except IntegrityError:
            return JsonResponse({"error": "already-answered"}, status=409)

    urlpatterns.append(path("live/<str:lecture>/answer", answer))
    application = WSGIMiddleware(get_wsgi_application(), workers=THREADS)
    uvicorn.run(application, host="127.0.0.1", port=int(port), log_level="error", interface="asgi3")


if __name__ == "__main__":
    main(*sys.argv[1:])
