"""When two texts are the same document's number (文号), however each was typed."""

from campaign.values.text import name_key

_BRACKETS = str.maketrans("[]【】()（）", "〔〕〔〕〔〕〔〕")


def document_key(number: str) -> str:
    """Reduce a document's number to what tells it from others: width, spaces, brackets go."""
    return name_key(number).translate(_BRACKETS)
