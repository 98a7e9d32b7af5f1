"""A ledger of a million matters: how long a page's questions take, filing one, and proving it all.

    python -m bench.million [--matters 1000000] [--keep FOLDER] [--postgres | --database URL]
                            [--only-build] [--no-audit]

Server time of the reads and verbs behind each page, in this process, every result fetched; then of whole pages.
`--keep` builds in a folder and finds it again; `--postgres` takes a throw-away cluster of Debian's, `--database` one
that is there and stays. A look: `--matters 20000`.
"""

import argparse
import os
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.machine import describe
from xiangyue.kernel import clock


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--matters", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="build here, or use what was built here before (SQLite only)")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--database", default="", help="an address as in XIANGYUE_DATABASE; built in it unless it was")
    parser.add_argument("--only-build", action="store_true")
    parser.add_argument("--no-audit", action="store_true")
    args = parser.parse_args()
    with ExitStack() as stack:
        folder = args.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        os.environ["XIANGYUE_DATA"] = str(folder)
        os.environ["XIANGYUE_DATABASE"] = args.database
        if args.postgres:
            from tests.factories import postgres

            os.environ["XIANGYUE_DATABASE"] = stack.enter_context(postgres.cluster(sync=True))
        print(describe())
        prepare(args.matters)
        if args.only_build:
            return
        from bench import ledger_pages, ledger_reads

        ledger_reads.measure()
        ledger_pages.measure()
        if not args.no_audit:
            ledger_reads.prove()


def prepare(count: int) -> None:
    """The county, its kinds and so many matters, unless they are there."""
    from xiangyue.project import control

    control.start()
    control.migrate()
    control.furnish()
    control.collect_static()
    from django.db import connection

    from bench import ledger_build
    from xiangyue.ledger.matters.actions import balancing
    from xiangyue.ledger.matters.models import Matter
    from xiangyue.org.units import queries as units
    from xiangyue.project import kecheng

    if not units.tree():
        kecheng.load_units()
    if Matter.objects.exists():
        balancing.balance()
        return
    began = time.monotonic()
    for matters, records in ledger_build.build(count):
        print(f"  {matters:>9,} matters, {records:>10,} events, {ledger_build.since(began)}", flush=True)
    balancing.balance()
    print(f"built in {ledger_build.since(began)}, {_size(connection)}; {clock.now():%H:%M} UTC", flush=True)


def _size(connection: object) -> str:
    from django.db import connection as database

    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return f"{cursor.fetchone()[0] / 1e9:.1f} GB ({database.vendor})"


if __name__ == "__main__":
    main()
