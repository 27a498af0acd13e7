"""A page of another origin of this machine, as an attacker's service would serve it."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_PAGE = """<!doctype html><title>elsewhere</title>
<form id="form" method="post" enctype="text/plain" target="away" action="TARGET">
<input name='{"parameters": {}, "x": "' value='"}'></form>
<iframe name="away"></iframe>
<iframe name="framed" src="http://127.0.0.1:PORT/dashboard"></iframe>
"""
"""It has a form whose fields make JSON, and a frame of the UI."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@contextmanager
def serve_page(folder: Path, target: str, port: int) -> Iterator[str]:
    """Serve the page, whose form goes to a target, and give its address."""
    text = _PAGE.replace("TARGET", target).replace("PORT", str(port))
    (folder / "index.html").write_text(text, encoding="utf-8")
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
