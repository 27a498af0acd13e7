"""Looks through a compound file: xls and et, or an encrypted workbook of any kind."""

import struct
from io import BytesIO

import olefile

from adapters.workbooks.gate.biff import inspect_biff
from adapters.workbooks.gate.foreign_packages import other_compound
from adapters.workbooks.gate.verdict import Passed, Refused
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code

_ENCRYPTED = {"encryptedpackage", "encryptioninfo", "\x09drmcontent", "drmencrypteddataspace"}
_MACROS = {"_vba_project_cur", "_vba_project", "vba"}
_STREAMS = ("Workbook", "Book")
_BROKEN = (OSError, IndexError, ValueError, TypeError, AttributeError, RecursionError, struct.error)
"""All that olefile raises on broken bytes; its own errors are kinds of OSError."""


def inspect_compound(data: bytes, limits: Limits) -> Passed:
    """Return what the reader needs of a compound file that is a workbook.

    Raises Refused for another document, a password, macros, and what is damaged or too large.
    """
    try:
        container = olefile.OleFileIO(BytesIO(data))
        entries = {part.lower() for path in container.listdir(storages=True) for part in path}
    except _BROKEN:
        raise Refused(Code.FILE_DAMAGED) from None
    if entries & _ENCRYPTED:
        raise Refused(Code.FILE_PASSWORD)
    stream = next((name for name in _STREAMS if container.exists(name)), None)
    if stream is None:
        raise other_compound(entries) if entries else Refused(Code.FILE_DAMAGED)
    if entries & _MACROS:
        raise Refused(Code.FILE_MACROS)
    try:
        content = container.openstream(stream).read()
    except _BROKEN:
        raise Refused(Code.FILE_DAMAGED) from None
    return inspect_biff(content, limits)
