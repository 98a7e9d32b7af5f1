"""One process, one loop: uvicorn with the hot path before Django, the encoders' door, and a `work` child beside."""

import asyncio
import contextlib
import errno
import importlib
import logging
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable
from typing import Any, cast

import uvicorn
import uvloop
from a2wsgi import WSGIMiddleware

from xiangyue.kernel import heap
from xiangyue.kernel.errors import Fault
from xiangyue.project import config as settings_list
from xiangyue.project import metrics
from xiangyue.project.config import Config

SWITCH_INTERVAL_S = 0.0005
"""Four busy web threads push the loop's p99 from 0.03 to 134 ms at Python's default of 5 ms; at this one to 4.5."""

BACKLOG = 16_384
"""Connections the kernel holds while a whole audience opens the page at once."""

CHILD_STOP_S = 10
"""A work child finishes what it holds within this time."""

CHILD_AGAIN_S = 2.0
"""Before a dead child is started again: one that cannot start at all must not eat a core."""

logger = logging.getLogger(__name__)

Application = Callable[[Any, Any, Any], Awaitable[None]]


def run(role: str) -> int:
    """Serve until told to stop; exit status 0 after an orderly end."""
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    config = settings_list.load()
    application = nothing_here if role == "live" else _pages(config)
    return uvloop.run(_serve(config, role, application))


async def nothing_here(scope: dict[str, Any], _receive: Any, send: Any) -> None:
    """The application of the live role: figures and a sign of life; pages live elsewhere."""
    if scope["type"] != "http":
        return
    known: dict[str, Callable[[], bytes]] = {"/metrics": metrics.text, "/healthz": lambda: b"ok"}
    found = known.get(scope["path"])
    body = found() if found else b""
    headers = [(b"content-type", metrics.TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200 if found else 404, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _pages(config: Config) -> Application:
    from xiangyue.project import control  # noqa: PLC0415 - the live role starts without Django

    control.start()
    control.migrate()
    control.furnish()
    control.collect_static()
    with heap.loading():
        wsgi = importlib.import_module("xiangyue.project.wsgi")
        importlib.import_module("xiangyue.project.urls")  # else the first page would load every other one
    # So many pages at once; the next waits its turn instead of taking another thread from the live loop.
    return cast(Application, WSGIMiddleware(wsgi.application, workers=config.threads))


class PortTaken(Fault):
    """A port that is not ours to listen on; the sentence names the setting."""

    def __init__(self, port: int, setting: str) -> None:
        text = f"端口 {port} 用不了（别的程序占着，或没有权限）：请停掉那个程序，或设置 {setting}。"
        super().__init__(text, retry=False)


def _listen(config: Config) -> socket.socket:
    """The pages' door, opened before anything else is begun. Raises `PortTaken`."""
    try:
        family, *_, address = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address, family=family, backlog=BACKLOG)
    except OSError as error:
        raise PortTaken(config.port, "XIANGYUE_PORT") from error


async def _serve(config: Config, role: str, application: Application) -> int:
    async with contextlib.AsyncExitStack() as stack:
        door = stack.enter_context(_listen(config))
        protocol: Any = "httptools"
        if role != "web":
            protocol = await _go_live(config, stack)
        server = uvicorn.Server(
            uvicorn.Config(
                application,
                http=protocol,
                ws="none",
                lifespan="off",
                access_log=False,
                log_level="warning",
                backlog=BACKLOG,
                server_header=False,
                proxy_headers=bool(config.trusted_proxies),
                forwarded_allow_ips=list(config.trusted_proxies),
                timeout_graceful_shutdown=5,
            )
        )
        if role != "live":
            keeping = asyncio.create_task(_keep_child("work", "--parent", str(os.getpid())), name="work")
            stack.push_async_callback(_let_go, keeping)
        print(f"乡约已启动：{config.public_url}（网页 {config.port}，推流 {config.rtmp_port}）", flush=True)  # noqa: T201 - the operator's one line
        heap.settle()
        await server.serve(sockets=[door])
    return 0


async def _go_live(config: Config, stack: contextlib.AsyncExitStack) -> Any:
    from xiangyue.edge import protocol  # noqa: PLC0415 - the web role serves no lines
    from xiangyue.project.live import Live  # noqa: PLC0415 - same

    live = Live(config)
    try:
        await live.start()
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            raise
        raise PortTaken(config.rtmp_port, "XIANGYUE_RTMP_PORT") from error
    stack.push_async_callback(live.close)
    bound = protocol.bind(live, secret=config.secret(), rules=live.edge_rules())
    metrics.registry.register(metrics.LiveCollector(live, bound.desk))
    return bound


async def _keep_child(*words: str) -> None:
    """Keep a child running: one that the system killed (memory) is started again."""
    while True:
        try:
            child = await asyncio.create_subprocess_exec(sys.executable, "-m", "xiangyue.project.commands", *words)
        except OSError as error:  # no memory for it now
            logger.error("the %s child could not be started: %s", words[0], error)  # noqa: TRY400 - a fact, not our mistake
        else:
            try:
                status = await child.wait()
            finally:
                await _end(child)
            if status == 0:
                return  # told to stop, as we shall be
            logger.error("the %s child ended with status %d and is started again", words[0], status)
        await asyncio.sleep(CHILD_AGAIN_S)


async def _let_go(keeping: "asyncio.Task[None]") -> None:
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


async def _end(child: Process) -> None:
    if child.returncode is not None:
        return
    child.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(child.wait(), CHILD_STOP_S)
    except TimeoutError:
        child.kill()
        await child.wait()
