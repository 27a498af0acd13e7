"""Looks into an archive for reports that nobody would read there; nothing in it is kept or taken.

Runs in a worker process: what an archive holds may kill its reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import basename

from adapters.workbooks.gate import Passed, inspect
from adapters.workbooks.gate.inflation import Archive
from adapters.workbooks.gate.verdict import Refused
from adapters.workbooks.reader import read_workbook
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code
from campaign.recognition.claimed_form import find_claimed_form, resembles_form
from campaign.recognition.recognition import RecognitionContext
from campaign.values.raw_workbook import RawWorkbook

_MOST_WORKBOOKS = 30
_MOST_ARCHIVES = 10
_DEEPEST = 3
_MOST_INFLATED_MB, _MOST_CELLS = 50, 100_000  # of one workbook inside
_NO_WORKBOOK = {Code.FILE_NOT_A_WORKBOOK, Code.FILE_SHORTCUT, Code.FILE_EMPTY}
_OF_SYSTEMS = ("._", "~$", ".")


@dataclass(slots=True)
class ArchiveContents:
    """What an archive holds: a report, workbooks that are none, what could not be looked into.

    Of several reports a confidential one stands for all. ``names`` are the names of all files that
    could be listed, which may say what they are about.
    """

    report: RawWorkbook | None = None
    workbooks: int = 0
    unread: bool = False
    names: list[str] = field(default_factory=list)

    @property
    def only_papers(self) -> bool:
        """Whether everything was looked at and nothing is a workbook."""
        return not (self.report or self.workbooks or self.unread)


def look_into(data: bytes, recognition: RecognitionContext) -> ArchiveContents:
    """Return what an archive holds, as far as it can be looked into; only zip can be."""
    contents = ArchiveContents()
    archives = 0
    waiting = [(data, 1)]
    while waiting:
        packed, depth = waiting.pop()
        archives += 1
        if archives > _MOST_ARCHIVES or depth > _DEEPEST:
            contents.unread = True
            break
        for content in _files(packed, recognition.plan.limits, contents):
            if _look_at(content, recognition, contents):
                waiting.append((content, depth + 1))
    return contents


def _files(packed: bytes, limits: Limits, contents: ArchiveContents) -> Iterator[bytes]:
    """Yield the files of a zip one by one; what cannot be unpacked is noted as unread."""
    try:
        archive = Archive(packed, limits)
        for name in sorted(archive.names):
            if not (basename(name).startswith(_OF_SYSTEMS) or name.startswith("__macosx/")):
                contents.names.append(basename(name))
                yield archive.raw(name)
    except Refused:
        contents.unread = True


def _look_at(content: bytes, recognition: RecognitionContext, contents: ArchiveContents) -> bool:
    """Note what one file is; return whether it is an archive itself, to be looked into."""
    limits = recognition.plan.limits.model_copy(
        update={"max_inflated_mb": _MOST_INFLATED_MB, "max_cells_per_sheet": _MOST_CELLS}
    )
    passed = inspect(content, limits)
    if not isinstance(passed, Passed):
        codes = {problem.code for problem in passed}
        contents.unread |= not codes <= {*_NO_WORKBOOK, Code.FILE_ARCHIVE}
        return Code.FILE_ARCHIVE in codes
    contents.workbooks += 1
    if contents.workbooks > _MOST_WORKBOOKS:
        contents.unread = True
        return False
    workbook = read_workbook(content, passed, limits)
    if not isinstance(workbook, RawWorkbook):
        contents.unread = True
    elif resembles_form(workbook, recognition.forms):
        claimed = find_claimed_form(workbook, "", recognition.forms)
        if contents.report is None or (claimed and claimed.confidential):
            contents.report = workbook
    return False
