"""Turns away, before Prefect sees it, what neither its own pages nor its own programs send.

A web page of any origin can make a browser on this machine send a form, a blob without a type or
a websocket's greeting to a port of this machine; a name that resolves to it (DNS rebinding) makes
the page even look like one of ours.
"""

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = "frame-ancestors 'none'; connect-src 'self' data: blob:"
"""No page frames ours, and ours call nobody else: Prefect's second UI would, at each visit."""


def guard(app: ASGIApp, hosts: Sequence[str]) -> ASGIApp:
    """Return an application that lets requests for these host names, whatever their port, in.

    Refused are another name in Host (400), an Origin other than the address that was asked (403),
    a body that is not declared to be JSON (415); websockets by the same rules. No page may frame
    what is answered, nor what is answered call another host.
    """
    return TrustedHostMiddleware(_Door(app), allowed_hosts=hosts, www_redirect=False)


class _Door:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def send_unframed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Frame-Options"] = "DENY"
                headers["Content-Security-Policy"] = _POLICY
            await send(message)

        refusal = _refusal(scope)
        await (refusal or self._app)(scope, receive, send_unframed)


def _refusal(scope: Scope) -> PlainTextResponse | None:
    """Return the answer to what is refused, None for what may pass."""
    headers = Headers(scope=scope)
    if "origin" in headers and headers["origin"] != f"http://{headers.get('host')}":
        return PlainTextResponse("Foreign origin", status_code=403)
    if _has_body(scope, headers) and not _is_json(headers):
        return PlainTextResponse("JSON only", status_code=415)
    return None


def _has_body(scope: Scope, headers: Headers) -> bool:
    if scope["type"] == "websocket" or scope["method"] in _WITHOUT_BODY:
        return False
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def _is_json(headers: Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0]
    return kind.strip().lower() == "application/json"
