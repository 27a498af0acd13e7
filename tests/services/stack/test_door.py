"""The door before Prefect: who is let in, by Host, Origin and the kind of what is sent."""

import asyncio

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from services.stack.door import guard

JSON = {"Content-Type": "application/json; charset=utf-8"}


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        return
    await PlainTextResponse("inside")(scope, receive, send)


DOOR = guard(inside, ("127.0.0.1", "localhost"))


def answer(method: str = "GET", content: bytes | None = None, **headers: str) -> httpx.Response:
    """Return the answer to a request; header names with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(DOOR)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:4200") as own:
            return await own.request(method, "/api/x", content=content, headers=named)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:4200", 200),
        ("localhost:4200", 200),
        ("localhost:5000", 200),  # the end of somebody's tunnel
        ("LOCALHOST", 200),
        ("evil.example:4200", 400),
        ("127.0.0.1.evil.example:4200", 400),
        ("localhost.evil.example", 400),
        ("evil.example#127.0.0.1:4200", 400),
        ("evil.example@127.0.0.1:4200", 400),
        ("[::1]:4200", 400),
        ("0.0.0.0:4200", 400),
        ("", 400),
    ],
)
def test_only_names_of_this_machine_are_answered(host: str, status: int) -> None:
    assert answer(Host=host).status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:4200", 200),
        ("http://localhost:4200", 403),
        ("http://127.0.0.1:9999", 403),
        ("http://127.0.0.1", 403),
        ("https://127.0.0.1:4200", 403),
        ("http://127.0.0.1:4200.evil.example", 403),
        ("http://evil.example", 403),
        ("null", 403),
        ("", 403),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_a_page_of_another_address_is_refused(method: str, origin: str, status: int) -> None:
    assert answer(method, Origin=origin).status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "", "json"]
)
def test_a_body_that_is_not_called_json_is_refused(method: str, kind: str) -> None:
    assert answer(method, b"{}", Content_Type=kind).status_code == 415
    assert answer(method, b"{}").status_code == 415
    assert answer(method, b"{}", **JSON).status_code == 200


def test_a_body_without_its_length_is_a_body() -> None:
    assert answer("POST", Transfer_Encoding="chunked").status_code == 415


def test_an_order_without_a_body_needs_no_kind() -> None:
    assert answer("POST").status_code == 200


def test_nobody_may_frame_what_is_answered_nor_it_call_elsewhere() -> None:
    for response in (answer(), answer(Origin="null")):
        assert response.headers["X-Frame-Options"] == "DENY"
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("frame-ancestors 'none'; connect-src 'self' ")


@pytest.mark.parametrize(
    ("headers", "is_let_in"),
    [
        ({"Host": "127.0.0.1:4200"}, True),
        ({"Host": "127.0.0.1:4200", "Origin": "http://127.0.0.1:4200"}, True),
        ({"Host": "127.0.0.1:4200", "Origin": "http://127.0.0.1:9999"}, False),
        ({"Host": "evil.example:4200", "Origin": "http://evil.example:4200"}, False),
    ],
)
def test_websockets_pass_by_the_same_rules(headers: dict[str, str], is_let_in: bool) -> None:
    sent: list[Message] = []
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "websocket", "path": "/api/events/in", "headers": raw, "subprotocols": []}

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def knock() -> None:
        await DOOR(scope, receive, send)

    asyncio.run(knock())
    assert ("websocket.accept" in [message["type"] for message in sent]) == is_let_in
