"""Writes a roster as the workbook in which staff keep it: headings, lists to choose from, dates."""

import datetime as dt
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from adapters.workbooks.deterministic_xlsx import workbook_bytes
from adapters.workbooks.texts import roster_texts
from campaign.definitions.errors import Definition
from campaign.definitions.roster import Roster
from campaign.definitions.roster_file.sheets import HEADINGS, LEADERS, PEOPLE, UNITS
from campaign.values.cell_ref import column_letters

_ROWS = 2000
_DATE = "yyyy\\-mm\\-dd"
_TEXT = "@"
_LINE = Side(style="thin", color="FFBFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADING = PatternFill("solid", fgColor="FFDCE6F1")
_DATES = frozenset(("启用日期", "停用日期", "起始日期", "截止日期"))
_WIDTHS: Mapping[str, float] = {
    "名称": 28,
    "电子邮箱": 28,
    "电话": 16,
    "别名": 32,
    "并入单位": 12,
    "姓名": 20,
    "类别": 14,
    "职务": 28,
    "审批码": 24,
}
_CODES = f"{UNITS}!$A$2:$A${_ROWS}"
_LISTS: Mapping[tuple[str, str], str] = {
    (UNITS, "类别"): '"支部,单位,办公室"',
    (UNITS, "参公"): '"是,否"',
    (UNITS, "并入单位"): _CODES,
    (PEOPLE, "单位"): _CODES,
    (PEOPLE, "支部"): _CODES,
    (PEOPLE, "类别"): '"党员干部,入党积极分子,其他"',
}


def roster_workbook(roster: Roster) -> bytes:
    """Return the roster as .xlsx, with a sheet that tells how to keep it.

    Raises DefinitionError if the catalogue of its texts is broken.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    tables: tuple[tuple[str, Sequence[Definition]], ...] = (
        (UNITS, roster.units),
        (PEOPLE, roster.people),
        (LEADERS, roster.leading_group),
    )
    for name, items in tables:
        _write_table(workbook.create_sheet(name), items)
    _write_guide(workbook.create_sheet(roster_texts().guide_sheet))
    day = dt.datetime(2026, 4, 1)  # noqa: DTZ001 - the file format knows no time zone
    workbook.properties.created = workbook.properties.modified = day
    workbook.properties.title = roster_texts().title
    return workbook_bytes(workbook)


def _write_table(ws: Worksheet, items: Sequence[Definition]) -> None:
    _, headings = HEADINGS[ws.title]
    for column, (heading, key) in enumerate(headings.items(), start=1):
        values = [_written(getattr(item, key)) for item in items]
        _write_column(ws, column, heading, values)
        if formula := _LISTS.get((ws.title, heading)):
            _offer(ws, column, formula)
    ws.freeze_panes = "C2"
    ws.auto_filter.ref = f"A1:{column_letters(len(headings))}{len(items) + 1}"
    ws.row_dimensions[1].height = 24
    ws.page_setup.orientation = "landscape"
    ws.page_setup.fitToHeight = 0
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ws.print_title_rows = "1:1"


def _written(value: object) -> str | dt.date | None:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(value) or None
    return value if isinstance(value, dt.date) else str(value or "") or None


def _write_column(
    ws: Worksheet, column: int, heading: str, values: Sequence[str | dt.date | None]
) -> None:
    title = ws.cell(1, column, heading)
    title.font = Font(name="黑体", size=11)
    title.fill = _HEADING
    for row, value in enumerate(values, start=2):
        cell = ws.cell(row, column, value)
        cell.number_format = _DATE if heading in _DATES else _TEXT
        cell.font = Font(name="宋体", size=11)
    for row in range(1, len(values) + 2):
        ws.cell(row, column).border = _BORDER
        ws.cell(row, column).alignment = Alignment(vertical="center", wrap_text=row == 1)
    letters = column_letters(column)
    ws.column_dimensions[letters].width = _WIDTHS.get(heading, 12)
    ws.column_dimensions[letters].number_format = _DATE if heading in _DATES else _TEXT


def _offer(ws: Worksheet, column: int, formula: str) -> None:
    check = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
    texts = roster_texts()
    check.errorTitle, check.error = texts.wrong_choice, texts.choose
    check.add(f"{column_letters(column)}2:{column_letters(column)}{_ROWS}")
    ws.add_data_validation(check)


def _write_guide(ws: Worksheet) -> None:
    ws.column_dimensions["A"].width = 110
    for row, text in enumerate(roster_texts().guide, start=1):
        cell = ws.cell(row, 1, text)
        cell.font = Font(name="宋体", size=11)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
