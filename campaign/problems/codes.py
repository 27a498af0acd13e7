"""Lists what can be wrong with a submission, and holds one such problem in one place.

The wording stands in ``campaign.problems.messages``; docs/problems.md is generated from both.
"""

from dataclasses import dataclass
from enum import StrEnum

from campaign.values.cell_ref import Position, cell_name


class Severity(StrEnum):
    """How grave a problem is: an error returns the workbook, a warning stands in the receipt."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """Every kind of problem, named by where it occurs: file, seal, place, sheet, cell, rule."""

    FILE_EMPTY = "file.empty"
    FILE_NOT_A_WORKBOOK = "file.not_a_workbook"
    FILE_OTHER_FORMAT = "file.other_format"
    FILE_SHORTCUT = "file.shortcut"
    FILE_ARCHIVE = "file.archive"
    FILE_ARCHIVED_REPORT = "file.archived_report"
    FILE_OFFICE_ENCRYPTION = "file.office_encryption"
    FILE_UNRECOGNIZED = "file.unrecognized"
    FILE_DAMAGED = "file.damaged"
    FILE_PASSWORD = "file.password"  # noqa: S105 - a code, not a secret
    FILE_MACROS = "file.macros"
    FILE_TOO_LARGE = "file.too_large"
    FILE_INFLATES = "file.inflates"
    FILE_TOO_MANY_SHEETS = "file.too_many_sheets"
    FILE_TOO_MANY_CELLS = "file.too_many_cells"
    FILE_FAR_CELL = "file.far_cell"
    FILE_UNUSUAL = "file.unusual"
    FILE_UNREADABLE = "file.unreadable"
    FILE_MORE_PROBLEMS = "file.more_problems"
    FILE_MORE_HINTS = "file.more_hints"

    ATTACHMENT_NO_SERIAL = "attachment.no_serial"
    ATTACHMENT_NOT_UNPACKED = "attachment.not_unpacked"
    ATTACHMENT_WORKBOOK = "attachment.workbook"
    ATTACHMENT_ENCRYPTED = "attachment.encrypted"

    SEAL_FORGED = "seal.forged"
    SEAL_MISSING = "seal.missing"
    FORM_UNCERTAIN = "form.uncertain"
    FORM_UNKNOWN = "form.unknown"
    FORM_OLD_VERSION = "form.old_version"
    UNIT_UNKNOWN = "unit.unknown"
    UNIT_NOT_ASKED = "unit.not_asked"
    PLACE_FOREIGN_FOLDER = "place.foreign_folder"
    PLACE_OUTSIDE_FOLDER = "place.outside_folder"
    PLACE_NOT_CONFIDENTIAL = "place.not_confidential"
    PERIOD_OUTSIDE = "period.outside"
    PERIOD_NOT_BEGUN = "period.not_begun"
    PERIOD_LOCKED = "period.locked"

    SHEET_MISSING = "sheet.missing"
    SHEET_HIDDEN = "sheet.hidden"
    SHEET_UNKNOWN = "sheet.unknown"
    SHEET_NO_HEADINGS = "sheet.no_headings"
    SHEET_EMPTY = "sheet.empty"
    SHEET_TOO_MANY_ROWS = "sheet.too_many_rows"
    SHEET_UNUSUALLY_MANY_ROWS = "sheet.unusually_many_rows"
    COLUMN_MISSING = "column.missing"
    COLUMN_TWICE = "column.twice"
    COLUMN_UNKNOWN = "column.unknown"
    COLUMN_HIDDEN = "column.hidden"
    ROW_MERGED = "row.merged"
    ROW_HIDDEN = "row.hidden"
    ROW_STRUCK = "row.struck"
    ROW_NOT_READ = "row.not_read"

    HEADER_MISSING = "header.missing"
    HEADER_MISMATCH = "header.mismatch"
    HEADER_UNIT_UNKNOWN = "header.unit_unknown"
    NIL_WITH_ROWS = "nil.with_rows"
    NIL_WITHOUT_REASON = "nil.without_reason"

    CELL_ERROR_VALUE = "cell.error_value"
    CELL_NOT_CALCULATED = "cell.not_calculated"
    CELL_BLANK = "cell.blank"
    CELL_NOT_A_NUMBER = "cell.not_a_number"
    CELL_NOT_WHOLE = "cell.not_whole"
    CELL_NOT_A_DATE = "cell.not_a_date"
    CELL_NOT_A_CHOICE = "cell.not_a_choice"
    CELL_LOST_ZEROS = "cell.lost_zeros"
    CELL_BAD_PATTERN = "cell.bad_pattern"
    CELL_TOO_LOW = "cell.too_low"
    CELL_TOO_HIGH = "cell.too_high"
    CELL_TOO_SHORT = "cell.too_short"
    CELL_TOO_LONG = "cell.too_long"
    CELL_OUTSIDE_PERIOD = "cell.outside_period"
    CELL_DATE_AHEAD = "cell.date_ahead"
    CELL_DATE_SOON = "cell.date_soon"
    CELL_DATE_REMOTE = "cell.date_remote"
    CELL_NOT_UNIQUE = "cell.not_unique"
    CELL_LOOKS_LIKE_FORMULA = "cell.looks_like_formula"
    CELL_SHOWN_OTHERWISE = "cell.shown_otherwise"
    CELL_CONVERTED = "cell.converted"
    CELL_DIGITS_LOST = "cell.digits_lost"
    CELL_UNSEEN = "cell.unseen"
    CELL_STRUCK = "cell.struck"
    CELL_PICTURE = "cell.picture"
    PERSON_UNKNOWN = "person.unknown"
    PERSON_OTHER_UNIT = "person.other_unit"
    PERSON_REMARK = "person.remark"
    PERSON_AWAY = "person.away"
    CELL_UNIT_UNKNOWN = "cell.unit_unknown"
    CELL_OBLIGATION_UNKNOWN = "cell.obligation_unknown"
    CELL_NOT_A_PERIOD = "cell.not_a_period"
    CELL_PERIOD_UNKNOWN = "cell.period_unknown"

    RULE_ORDER = "rule.order"
    RULE_NOT_MORE = "rule.not_more"
    RULE_REQUIRED_IF = "rule.required_if"
    RULE_HOLDS_IF = "rule.holds_if"
    RULE_ONE_OF = "rule.one_of"
    RULE_DIFFERENT = "rule.different"
    RULE_EACH_CHOICE = "rule.each_choice"
    RULE_AT_LEAST = "rule.at_least"
    RULE_KNOWN_IN = "rule.known_in"
    RULE_SUM = "rule.sum"
    RULE_ROWS_OVER = "rule.rows_over"
    RULE_ROWS_OVER_NOTED = "rule.rows_over_noted"
    RULE_DISTINCT = "rule.distinct"
    RULE_PERIOD_OF = "rule.period_of"

    EXPORT_NO_NUMBER = "export.no_number"
    EXPORT_QUESTION_MISSING = "export.question_missing"
    EXPORT_QUESTION_TWICE = "export.question_twice"
    EXPORT_RATES_NOBODY = "export.rates_nobody"

    HISTORY_NUMBER_TAKEN = "history.number_taken"
    HISTORY_ROWS_GONE = "history.rows_gone"
    HISTORY_VERSION_LACKS = "history.version_lacks"
    HISTORY_LINK_UNKNOWN = "history.link_unknown"
    HISTORY_SERIAL_REUSED = "history.serial_reused"


WARNINGS = frozenset(
    {
        Code.FILE_MORE_HINTS,
        Code.ATTACHMENT_NOT_UNPACKED,
        Code.ATTACHMENT_WORKBOOK,
        Code.ATTACHMENT_ENCRYPTED,
        Code.PLACE_NOT_CONFIDENTIAL,
        Code.SHEET_UNKNOWN,
        Code.SHEET_UNUSUALLY_MANY_ROWS,
        Code.COLUMN_UNKNOWN,
        Code.COLUMN_HIDDEN,
        Code.ROW_HIDDEN,
        Code.ROW_STRUCK,
        Code.ROW_NOT_READ,
        Code.HEADER_UNIT_UNKNOWN,
        Code.CELL_LOOKS_LIKE_FORMULA,
        Code.CELL_CONVERTED,
        Code.CELL_UNSEEN,
        Code.CELL_STRUCK,
        Code.CELL_PICTURE,
        Code.EXPORT_RATES_NOBODY,
        Code.PERSON_OTHER_UNIT,
        Code.CELL_DATE_SOON,
        Code.CELL_DATE_REMOTE,
        Code.PERSON_REMARK,
        Code.PERSON_AWAY,
        Code.RULE_ROWS_OVER_NOTED,
        Code.HISTORY_ROWS_GONE,
        Code.HISTORY_VERSION_LACKS,
        Code.HISTORY_LINK_UNKNOWN,
    }
)
"""The codes of warnings; all others are of errors."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One problem in one place.

    ``sheet`` is the name in the sender's workbook ("" for the file as a whole); ``row`` and
    ``column`` count from 1, 0 where the problem is not of one row or column. ``value`` is what
    the sender wrote, shortened, and empty for private columns. ``facts`` fill in the wording, such
    as the column's heading or the bound that was passed.
    """

    code: Code
    sheet: str = ""
    row: int = 0
    column: int = 0
    value: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """How grave it is, by its code."""
        return Severity.WARNING if self.code in WARNINGS else Severity.ERROR

    @property
    def cell(self) -> str:
        """The cell's name, such as C7; "" if the problem is not of one cell."""
        return cell_name(self.row, self.column) if self.row and self.column else ""


def make_problem(
    code: Code, *, sheet: str = "", at: Position = (0, 0), value: str = "", **facts: str
) -> Problem:
    """Return a problem of a place (row, column), with the facts that fill in its wording."""
    return Problem(
        code=code,
        sheet=sheet,
        row=at[0],
        column=at[1],
        value=shorten(value),
        facts=tuple(sorted(facts.items())),
    )


def shorten(text: str, limit: int = 40) -> str:
    """Return a text on one line, cut to what a message can quote, with … for the rest."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def has_errors(problems: tuple[Problem, ...]) -> bool:
    """Return whether any of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)
