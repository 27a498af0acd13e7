"""Runs the Prefect server behind the door, on a socket that the supervisor holds.

``prefect server start`` offers no place for middleware and binds its own port. The supervisor's
socket stays bound while the server is started again: nobody else on the machine can take the port
meanwhile and be told the password by whoever calls.
"""

import socket
import sys

import uvicorn
from prefect.server.api.server import create_app
from prefect.settings import get_current_settings

from services.stack.door import guard
from services.stack.settings import HOST


def main() -> None:
    """Serve on the socket whose file descriptor is the first argument, until asked to stop."""
    server = get_current_settings().server
    config = uvicorn.Config(
        guard(create_app(final=True), hosts=(HOST, "localhost")),
        timeout_keep_alive=server.api.keepalive_timeout,
        ws_ping_interval=server.api.websocket_ping_interval,
        ws_ping_timeout=server.api.websocket_ping_timeout,
        log_level=server.logging_level.lower(),
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


if __name__ == "__main__":
    main()
