"""Marks the inbox with its home's id, so that two homes do not take in the files of one inbox.

The id belongs to the home's state: whoever restores a home with its state goes on with its inbox,
and the home that it was copied from stops. The mark also says on which machine and where that home
lies: one that was copied along with ``inputs/``, or whose home was emptied, is of no home at work.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from adapters.files.atomic_write import write_whole
from adapters.files.file_names import shown_name
from adapters.files.home import Home, private_folder
from adapters.files.inbox_handles import open_inbox
from campaign.definitions.errors import DefinitionError, Fault
from campaign.problems.inbox_faults import InboxFault

MARK = ".zuofeng-home"
_STATE = "home.json"
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_NONBLOCK
_LONGEST = 10_000  # bytes; anybody may have written it
_MOST_SHOWN = 200  # characters


class ForeignInboxError(DefinitionError):
    """The inbox is another home's, or it is not the one that this home marked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Mark:
    """A home's id, and where it was when it marked its inbox."""

    id: str
    host: str
    root: str

    def is_at(self, home: Home) -> bool:
        """Return whether it was made on this machine by a home at the place of this one."""
        return (self.host, self.root) == (_host(), str(home.root))


def check_mark(home: Home, *, only_look: bool = False) -> None:
    """Check that the inbox is this home's, and mark it if it is nobody's.

    Raises ForeignInboxError, OSError where the inbox is not there. One that takes no mark stays
    nobody's.
    """
    handle = open_inbox(home.inbox)
    try:
        own, there = _own(home), _read(handle)
        if own and there and own.id == there.id and there.is_at(home):
            return
        marked_here = own is not None and own.is_at(home)
        if there is None and marked_here:
            raise _error(InboxFault.MARK_GONE.format(mark=MARK))
        restored = own and there and own.id == there.id and not marked_here
        if there and not restored and _is_another_s(there, home):
            raise _error(InboxFault.FOREIGN.format(host=_text(there.host), root=_text(there.root)))
        if not only_look:
            _put(handle, home, own)
    finally:
        os.close(handle)


def take_over(home: Home) -> None:
    """Mark the inbox for a home, whosever it is. Raises OSError where it takes no mark."""
    handle = open_inbox(home.inbox)
    try:
        _put(handle, home, _own(home), strictly=True)
    finally:
        os.close(handle)


def _is_another_s(mark: _Mark, home: Home) -> bool:
    """Return whether a mark is of another home that has this very inbox, as far as can be known."""
    if mark.host != _host():
        return True
    if mark.is_at(home):
        return False  # what was here before; its state is gone
    try:
        return Home(Path(mark.root)).inbox.samefile(home.inbox)
    except (OSError, ValueError):
        return False  # there is no such home any more


def _put(handle: int, home: Home, own: _Mark | None, *, strictly: bool = False) -> None:
    """Write the mark into the inbox, and then into the home's state."""
    id_ = own.id if own else secrets.token_hex(8)
    mark = _Mark(id=id_, host=_host(), root=str(home.root))
    data = json.dumps(asdict(mark), ensure_ascii=False).encode()
    try:
        file = os.open(MARK, _WRITE, 0o644, dir_fd=handle)
        try:
            os.write(file, data)
        finally:
            os.close(file)
    except OSError:
        if strictly:
            raise
        return
    private_folder(home.state)
    write_whole(home.state / _STATE, data)


def _own(home: Home) -> _Mark | None:
    try:
        return _parse((home.state / _STATE).read_bytes())
    except OSError:
        return None


def _read(handle: int) -> _Mark | None:
    """Return the mark of the inbox; None where there is none that can be read."""
    try:
        file = os.open(MARK, _READ, dir_fd=handle)
    except OSError:
        return None
    try:
        return _parse(os.read(file, _LONGEST))
    except OSError:
        return None
    finally:
        os.close(file)


def _parse(data: bytes) -> _Mark | None:
    try:
        facts = json.loads(data)
        return _Mark(id=str(facts["id"]), host=str(facts["host"]), root=str(facts["root"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _text(path: str) -> str:
    """Return what a mark says as one may print it: anybody may have written it."""
    return "/".join(shown_name(part) for part in path.split("/"))[:_MOST_SHOWN]


def _host() -> str:
    return os.uname().nodename


def _error(message: str) -> ForeignInboxError:
    return ForeignInboxError([Fault(source="inputs/inbox", path=MARK, message=message)])
