"""Prints one-time approval codes, and reads them as people type them.

A code's first group is its number, by which it is known in public; the rest is the secret.
"""

import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and capitals without those that are taken for each other."""

GROUPS, GROUP_LENGTH = 3, 4
LENGTH = GROUPS * GROUP_LENGTH


def format_code(code: str) -> str:
    """Return a code as it is printed, in groups such as 7K3M-Q2WD-X9PA."""
    groups = (code[at : at + GROUP_LENGTH] for at in range(0, len(code), GROUP_LENGTH))
    return "-".join(groups)


def normalize_code(typed: str) -> str:
    """Return a typed code without groups: width, case and signs between characters do not count."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in text if character.isalnum())


def code_number(code: str) -> str:
    """Return the public number of a normalized code."""
    return code[:GROUP_LENGTH]
