"""Tell notes, signatures, stamps and days below a table from rows of data, by their words."""

import re
from collections.abc import Sequence

from campaign.values.printed_labels import NOTE, NOTE_OF_TABLE
from campaign.values.raw_workbook import Scalar
from campaign.values.text import normalize_text

_LABEL_ENDS = r"\d{0,2}\s*(?:[(（][^()（）]{0,20}[)）])?\s*[:：]"
_NOTE = re.compile(
    r"\s*(?:附?注|备注|说明|填表说明|填报说明"
    r"|(?:审[核批]|支部|党支部|党组|单位|领导)(?:意见|批示))" + _LABEL_ENDS
)
_SIGNERS = (
    r"填[表报]人|制表人?|审[核批]人?|(?:主要|单位)?负责人"
    r"|分管领导|经办人|联系人|联系电话|(?:填[表报]|报送)?日期"
)
_OFFICERS = r"支部负责人|(?:党?支部)?书记|(?:主要|单位|局)?领导|(?:填[表报]|报送)?(?:单位|党?支部)"
_SIGNED = r"(?:签[字名章]|盖章)"
_SIGNATURE = re.compile(rf"\s*(?:(?:{_SIGNERS}|{_OFFICERS}){_SIGNED}?|{_SIGNED}){_LABEL_ENDS}")
_WITHOUT_COLON = re.compile(
    rf"\s*(?:{_SIGNERS}|(?:{_SIGNERS}|{_OFFICERS})?{_SIGNED})\d{{0,2}}\s*(?:[(（][^()（）]{{0,20}}[)）])?\s*"
)
"""Who signs, where nothing but the name beside it says so; a post may be what a row is about."""
_LABELLED = re.compile(r"\s*[^:：]{1,20}[:：]")
_STAMP = re.compile(r".{0,30}[(（](?:加?盖(?:公)?章|公章|签[字名章])[)）]\s*[:：]?")
_NUMBER = "[〇零○一二三四五六七八九十0-9 ]*"
_DAY = re.compile(f"{_NUMBER}年{_NUMBER}月{_NUMBER}日")
_PRINTED = frozenset("".join(note.split()) for note in (NOTE, NOTE_OF_TABLE))


def is_note(text: str) -> bool:
    """Return whether a text begins with the label of a note or of an opinion."""
    return _NOTE.match(text) is not None


def is_printed(text: str) -> bool:
    """Return whether a text is one that the blank prints below its tables."""
    return "".join(text.split()) in _PRINTED


def is_signature(text: str) -> bool:
    """Return whether a text begins with the label of a signature or stamp, its colon included."""
    return _SIGNATURE.match(text) is not None


def is_bare_label(text: str) -> bool:
    """Return whether a text is the label of a note or of a signature without its colon."""
    return _WITHOUT_COLON.fullmatch(text) is not None or is_note(f"{text}：")


def are_labelled(values: Sequence[Scalar]) -> bool:
    """Return whether each cell of a row is a label, the value of the label before it, or a day."""
    return all(map(_is_labelled, values, ["", *values]))


def is_stamp(value: Scalar) -> bool:
    """Return whether a cell offers room for a stamp or a signature, such as 某支部（盖章）."""
    return isinstance(value, str) and _STAMP.fullmatch(value.strip()) is not None


def is_written_day(value: Scalar) -> bool:
    """Return whether a cell is a text that names a day in full, or leaves room for it."""
    return isinstance(value, str) and _DAY.fullmatch(normalize_text(value)) is not None


def _is_labelled(value: Scalar, before: Scalar) -> bool:
    labelled = isinstance(value, str) and _LABELLED.match(value)
    after_label = str(before).rstrip().endswith((":", "："))
    return bool(labelled) or after_label or is_stamp(value) or is_written_day(value)
