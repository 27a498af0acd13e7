"""Reads a mail address as staff write it, where only one address can be meant."""

import re
import unicodedata

from campaign.values.text import clean_text

_ANGLED = re.compile(r"[^<>@]*<\s*([^<>@\s]+@[^<>@\s]+)\s*>[^<>@]*")
_ADDRESS = re.compile(r"[^\s<>()\[\]{},;:、\"'“”‘’《》【】]+@[^\s<>()\[\]{},;:、\"'“”‘’《》【】]+")
_DISTINCT = re.compile(r"[0-9A-Za-z@]")


def clean_address(text: str) -> str:
    """Return the address in a text, without separators, angle brackets, or a name beside it.

    Full-width signs become half-width. What is no single address, such as two of them or one that
    is torn by a space, is returned as it was written, for the sender's own test to refuse.
    """
    clean = unicodedata.normalize("NFKC", clean_text(text))
    if angled := _ANGLED.fullmatch(clean):
        return _trimmed(angled[1])
    addresses = _ADDRESS.findall(clean)
    if len(addresses) != 1 or _DISTINCT.search(_label_free(clean.replace(addresses[0], ""))):
        return clean
    return _trimmed(addresses[0])


def _label_free(text: str) -> str:
    return re.sub(r"(?i)\b(?:e-?mail|mailto)\b", "", text)


def _trimmed(address: str) -> str:
    local, _, domain = address.partition("@")
    return f"{local}@{domain.replace('。', '.').rstrip('.')}"
