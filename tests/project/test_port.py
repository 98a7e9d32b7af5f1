"""Orders to the live role: over a kept connection, after a restart, and when something else answers."""

import contextlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from xiangyue.kernel.errors import Fault
from xiangyue.project import port
from xiangyue.project.port import HttpPort, LineRefused, LiveRoleSilent, NotLiveRole
from xiangyue.project.trial import free_port

SECRET = "s" * 52


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answer = (200, b'{"result":[]}')
    seen: list[tuple[str, int]] = []
    hang_up = False

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((self.path, self.client_address[1]))
        status, body = self.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.hang_up  # without a word, as a process that ends

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def answering(status=200, body=b'{"result":[]}', *, hang_up=False):
    handler = type("Given", (Handler,), {"answer": (status, body), "seen": [], "hang_up": hang_up})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    port = HttpPort(f"http://127.0.0.1:{server.server_port}", SECRET)
    try:
        yield port, handler.seen
    finally:
        port._kept.connection.close()
        server.shutdown()
        thread.join()
        server.server_close()


def test_orders_share_a_connection():
    with answering(body=b'{"result":[["first",3,"aa"]]}') as (port, seen):
        assert port.heads() == port.heads() == [("first", 3, "aa")]
        assert [path for path, _ in seen] == ["/live/-/heads"] * 2
        assert len({client for _, client in seen}) == 1


def test_a_connection_closed_between_two_orders_is_opened_again():
    with answering(hang_up=True) as (port, seen):
        assert port.heads() == port.heads() == []
        assert len(seen) == 2


def test_nobody_there_is_a_fault_that_may_be_tried_again():
    with pytest.raises(LiveRoleSilent) as silent:
        HttpPort(f"http://127.0.0.1:{free_port()}", SECRET).heads()
    assert silent.value.retry


def test_a_refusal_keeps_its_code_and_words():
    with answering(409, '{"error":{"code":"wrong-version","text":"刚才已经有人操作过了。"}}'.encode()) as (port, _):
        with pytest.raises(LineRefused) as no:
            port.heads()
        assert (no.value.code, no.value.status, no.value.sentence) == ("wrong-version", 409, "刚才已经有人操作过了。")


def test_an_accident_over_there_is_a_fault_here():
    with answering(500, b'{"error":{"code":"accident","text":"..."}}') as (port, _), pytest.raises(Fault):
        port.heads()


@pytest.mark.parametrize(
    ("status", "body"), [(404, b"<html>"), (502, b"Bad Gateway"), (200, b"[]"), (200, b'{"ok":1}'), (403, b"{}")]
)
def test_something_else_at_that_address_is_said_in_words(status, body):
    with answering(status, body) as (port, _), pytest.raises(NotLiveRole, match="XIANGYUE_LIVE_URL"):
        port.heads()


def test_who_is_silent_is_not_asked_twice(monkeypatch):
    monkeypatch.setattr(port, "TIMEOUT_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as server:
        orders = HttpPort(f"http://127.0.0.1:{server.getsockname()[1]}", SECRET)
        with pytest.raises(LiveRoleSilent):
            orders.heads()
        server.accept()[0].close()
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
