"""How an issued workbook is printed: paper, scale, repeated headings, page numbers."""

import math
from collections.abc import Mapping

from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from adapters.workbooks.blanks.sheet import Written
from adapters.workbooks.texts import blank_texts
from campaign.definitions.form import Form
from campaign.values.cell_ref import cell_name

_WIDEST_ON_A4 = 250.0  # a wider ledger would be too small to read
_SMALLEST_PORTRAIT, _COMFORTABLE_PORTRAIT = 0.68, 0.82
_POINTS_PER_CHARACTER = 5.6
_PORTRAIT, _LANDSCAPE = (510.0, 720.0), (757.0, 475.0)  # points within A4's margins
_A3, _A4 = 8, 9
_FONT = "宋体,常规"


def set_up_printing(ws: Worksheet, written: Written, form: Form, serial: str) -> None:
    """Fit the sheet to one page in width; the widest ledgers go on A3."""
    page = ws.page_setup
    page.orientation = "portrait" if _better_upright(written) else "landscape"
    page.paperSize = _A4 if written.width <= _WIDEST_ON_A4 else _A3
    page.fitToWidth, page.fitToHeight = 1, 0
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ws.print_options.horizontalCentered = True
    ws.print_area = f"A1:{cell_name(written.last_row, written.columns)}"
    if written.heading_row:
        ws.print_title_rows = f"{written.heading_row}:{written.heading_row}"
    margins = ws.page_margins
    margins.left = margins.right = 0.59
    margins.top = margins.bottom = 0.75
    margins.header = margins.footer = 0.35
    _write_margins(ws, form, serial)


def _better_upright(written: Written) -> bool:
    """Return whether portrait is as good to read, or still legible and saves pages."""
    scale, pages = _print(written, _PORTRAIT)
    _, pages_across = _print(written, _LANDSCAPE)
    saves = scale >= _SMALLEST_PORTRAIT and pages < pages_across
    return saves or scale >= _COMFORTABLE_PORTRAIT


def _print(written: Written, page: tuple[float, float]) -> tuple[float, int]:
    """Return the scale and the number of pages on which a sheet is printed."""
    width, height = page
    scale = min(1.0, width / (written.width * _POINTS_PER_CHARACTER))
    return scale, math.ceil(written.height * scale / height)


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
        part.text, part.font, part.size = text, _FONT, 9
    return item
