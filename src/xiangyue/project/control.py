"""Starting the control tower: Django, its door to the live role, and the chores of a first start."""

import hashlib
import os
from pathlib import Path

import django

from xiangyue.kernel import heap
from xiangyue.project import config as settings_list
from xiangyue.project.config import Config
from xiangyue.storage import blobs


def start() -> None:
    """Load Django once, connect the hall's stage to the live role and the files to their store."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyue.project.settings")
    config = settings_list.load()
    Path(config.data).mkdir(parents=True, exist_ok=True)
    with heap.loading():
        django.setup()
        connect()


def connect() -> None:
    """Put the port to the live role into the hall's stage, and a store behind the files."""
    from xiangyue.files import shelf  # noqa: PLC0415 - needs Django's apps
    from xiangyue.hall import stage  # noqa: PLC0415 - same
    from xiangyue.project.port import HttpPort  # noqa: PLC0415 - same

    config = settings_list.load()
    stage.connect(HttpPort(live_address(config), config.secret()))
    shelf.connect(blobs.local(config.data / "files"))


def live_address(config: Config) -> str:
    """Where the live role answers: as set, else on this machine at the address the pages listen on."""
    anywhere = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not listened on
    host = anywhere.get(config.host, config.host)
    return config.live_url or f"http://{f'[{host}]' if ':' in host else host}:{config.port}"


def migrate(*, verbosity: int = 0) -> None:
    """Bring the database to this version; nothing to do is quick (0.1 s)."""
    from django.core.management import call_command  # noqa: PLC0415 - needs Django's apps
    from django.db import connection  # noqa: PLC0415 - same
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 - same

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()) and not verbosity:
        return  # the command would build every model of the past to find that out
    call_command("migrate", interactive=False, verbosity=verbosity)


def furnish() -> None:
    """Give a new ledger the notices and kinds that come with the program; one that has any keeps its own."""
    from xiangyue.ledger.calendars import queries as calendars  # noqa: PLC0415 - needs Django's apps
    from xiangyue.ledger.kinds import actions, folder, queries  # noqa: PLC0415 - same
    from xiangyue.org.access.rules import HOUSE  # noqa: PLC0415 - same
    from xiangyue.project import notices  # noqa: PLC0415 - same

    place: Path = settings_list.load().kinds
    if not calendars.version() and (place / "calendars").is_dir():
        notices.publish([place / "calendars"], by=HOUSE)
    if not queries.any_loaded() and (place / folder.FIELDS).is_file():
        actions.load(folder.read(place), by=HOUSE)


def collect_static() -> None:
    """Put pages' files with hashed names where whitenoise serves them, unless those there are of these sources."""
    from django.conf import settings  # noqa: PLC0415 - needs Django's settings
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415 - same
    from django.core.management import call_command  # noqa: PLC0415 - same

    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            found = Path(storage.path(name)).stat()
            seen.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    made_of = Path(settings.STATIC_ROOT) / ".made-of"
    if not made_of.exists() or made_of.read_text() != seen.hexdigest():
        call_command("collectstatic", interactive=False, verbosity=0)
        made_of.write_text(seen.hexdigest())
