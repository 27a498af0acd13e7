"""The client of the Prefect server: patient when it is busy, at its word when it refuses."""

import datetime as dt
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from adapters import prefect_api, prefect_client


class Server(ThreadingHTTPServer):
    """A server that answers with what it is told (0: not at all), and remembers its requests."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[int] = []
        self.tokens = ["first", "second"]
        self.asked: list[tuple[str, str, str, str]] = []
        self.token_clients: list[str] = []
        self.clients: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.startswith("/api/csrf-token"):
            self.server.token_clients += parse_qs(urlsplit(self.path).query)["client"]
            self._send(200, {"token": self.server.tokens.pop(0)})
            return
        self.server.clients.append(self.headers.get("Prefect-Csrf-Client", ""))
        login, token = (
            self.headers.get(name, "") for name in ("Authorization", "Prefect-Csrf-Token")
        )
        self.server.asked.append((self.command, self.path, login, token))
        status = self.server.answers.pop(0) if self.server.answers else 200
        if status:
            self._send(status, [])

    def _send(self, status: int, content: object) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give the pauses that the client made, which take no time; other threads sleep as ever."""
    made: list[float] = []
    clock = SimpleNamespace(sleep=made.append, monotonic=lambda: time.monotonic() + sum(made))
    monkeypatch.setattr(prefect_client, "time", clock)
    return made


def connect(server: Server, patience: float = 0) -> httpx.Client:
    login = {"PREFECT_API_URL": server.url, "PREFECT_API_AUTH_STRING": "office:a:b"}
    return prefect_api.connect(login, patience)


@pytest.mark.parametrize("fault", [500, 503, 0])
def test_a_server_that_is_busy_or_away_is_asked_again(
    server: Server, pauses: list[float], fault: int
) -> None:
    server.answers = [fault] * 4
    with connect(server, 60) as api:
        assert api.post("flow_runs/filter", json={}).status_code == 200
    assert len(server.asked) == 5
    assert pauses == [0.5, 1, 2, 4]


def test_a_server_that_stays_at_fault_is_given_up_in_time(
    server: Server, pauses: list[float]
) -> None:
    server.answers = [503] * 100
    with connect(server, 30) as api:
        assert api.get("work_pools/office").status_code == 503
    assert 20 < sum(pauses) <= 30


def test_nobody_there_is_an_error_after_the_patience(pauses: list[float]) -> None:
    with (
        prefect_api.connect({"PREFECT_API_URL": "http://127.0.0.1:9/api"}, 30) as api,
        pytest.raises(httpx.ConnectError),
    ):
        api.get("x")
    assert 20 < sum(pauses) <= 30


@pytest.mark.parametrize("status", [401, 404, 409, 422])
def test_a_refusal_is_taken_at_its_word(server: Server, pauses: list[float], status: int) -> None:
    server.answers = [status]
    with connect(server, 60) as api:
        assert api.post("x", json={}).status_code == status
    assert pauses == []


def test_without_patience_each_request_is_sent_once(server: Server) -> None:
    server.answers = [503]
    with connect(server) as api:
        assert api.get("x").status_code == 503
    assert len(server.asked) == 1


def test_changes_carry_a_token_that_is_fetched_once(server: Server) -> None:
    with connect(server) as api:
        api.get("a")
        api.post("b", json={})
        api.delete("c")
    basic = "Basic b2ZmaWNlOmE6Yg=="
    assert server.asked == [
        ("GET", "/api/a", basic, ""),
        ("POST", "/api/b", basic, "first"),
        ("DELETE", "/api/c", basic, "first"),
    ]


def test_a_token_is_used_by_the_client_that_it_was_fetched_for(server: Server) -> None:
    for _ in range(2):
        with connect(server) as api:
            api.post("b", json={})
    assert server.clients == server.token_clients
    assert len(set(server.clients)) == 2 and "" not in server.clients


def test_a_token_that_is_not_known_any_more_is_replaced(server: Server) -> None:
    with connect(server) as api:
        api.post("b", json={})
        server.answers = [403]
        assert api.post("b", json={}).status_code == 200
    assert [token for *_, token in server.asked] == ["first", "first", "second"]


def test_a_change_that_is_forbidden_for_good_is_not_asked_forever(server: Server) -> None:
    server.answers = [403] * 5
    with connect(server) as api:
        assert api.post("b", json={}).status_code == 403
    assert len(server.asked) == 2


def test_a_run_that_was_deleted_by_a_lost_request_is_deleted(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [{"id": "1", "state_type": "SCHEDULED"}]
    monkeypatch.setattr(prefect_api, "_runs", lambda *_: runs)
    server.answers = [404]
    with connect(server) as api:
        assert prefect_api.skip_overdue(api, "intake", dt.datetime.now(dt.UTC)) == 1
