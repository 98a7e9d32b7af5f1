"""A PostgreSQL of our own for one run of the tests: made in a temporary folder, gone afterwards."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

FIRST_PORT = 18432
OWNER = "postgres"
"""PostgreSQL refuses to run as root; Debian's package makes this account."""

SETTINGS = (
    "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
    "autovacuum=off", "jit=off", "max_connections=50",
)  # fmt: skip
"""The cluster dies with the tests, so nothing of it needs to survive a power cut, and nothing grows old in it."""


DURABLE = ("shared_buffers=512MB", "max_wal_size=8GB", "max_connections=50")
"""What a county would run: every commit on the disk."""


@contextlib.contextmanager
def cluster(*, sync: bool = False) -> Iterator[str]:
    """The address of a running, empty PostgreSQL; `sync`: one that keeps what it acknowledged, for measuring."""
    folder = Path(tempfile.mkdtemp(prefix="xiangyue-postgres-"))
    as_owner = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam(OWNER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = ["runuser", "-u", OWNER, "--"]
    programs, data, port = _programs(), folder / "data", _free_port()
    options = " ".join(
        [
            f"-p {port}",
            f"-k {folder}",
            "-h 127.0.0.1",
            *(f"-c {setting}" for setting in (DURABLE if sync else SETTINGS)),
        ]
    )

    def run(*words: str) -> None:
        subprocess.run([*as_owner, *words], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    try:
        run(str(programs / "initdb"), "-D", str(data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync", "-N")
        run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://{OWNER}@127.0.0.1:{port}/postgres"
        finally:
            run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The newest version's programs; Debian keeps them out of the path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return versions[-1]


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise OSError("no free port for PostgreSQL")
