"""Tables for people as workbooks: text stays text, and the same tables give the same bytes."""

import datetime as dt
from io import BytesIO

import openpyxl

from adapters.workbooks.report_tables import ReportTable, table_workbook

DAY = dt.date(2026, 7, 8)
TABLE = ReportTable(
    name="名单",
    title="待补学名单",
    headings=("姓名", "次数", "日期", "备注"),
    rows=[("=1+1", 2, DAY, None), ("http://a.example", 0, None, "甲\x07乙")],
)


def test_text_stays_text_whatever_it_begins_with() -> None:
    sheet = openpyxl.load_workbook(BytesIO(table_workbook([TABLE], "局", DAY)))["名单"]
    rows = list(sheet.iter_rows())
    assert rows[0][0].value == "待补学名单"
    assert [cell.value for cell in rows[1]] == ["姓名", "次数", "日期", "备注"]
    first, second = rows[2:]
    assert (first[0].value, first[0].data_type) == ("=1+1", "s")
    assert (first[1].value, str(first[2].value)) == (2, "2026-07-08 00:00:00")
    assert (second[0].hyperlink, second[3].value) == (None, "甲乙")


def test_the_same_tables_give_the_same_bytes() -> None:
    first, again = (table_workbook([TABLE], "局", DAY) for _ in range(2))
    assert first == again
    properties = openpyxl.load_workbook(BytesIO(first)).properties
    assert (str(properties.created), str(properties.modified)) == ("2026-07-08 00:00:00",) * 2


def test_a_long_remark_wraps_instead_of_making_the_page_small() -> None:
    headings = ("名次", "单位", *(f"第{n}项" for n in range(1, 11)), "说明")
    row = (1, "市未成年人救助保护中心", *("100.00",) * 10, "一票否决：抽查被通报批评" * 5)
    wide = ReportTable(name="宽", title="成绩", headings=headings, rows=[row])
    sheet = openpyxl.load_workbook(BytesIO(table_workbook([wide], "局", DAY)))["宽"]
    columns = sheet.column_dimensions.values()  # equal neighbours are one
    widths = [float(one.width) * ((one.max or 1) - (one.min or 1) + 1) for one in columns]
    assert sum(widths) < 150
    assert sheet.column_dimensions["M"].width >= 24
    height = sheet.row_dimensions[3].height
    assert height and height > 50, "all of it can be seen"


def test_a_table_without_rows_has_its_headings() -> None:
    empty = ReportTable(name="空", title="没有", headings=("姓名",), rows=[])
    sheet = openpyxl.load_workbook(BytesIO(table_workbook([empty, TABLE], "局", DAY)))["空"]
    assert [row[0].value for row in sheet.iter_rows()] == ["没有", "姓名"]
