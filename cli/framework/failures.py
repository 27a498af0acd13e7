"""Words what ends a command from outside: a disk, a database or a connection that fails.

Any other exception is a fault of the software and stays a traceback.
"""

import errno
import sys

from services.texts.failures import failure_wordings

_DISK = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "quota",
    errno.EROFS: "read_only",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.ENOENT: "missing",
    errno.ESTALE: "missing",
    errno.ENOTDIR: "not_a_folder",
    errno.EEXIST: "not_a_folder",
    errno.EISDIR: "is_a_folder",
    errno.EIO: "device",
    errno.EMFILE: "too_many_files",
    errno.ENFILE: "too_many_files",
}
_DATABASE = {
    "locked": "locked",
    "disk is full": "full",
    "No space left": "full",
    "readonly database": "read_only",
    "malformed": "damaged",
    "not a database": "damaged",
}
"""By what SQLite and PostgreSQL say."""


def failure_text(error: BaseException) -> str | None:
    """Return what happened and what to do, None where the software itself is at fault."""
    if isinstance(error, OSError):
        return _of_disk(error)
    wordings = failure_wordings()
    if _is_a(error, "sqlalchemy.exc", "OperationalError", "DatabaseError", "InterfaceError"):
        reason = str(getattr(error, "orig", error)).strip()
        kind = next((kind for sign, kind in _DATABASE.items() if sign in reason), "other")
        text: str = getattr(wordings.database, kind)
        return text.format(reason=reason)
    if _is_a(error, "httpx", "HTTPError"):
        return wordings.network.failed.format(reason=str(error) or type(error).__name__)
    return None


def _of_disk(error: OSError) -> str:
    wordings = failure_wordings()
    if isinstance(error, ConnectionError | TimeoutError):
        return wordings.network.failed.format(reason=error.strerror or str(error))
    text: str = getattr(wordings.disk, _DISK.get(error.errno or 0, "other"))
    names = [str(name) for name in (error.filename, error.filename2) if name is not None]
    place = f"“{names[-1]}”" if names else wordings.disk.somewhere
    return text.format(place=place, reason=error.strerror or str(error))


def _is_a(error: BaseException, module: str, *names: str) -> bool:
    """Return whether an error is of one of these classes, without importing their module."""
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(error, tuple(getattr(loaded, name) for name in names))
