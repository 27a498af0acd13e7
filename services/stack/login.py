"""Makes and reads the login of a home's Prefect server, which its staff and its programs share."""

import secrets
from pathlib import Path

from adapters.files.atomic_write import write_durably
from adapters.files.home import Home, private_folder
from campaign.definitions.errors import DefinitionError, Fault
from services.texts.stack import stack_texts

_USER = "zuofeng"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None that is taken for another when it is read from a screen and typed."""
_GROUPS, _GROUP_LENGTH = 4, 6


def login_file(home: Home) -> Path:
    """Return the file that holds the login: one line, user:password."""
    return home.state / "login.txt"


def server_login(home: Home) -> str:
    """Return the login of a home as user:password, and make one (119 random bits) at first.

    The office may write a login of its own into the file; whoever deletes it gets a new one at the
    next start. Raises DefinitionError if the file holds no login.
    """
    private_folder(home.state)
    path = login_file(home)
    if not path.exists():
        write_durably(path, f"{_USER}:{_new_password()}\n".encode())
    path.chmod(0o600)
    login = path.read_text(encoding="utf-8", errors="replace").strip()
    user, _, password = login.partition(":")
    if not (user and password and login.isascii() and login.isprintable()):
        fault = Fault(source=str(path), path="", message=stack_texts().no_login)
        raise DefinitionError([fault])
    return login


def _new_password() -> str:
    groups = (
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)
