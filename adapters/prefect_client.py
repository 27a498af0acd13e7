"""How a client of the Prefect server logs in, and waits for a server that is busy or away."""

import time
import uuid
from collections.abc import Generator

import httpx

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 8.0


class ServerAuth(httpx.Auth):
    """A login, and the token that the server wants with each change against forged requests.

    The token is fetched before the first change, and again when the server does not know it any
    more (after an hour, or with a new database).
    """

    requires_response_body = True

    def __init__(self, api_url: str, login: str) -> None:
        """Prepare to log in to the API of an address as user:password."""
        self._token_url = f"{api_url}/csrf-token"
        user, _, password = login.partition(":")
        self._basic = httpx.BasicAuth(user, password)
        self._client, self._token = str(uuid.uuid4()), ""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Yield the request with its headers, between requests for a token."""
        next(self._basic.auth_flow(request))
        if request.method in _READING:
            yield request
            return
        for _ in range(2):
            if not self._token:
                yield from self._fetch_token(request)
            request.headers["Prefect-Csrf-Token"] = self._token
            request.headers["Prefect-Csrf-Client"] = self._client
            answer = yield request
            if answer.status_code != httpx.codes.FORBIDDEN:
                return
            self._token = ""

    def _fetch_token(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        token_request = httpx.Request("GET", self._token_url, params={"client": self._client})
        token_request.headers["Authorization"] = request.headers["Authorization"]
        answer = yield token_request
        if answer.is_success:
            self._token = str(answer.json()["token"])


class PatientTransport(httpx.HTTPTransport):
    """Asks again, after growing pauses, where the server does not answer or reports a fault."""

    def __init__(self, patience_seconds: float) -> None:
        """Prepare to give up after some seconds; with none, each request is sent once."""
        super().__init__()
        self._patience = patience_seconds

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer, or the last one where the server stays at fault.

        Raises httpx.TransportError where it stays away.
        """
        until, pause = time.monotonic() + self._patience, _FIRST_PAUSE
        while True:
            is_last = time.monotonic() + pause > until
            try:
                answer = super().handle_request(request)
            except httpx.TransportError:
                if is_last:
                    raise
            else:
                if is_last or not answer.is_server_error:
                    return answer
                answer.close()
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
