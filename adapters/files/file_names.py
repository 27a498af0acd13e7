"""Cleans the names that senders give to files, for display and for what goes back to them.

A name is text from outside: it may hold line breaks that would forge a line of a receipt, and
characters that a Windows PC cannot store.
"""

import re
import unicodedata

_NOT_ON_WINDOWS = re.compile(r'[<>:"/\\|?*]')
_INVISIBLE = frozenset(("Cc", "Cf", "Zl", "Zp"))  # line breaks, and what turns the writing around

_NUMBERED_BY_US = re.compile(r"^(?:HZ\d{2}-\d{6,} (?:退回修改|原件退回)(?: |$))+")


def decoded_name(name: str) -> str:
    """Return a name as its sender wrote it: in UTF-8, else in GBK."""
    data = name.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def shown_name(name: str) -> str:
    """Return a file's name, as the system lists it, so that it can be read on one line.

    Old programs and shares write names in GBK; what is neither that nor UTF-8 is shown as �.
    """
    text = decoded_name(name)
    visible = "".join(" " if unicodedata.category(c) in _INVISIBLE else c for c in text)
    return _NOT_ON_WINDOWS.sub("_", " ".join(visible.split())).rstrip(" .")


def bare_stem(stem: str) -> str:
    """Return a name's stem without the receipt's number that an earlier return put before it."""
    return _NUMBERED_BY_US.sub("", stem)


def cut_name(name: str, most_bytes: int) -> str:
    """Return the beginning of a name that takes so many bytes in UTF-8, no character halved."""
    return name.encode()[:most_bytes].decode(errors="ignore").rstrip(" .")
