"""The gate: decides by a file's content alone, before any parser sees it, whether one may.

A file that passes is a workbook of an accepted kind, without password and macros, within the
plan's limits, and with nothing in it that is known to kill the parser.
"""

from adapters.workbooks.gate.compound_file import inspect_compound
from adapters.workbooks.gate.file_types import Container, container_of
from adapters.workbooks.gate.foreign_packages import other_package
from adapters.workbooks.gate.inflation import Archive
from adapters.workbooks.gate.ooxml import CONTENT_TYPES, inspect_ooxml
from adapters.workbooks.gate.opendocument.package import inspect_opendocument
from adapters.workbooks.gate.verdict import Passed, Refused, SheetScan
from campaign.definitions.limits import Limits
from campaign.problems.codes import Code, Problem

__all__ = ["Passed", "SheetScan", "inspect", "inspect_size"]

_MB = 1024 * 1024


def inspect(data: bytes, limits: Limits) -> Passed | tuple[Problem, ...]:
    """Return what the reader must know of a workbook, or the problem for which it is refused."""
    try:
        return _inspect(data, limits)
    except Refused as refused:
        return (refused.problem,)


def inspect_size(size: int, limits: Limits) -> tuple[Problem, ...]:
    """Return the problem of a file that is not even to be read into memory, if it is one."""
    try:
        _check_size(size, limits)
    except Refused as refused:
        return (refused.problem,)
    return ()


def _check_size(size: int, limits: Limits) -> None:
    if size > limits.max_file_mb * _MB:
        stated = f"{size / _MB:.1f}MB"
        raise Refused(Code.FILE_TOO_LARGE, size=stated, limit=f"{limits.max_file_mb}MB")


def _inspect(data: bytes, limits: Limits) -> Passed:
    if not data:
        raise Refused(Code.FILE_EMPTY)
    _check_size(len(data), limits)
    if container_of(data) is Container.COMPOUND:
        return inspect_compound(data, limits)
    archive = Archive(data, limits)
    if CONTENT_TYPES in archive.names:
        return inspect_ooxml(archive, limits)
    if "mimetype" in archive.names:
        return inspect_opendocument(archive, limits)
    raise other_package(archive.names)
