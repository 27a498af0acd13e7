"""Takes from a process what lets root pass over the modes of files."""

import ctypes
import os

_VERSION_3 = 0x20080522
_OVERRIDING = (1 << 1) | (1 << 2) | (1 << 3)
"""CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER."""

_libc = ctypes.CDLL(None, use_errno=True)


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable"))


def obey_modes() -> None:
    """Let the modes of files bind this process, also where it is root's. Raises OSError."""
    if os.geteuid() != 0:
        return
    header, data = _Header(_VERSION_3, 0), (_Data * 2)()
    _call(_libc.capget, header, data)
    data[0].effective &= ~_OVERRIDING
    data[0].permitted &= ~_OVERRIDING
    _call(_libc.capset, header, data)


def _call(function: "ctypes._NamedFuncPointer", header: _Header, data: object) -> None:
    if function(ctypes.byref(header), data) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
