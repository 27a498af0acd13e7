"""Decides under which settings the processes run that ``zuofeng up`` starts.

All of Prefect's state lies below outputs/state/, nothing listens beyond loopback, the server asks
for the home's login, and no figures of use are sent anywhere. What the user has set for other
Prefect servers (an API address, a key, a profile) does not reach them; settings of the server and
of logging do.
"""

import os
from collections.abc import Mapping

from adapters.files.home import Home, private_folder
from services.stack.login import server_login

HOST = "127.0.0.1"
POOL = "office"
STACK = "ZUOFENG_STACK"
"""The variable by which every process of a stack is known, to the last grandchild."""

_KEPT = ("PREFECT_SERVER_", "PREFECT_LOGGING_")


def ui_url(port: int) -> str:
    """Return the address of the Prefect UI."""
    return f"http://{HOST}:{port}"


def api_url(port: int) -> str:
    """Return the address of the Prefect API."""
    return f"{ui_url(port)}/api"


def prefect_environment(
    home: Home, port: int, environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Return the environment of every process of the stack.

    Raises DefinitionError if the file of the home's login holds none.
    """
    prefect_home = private_folder(home.state / "prefect")
    inherited = {
        name: value
        for name, value in environment.items()
        if not name.startswith("PREFECT_") or (name.startswith(_KEPT) and value)
    }
    return {
        **_preferences(),
        **inherited,
        "PREFECT_HOME": str(prefect_home),
        "PREFECT_PROFILES_PATH": str(prefect_home / "profiles.toml"),
        "PREFECT_API_URL": api_url(port),
        "PREFECT_SERVER_UI_API_URL": "/api",  # relative: right under whatever name it is reached
        # Prefect writes its pages anew into its own package unless it is told another place,
        # which the service's account may not be allowed to
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(prefect_home / "ui"),
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": f"{ui_url(port)},http://localhost:{port}",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "DO_NOT_TRACK": "1",
        **_door(server_login(home)),
        "NO_PROXY": ",".join(filter(None, [environment.get("NO_PROXY"), HOST, "localhost"])),
        "PYTHONUNBUFFERED": "1",
        "ZUOFENG_HOME": str(home.root),
        STACK: str(home.root),
    }


def _door(login: str) -> dict[str, str]:
    """Return what closes the server to all but its own programs and pages, and lets these in."""
    return {
        "PREFECT_SERVER_API_AUTH_STRING": login,
        "PREFECT_API_AUTH_STRING": login,
        "PREFECT_SERVER_API_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "true",
    }


def _preferences() -> dict[str, str]:
    """Return what an administrator may set otherwise."""
    return {
        "PREFECT_SERVER_UI_V2_ENABLED": "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "3",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PREFECT_LOGGING_EXTRA_LOGGERS": "zuofeng",
    }
