"""Hashes and checks the personal codes with which members of the leading group approve."""

import hashlib
import hmac
import re

_SCHEME = "scrypt"
_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
_STORED = re.compile(rf"{_SCHEME}\$([0-9a-f]{{32}})\$([0-9a-f]{{64}})")


def hash_code(code: str, salt: bytes) -> str:
    """Return what the roster stores of a code, ``scrypt$salt$hash`` in hexadecimal.

    The salt is 16 random bytes of the caller's; the cost is fixed (N = 2^14, r = 8, p = 1).
    """
    return f"{_SCHEME}${salt.hex()}${_derive(code, salt).hex()}"


def is_code_hash(stored: str) -> bool:
    """Return whether a text has the form that ``hash_code`` gives."""
    return _STORED.fullmatch(stored) is not None


def code_matches(code: str, stored: str) -> bool:
    """Return whether a code is the stored one; False for an empty code and a malformed hash."""
    match = _STORED.fullmatch(stored)
    if not match or not code:
        return False
    salt, expected = bytes.fromhex(match[1]), bytes.fromhex(match[2])
    return hmac.compare_digest(_derive(code, salt), expected)


def _derive(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, dklen=32)
