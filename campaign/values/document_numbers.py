"""Decides when two texts are the same official document's number (发文字号, GB/T 9704-2012)."""

from campaign.values.text import name_key

_BRACKETS = str.maketrans("[]【】()（）", "〔〕〔〕〔〕〔〕")


def document_key(number: str) -> str:
    """Reduce a document's number to its key: width, spaces and kind of brackets do not count."""
    return name_key(number).translate(_BRACKETS)
