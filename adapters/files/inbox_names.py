"""Decides by their names which entries of the inbox programs and systems left there.

What recycle bins, NAS, Windows, macOS, browsers, sync clients and office programs leave behind is
nobody's report. Copies that a sync client made of a conflict, and what a clerk called a backup,
are files of people and are not among it. docs/inbox.md has the list.
"""

import re
import unicodedata
from collections.abc import Set

_RECYCLE_BINS = (
    r"[#@$~_.]*(?:nas_)?(?:recycle|recycler|recycled|trash|trashbox|trashes|回收站)"
    r"(?:[ ._-]?(?:bin|folder|raid|-?\d+))?_?"
)
_FOLDERS = re.compile(
    rf"\.|(?:{_RECYCLE_BINS}"
    r"|network trash folder|temporary items|thevolumesettingsfolder"  # macOS and AFP
    r"|system volume information|\$extend|found\.\d{3}|lost\+found|config\.msi"  # disks
    r"|@eadir|@tmp|@__thumb|@sharebin|@synologydrive|@synologycloudsync"  # Synology, QNAP
    r"|[#@~](?:recently-)?snapshots?"  # Synology, QNAP, NetApp
    r"|\(a document being saved by .*\)|.*\.sb-[0-9a-f]{8}-\w{6}"  # macOS, while it saves
    r"|.*\.download"  # Safari
    r")\Z",
    re.IGNORECASE | re.DOTALL,
)
_HIDDEN = (".", "~$", ":2e", ":2E")  # hidden, owner files, hidden by Netatalk
_LEFT_SUFFIXES = frozenset(
    (
        *("tmp", "temp", "part", "partial", "filepart", "crdownload", "download", "opdownload"),
        *("xltd", "td", "downloading", "aria2", "!ut", "!qb", "!sync", "bc!"),
        *("nextcloud", "owncloud"),  # stands for a file that is not there
        *("bak", "xlk", "wbk", "asd", "xar"),  # backups and autosaves that programs make
    )
)
_WHOLE_NAMES = re.compile(
    r"(?:desktop\.ini|(?:eh)?thumbs(?:_vista)?\.db|icon[\r\uf00d]"
    r"|.*zone\.identifier(?::\$data)?"  # where a file was downloaded from
    r"|.*[:\uf03a\uf022](?:smartscreen|afp_\w+|com\.(?:apple|dropbox)\.\S+|encryptable|\$data)"
    r"|.*@syno(?:eastream|resource)"
    r"|.*\.(?:td|xltd)\.cfg"  # Xunlei
    r"|.*\.sb-[0-9a-f]{8}-\w{6}|.*~|#.*#"  # macOS and editors
    r")\Z",
    re.IGNORECASE | re.DOTALL,
)
_EXCEL_SAVES_AS = re.compile(r"(?=.*[A-F])[0-9A-F]{8}\Z")
"""The name under which Excel writes a file before it takes the place of the one it saves."""

_DOCUMENTS = frozenset(("xlsx", "xls", "et", "ods", "csv", "pdf", "jpg", "png", "docx", "zip"))
_OWNER_MARKS = (".~lock.", "~$", ".~")  # LibreOffice, OnlyOffice; Excel, Word, WPS; WPS
_SHORTENED = (".doc", ".docx", ".docm", ".dot", ".dotx", ".rtf", ".wps")


def is_left_folder(name: str) -> bool:
    """Return whether a folder is a recycle bin, or one that a system or a program keeps."""
    return _FOLDERS.match(name) is not None


def is_left_file(name: str) -> bool:
    """Return whether a file was left by a system or a program, or is not all there yet."""
    if name.startswith(_HIDDEN):
        return True
    _, dot, suffix = name.rpartition(".")
    if dot and (suffix := suffix.lower()) in _DOCUMENTS:  # nearly all: four listings a second
        return False
    return bool(
        (dot and suffix in _LEFT_SUFFIXES)
        or _WHOLE_NAMES.match(name)
        or _EXCEL_SAVES_AS.match(name)
    )


def owned_name(name: str) -> str:
    """Return which file an owner file says is open, folded; "" if it is no owner file."""
    for mark in _OWNER_MARKS:
        if name.startswith(mark):
            owned = name.removeprefix(mark)
            return _folded(owned.removesuffix("#") if mark == ".~lock." else owned)
    return ""


def is_open(name: str, owned: Set[str]) -> bool:
    """Return whether one of the owner files of a folder says that a file in it is open.

    Word leaves out up to two characters of the name's beginning in that of its owner file.
    """
    folded = _folded(name)
    if folded in owned:
        return True
    return folded.endswith(_SHORTENED) and (folded[1:] in owned or folded[2:] in owned)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
