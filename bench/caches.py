"""What the origin has to do for an audience behind the shipped nginx: its requests for one segment, at 10, 1,000 and
5,000 viewers (promise: the origin's work does not grow with the audience).

    python -m bench.caches [--viewers 10 1000 5000] [--segments 12]

One edge, TLS off (the cache does not know the difference), viewers hold: each asks for the next segment at once.
"""

import argparse
import contextlib
import http.client
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import fanout_client
from bench.machine import cpu_seconds, describe

SHIPPED = Path(__file__).parent.parent / "deploy" / "nginx"

TICK_MS = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, nargs="+", default=[10, 1000, 5000])
    parser.add_argument("--segments", type=int, default=12)
    parser.add_argument("--port", type=int, default=18120)
    args = parser.parse_args()
    print(describe())
    print(f"shipped configuration, nginx {version()}; one segment a second with 20 danmaku in it")
    print(
        f"{'viewers':>8} {'segments':>9} {'origin requests':>16} {'a segment':>10} {'wrong':>6} "
        f"{'wake p50 ms':>12} {'p99 ms':>8} {'nginx core':>11} {'origin core':>12}"
    )
    for viewers in args.viewers:
        row(viewers, args.segments, args.port)


def row(viewers: int, segments: int, port: int) -> None:
    """One audience, a fresh cache."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        origin = stack.enter_context(fanout_client.house(folder, port, rate=20, tick_ms=TICK_MS))
        workers = children(stack.enter_context(front(folder, port + 1, port)))
        first = fanout_client.head(port + 1)["head"] + 1
        with fanout_client.crowd("seg", port + 1, f"/live/{fanout_client.LECTURE}/1/e/", viewers, first) as crowd:
            time.sleep(1)
            since, begun, used = time.time(), figures(port), (cpu(workers), cpu_seconds(origin))
            time.sleep(segments * TICK_MS / 1000)
            spent, ended = time.time() - since, figures(port)
            used = cpu(workers) - used[0], cpu_seconds(origin) - used[1]
            time.sleep(1.6)
        heard = crowd.heard(since_ms=since * 1000, until_ms=(since + spent) * 1000 + 1500)
    asked, sealed = ended[0] - begun[0], ended[1] - begun[1]
    print(
        f"{viewers:8} {sealed:9} {asked:16} {asked / max(sealed, 1):10.2f} {heard.wrong:6} "
        f"{heard.quantile(0.5):12.0f} {heard.quantile(0.99):8.0f} {used[0] / spent:11.2f} {used[1] / spent:12.2f}",
        flush=True,
    )


@contextlib.contextmanager
def front(folder: Path, port: int, origin: int) -> Iterator[int]:
    """The shipped configuration on a port of its own, without root; the process id of its master."""
    config = shipped(folder, port=port, tls_port=port + 1, origin=origin)
    process = subprocess.Popen(["nginx", "-p", str(config.parent), "-c", str(config), "-g", "daemon off;"])
    try:
        fanout_client.wait_for(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def shipped(folder: Path, *, port: int, tls_port: int, origin: int) -> Path:
    """A copy of the shipped configuration that a plain user can run here: other ports, folders and a certificate.

    The plain port answers what the TLS port answers, so that a client without TLS can measure.
    """
    copy = folder / "nginx"
    shutil.copytree(SHIPPED, copy)
    (copy / "tls").mkdir()
    subject = ["-subj", "/CN=localhost", "-keyout", copy / "tls/privkey.pem", "-out", copy / "tls/fullchain.pem"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", *subject], check=True, capture_output=True)  # fmt: skip
    changes = {
        "/etc/nginx/xiangyue/tls": f"{copy}/tls",
        "/var/cache/nginx/xiangyue": f"{copy}/cache",
        "/var/log/nginx": str(copy),
        "/run/nginx.pid": f"{copy}/nginx.pid",
        "user www-data;": "user root;" if os.getuid() == 0 else "",
        "worker_rlimit_nofile 65536;": "",
        "worker_processes auto;": "worker_processes 1;",
        "worker_connections 30000;": "worker_connections 18000;",
        "127.0.0.1:8000": f"127.0.0.1:{origin}",
        "return 301 https://$host$request_uri;\n        }": "}\n        include snippets/locations.conf;",
        "location / {\n            }\n": "",
    }
    for file in [copy / "nginx.conf", *(copy / "snippets").glob("*.conf")]:
        text = file.read_text()
        for old, new in changes.items():
            text = text.replace(old, new)
        text = re.sub(r"listen \[::\]:.*;", "", text)
        text = text.replace("listen 80;", f"listen 127.0.0.1:{port} backlog=16384;")
        text = text.replace("listen 443 ssl http2 backlog=16384;", f"listen 127.0.0.1:{tls_port} ssl http2;")
        file.write_text(text)
    return copy / "nginx.conf"


def figures(port: int) -> tuple[int, int]:
    """Requests under /live/ so far, as the origin counts them, and the number of its last segment."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/figures")
    asked, head = connection.getresponse().read().split()
    connection.close()
    return int(asked), int(head)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu(pids: list[int]) -> float:
    return sum(map(cpu_seconds, pids))


def version() -> str:
    return subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr.strip().rpartition("/")[2]


if __name__ == "__main__":
    main()
