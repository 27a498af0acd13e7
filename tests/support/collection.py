"""In which order tests run, and which of them need a server or another program.

Whole files go to a worker (pytest-xdist's loadfile), in the order of collection: what takes minutes
comes first, so that at the end the workers have only short files left to share.
"""

import pytest

SERVERS = frozenset(("libreoffice", "postgres_server", "prefect_server", "start_mail_server"))
"""Fixtures that start a server or another program; the marker ``integration`` follows from them."""

_WHOLE = "tests/e2e/"
_LONG_FIRST = (
    _WHOLE,
    "tests/flows/",
    "tests/services/stack/",
    "tests/rehearsal/",
    "tests/cli/",
    "tests/services/",
)
_LAST = ("tests/campaign/", "tests/docs/")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server, and put long files first."""
    for item in items:
        if _needs_server(item):
            item.add_marker(pytest.mark.integration)
    items.sort(key=lambda item: _rank(item.nodeid))


def _needs_server(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return (
        item.nodeid.startswith(_WHOLE)
        or not SERVERS.isdisjoint(fixtures)
        or "postgresql" in [str(value) for value in parameters.values()]
    )


def _rank(nodeid: str) -> int:
    for rank, folder in enumerate(_LONG_FIRST):
        if nodeid.startswith(folder):
            return rank
    return len(_LONG_FIRST) + nodeid.startswith(_LAST)
