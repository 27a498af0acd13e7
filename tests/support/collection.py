"""In which order tests run, which need a server or another program, and which go together.

Whole files go to a worker (pytest-xdist's loadgroup), in the order of collection: what takes
minutes comes first, so that at the end the workers have only short files left to share. All files
that use a server which is dear to start go to one worker, so that it starts once.
"""

import gc

import pytest

SERVERS = frozenset(("libreoffice", "postgres_server", "prefect_server", "start_mail_server"))
"""Fixtures that start a server or another program; the marker ``integration`` follows from them."""

SHARED = ("prefect_server", "libreoffice")
"""Those whose start takes seconds of CPU."""

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
    """Mark what needs a server, say which tests go together, and put long files first."""
    servers = _servers_of_files(items)
    for item in items:
        if _needs_server(item):
            item.add_marker(pytest.mark.integration)
        file = _file(item)
        item.add_marker(pytest.mark.xdist_group(servers.get(file, file)))
    items.sort(key=lambda item: _rank(item.nodeid))


def pytest_collection_finish() -> None:
    """Leave what was collected out of garbage collection, which otherwise walks it all the time."""
    gc.collect()
    gc.freeze()


def _file(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def _servers_of_files(items: list[pytest.Item]) -> dict[str, str]:
    """Return the dear server that tests of a file use, by the file."""
    return {
        _file(item): server
        for server in reversed(SHARED)
        for item in items
        if server in getattr(item, "fixturenames", ())
    }


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
