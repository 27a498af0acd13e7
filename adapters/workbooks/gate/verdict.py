"""What the gate says of a file: passed, with what the reader must know, or refused and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.problems.codes import Code, Problem, make_problem
from campaign.values.cell_ref import Area, Position
from campaign.values.raw_workbook import PLAIN, Appearance, Flaw


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetScan:
    """What the parser would not tell of one sheet: see ``RawSheet`` for the meaning of each.

    ``odd_areas`` says that a reference in it makes the parser give up, such as 1:2 for two rows.
    """

    name: str
    flaws: Mapping[Position, tuple[Flaw, str]] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    appearance: Appearance = PLAIN
    odd_areas: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetPart:
    """A sheet's part in an xlsx: its kind, such as worksheet or chartsheet, and its name.

    ``mend`` says that something in it makes the parser give up: areas of whole rows, errors such
    as #SPILL!.
    """

    kind: str
    part: str
    mend: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PackageParts:
    """The parts of an xlsx that the parser needs, by the package's own relations; "" is none."""

    workbook: str
    strings: str
    styles: str
    sheets: tuple[SheetPart, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Passed:
    """A file that may be given to the parser: ``kind`` is xlsx, xls or ods.

    ``sheets`` are all sheets in the workbook's own order, charts included. ``repack`` names the
    parts of an xlsx that is to be packed anew, because the parser looks for them elsewhere, does
    not know their encoding, or gives up at what stands in them; None where it reads all of it.
    """

    kind: str
    sheets: tuple[SheetScan, ...]
    epoch_1904: bool = False
    repack: PackageParts | None = None


class Refused(Exception):  # noqa: N818 - an answer on its way to inspect(), not an error
    """Leaves the gate's depths with the one problem that ends the inspection."""

    def __init__(self, code: Code, *, sheet: str = "", at: Position = (0, 0), **facts: str) -> None:
        super().__init__(code)
        self.problem: Problem = make_problem(code, sheet=sheet, at=at, **facts)
