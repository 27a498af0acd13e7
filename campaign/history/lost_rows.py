"""Finds what an accepted version had and the one that replaces it lacks.

A version replaces the one before as a whole. Two clerks who each report their half would undo each
other, and nobody would notice: what is gone is asked about. Rows that were only changed are not.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from campaign.definitions.form import Field, FieldType, Form, Sheet
from campaign.definitions.rules import Distinct, KnownIn
from campaign.problems.codes import Code, Problem, make_problem
from campaign.reports.report import Row, Values

Tables = Mapping[str, Sequence[Row]]
"""The rows of a version's sheets, by the sheets' keys."""

_MOST_NAMED = 10
_CHANGED_CELLS = 2
"""A row with a key of its own may differ in so many cells and be the same row, corrected."""
_MOST_COMPARED = 400
"""Rows; beyond them no row is compared with every other to find which one it has become."""
_LOOSE = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO})


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierVersion:
    """The version that a submission replaces: its number and its rows."""

    version: int
    tables: Tables


def check_lost_rows(form: Form, earlier: EarlierVersion, tables: Tables) -> Iterator[Problem]:
    """Yield one question that lists, sheet by sheet, what the earlier version had alone.

    Sheets whose rows bear numbers for the whole campaign are left to ``check_history``.
    """
    parts = []
    for sheet in form.sheets:
        if not any(column.number for column in sheet.columns):
            matching = _Matching(form, sheet)
            rows = matching.find_lost(earlier.tables.get(sheet.key, ()), tables.get(sheet.key, ()))
            parts += [matching.describe(rows)] if rows else []
    if parts:
        version, lost = str(earlier.version), "；".join(parts)
        yield make_problem(Code.HISTORY_VERSION_LACKS, version=version, lost=lost)


class _Matching:
    """Tells which row of a later version is which row of an earlier one, in one sheet."""

    def __init__(self, form: Form, sheet: Sheet) -> None:
        self._sheet = sheet
        self._keys = _key_columns(form, sheet)
        self._references = [
            rule.column
            for rule in form.rules
            if isinstance(rule, KnownIn) and rule.sheet == sheet.key
        ]

    def find_lost(self, before: Sequence[Row], after: Sequence[Row]) -> list[Row]:
        """Return the earlier rows that are in the later version under no guise."""
        old, new = _without_same(before, after, lambda values: tuple(sorted(values.items())))
        if not self._keys:
            corrected = len(new) >= len(old)
            return [] if corrected else _without_likest(old, new)
        old, new = _without_same(old, new, self._key)
        kept = {self._reference(row.values) for row in after}
        gone = [row for row in old if self._references and self._reference(row.values) not in kept]
        rest = [row for row in old if row not in gone]
        lost = [*gone, *_without_corrected(rest, new)]
        return sorted(lost, key=lambda row: row.number)

    def describe(self, rows: Sequence[Row]) -> str:
        """Name rows by the one column that tells them apart, else count them."""
        name, keys = self._sheet.name, [key for key in self._keys if not key.private]
        if len(keys) == 1 and len(self._keys) == 1:
            values = [row.values.get(keys[0].key, "") for row in rows]
            named = "、".join(values[:_MOST_NAMED])
            more = f"等{len(rows)}行" if len(rows) > _MOST_NAMED else ""
            return f"“{name}”{keys[0].heading}{named}{more}"
        texts = [
            f"{field.heading}{'、'.join(dict.fromkeys(self._values(rows, field)))}"
            for field in self._sheet.columns
            if field.key in self._references and not field.private
        ]
        return f"“{name}”{len(rows)}行" + (f"（{'，'.join(texts)}）" if texts else "")

    def _values(self, rows: Sequence[Row], field: Field) -> list[str]:
        return [row.values[field.key] for row in rows if field.key in row.values][:_MOST_NAMED]

    def _key(self, values: Values) -> tuple[str, ...]:
        return tuple(values.get(field.key, "") for field in self._keys)

    def _reference(self, values: Values) -> tuple[str, ...]:
        return tuple(values.get(column, "") for column in self._references)


def _key_columns(form: Form, sheet: Sheet) -> list[Field]:
    """Return the columns that tell rows apart: one of unique values, else of a rule against twins.

    Of a rule's columns those count that are filled in and name something: not a choice.
    """
    if unique := [column for column in sheet.columns if column.unique and not column.private]:
        return unique[:1]
    rules = (rule for rule in form.rules if isinstance(rule, Distinct) and rule.sheet == sheet.key)
    columns = {key for rule in rules for key in rule.columns}
    return [
        column
        for column in sheet.columns
        if column.key in columns and column.required and column.type not in _LOOSE
    ]


def _without_same(
    old: Sequence[Row], new: Sequence[Row], key_of: Callable[[Values], Hashable]
) -> tuple[list[Row], list[Row]]:
    """Return the rows of both that have no partner of the same key; twins need as many partners."""
    return _unpaired(old, new, key_of), _unpaired(new, old, key_of)


def _unpaired(
    rows: Sequence[Row], others: Sequence[Row], key_of: Callable[[Values], Hashable]
) -> list[Row]:
    partners = Counter(key_of(row.values) for row in others)
    unpaired = []
    for row in rows:
        key = key_of(row.values)
        if partners[key]:
            partners[key] -= 1
        else:
            unpaired.append(row)
    return unpaired


def _without_corrected(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """Return the old rows that no new row equals but for a few cells, its key among them."""
    spare, lost = list(new), []
    for row in old:
        near = (other for other in spare if _differing(row, other) <= _CHANGED_CELLS)
        other = next(near, None) if len(spare) <= _MOST_COMPARED else None
        if other is None:
            lost.append(row)
        else:
            spare.remove(other)
    return lost


def _without_likest(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """Return the old rows that are left when each new row takes the place of the likest one."""
    lost = list(old)
    if len(old) > _MOST_COMPARED:
        return lost[len(new) :]
    for other in new:
        lost.remove(min(lost, key=lambda row: _differing(row, other)))
    return lost


def _differing(row: Row, other: Row) -> int:
    keys = row.values.keys() | other.values.keys()
    return sum(row.values.get(key) != other.values.get(key) for key in keys)
