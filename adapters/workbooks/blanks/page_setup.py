"""How an issued workbook is printed: paper, scale, repeated headings, page numbers."""

import math
from collections.abc import Mapping

from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from adapters.workbooks.blanks.paper import POINTS_PER_CHARACTER, Page, SheetLayout
from adapters.workbooks.blanks.sheet import Written
from adapters.workbooks.texts import blank_texts
from campaign.definitions.form import Form
from campaign.values.cell_ref import cell_name, column_letters

_A4 = 9
_FONT = "宋体,常规"


def set_up_printing(
    ws: Worksheet, written: Written, paper: tuple[Page, SheetLayout], form: Form, serial: str
) -> None:
    """Print the sheet on A4, one page across or as many as its layout has parts."""
    page, sheet_layout = paper
    ws.page_setup.orientation = page.orientation
    ws.page_setup.paperSize = _A4
    if len(sheet_layout.page_ends) == 1:
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
        ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    else:
        _part(ws, page, sheet_layout)
    ws.print_options.horizontalCentered = True
    ws.print_area = f"A1:{cell_name(written.last_row, len(sheet_layout.widths))}"
    if written.heading_row:
        ws.print_title_rows = f"{written.heading_row}:{written.heading_row}"
    margins = ws.page_margins
    margins.left = margins.right = 0.59
    margins.top = margins.bottom = 0.75
    margins.header = margins.footer = 0.35
    _write_margins(ws, form, serial)


def _part(ws: Worksheet, page: Page, sheet_layout: SheetLayout) -> None:
    """Break the sheet into pages side by side, each with the columns that name the row."""
    scale = round(100 * page.width / (sheet_layout.widest_page * POINTS_PER_CHARACTER), 6)
    ws.page_setup.scale = min(100, math.floor(scale))
    ws.page_setup.pageOrder = "overThenDown"
    ws.print_title_cols = f"A:{column_letters(sheet_layout.key_columns)}"
    for end in sheet_layout.page_ends[:-1]:
        ws.col_breaks.append(Break(id=end))


def _write_margins(ws: Worksheet, form: Form, serial: str) -> None:
    texts = blank_texts().page
    mark = {"right": texts.confidential} if form.confidential else {}
    footer = {"left": texts.serial.format(serial=serial), "center": texts.number}
    parts = ws.HeaderFooter
    parts.differentFirst = True  # the first page bears the title itself
    parts.firstHeader = _item(mark)
    parts.oddHeader = _item({"left": form.title.replace("&", "&&"), **mark})
    parts.oddFooter = _item(footer)
    parts.firstFooter = _item(footer)


def _item(texts: Mapping[str, str]) -> HeaderFooterItem:
    item = HeaderFooterItem()
    for place, text in texts.items():
        part = getattr(item, place)
        part.text, part.font, part.size = text, _FONT, 11
    return item
