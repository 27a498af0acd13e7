"""One-time approval codes: how they look, and how what somebody typed is read.

A code's first group is its number, which may be seen; the rest is the secret.
"""

import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and capitals without those that are taken for each other."""

GROUPS, GROUP_LENGTH = 3, 4
LENGTH = GROUPS * GROUP_LENGTH


def format_code(code: str) -> str:
    """Return a code as it is printed, in groups: 7K3M-Q2WD-X9PA."""
    groups = (code[at : at + GROUP_LENGTH] for at in range(0, len(code), GROUP_LENGTH))
    return "-".join(groups)


def normalize_code(typed: str) -> str:
    """Return a typed code's characters: full-width, small or spaced ones are the same."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in text if character.isalnum())


def code_number(code: str) -> str:
    """Return the number by which a code is known; the code is bare."""
    return code[:GROUP_LENGTH]
