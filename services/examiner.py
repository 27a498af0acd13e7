"""Holds what examining a file takes; the worker processes import it, and no database with it."""

from dataclasses import dataclass

from adapters.files.encryption import ArchiveKey
from campaign.recognition.recognition import RecognitionContext


@dataclass(frozen=True, kw_only=True)
class ExaminerContext:
    """What an examiner has at hand: the definitions and the keys."""

    recognition: RecognitionContext
    archive_key: ArchiveKey
