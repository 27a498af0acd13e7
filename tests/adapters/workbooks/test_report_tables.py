"""Tables for people as workbooks: numbers are numbers, text stays text, same tables same bytes."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from adapters.workbooks.report_tables import table_workbook
from campaign.tables import (
    Audience,
    Column,
    ColumnType,
    TableSchema,
    TableValue,
    TableView,
    build_table,
)

DAY = dt.date(2026, 7, 8)


def view(
    title: str, columns: Sequence[Column], *rows: Sequence[TableValue], captions: Sequence[str] = ()
) -> TableView:
    schema = TableSchema(name="t", title=title, keys=(), columns=tuple(columns))
    table = build_table(schema, rows, title=f"{title}表", captions=captions)
    return table.for_audience(Audience.OFFICE)


def sheet_of(shown: TableView) -> Worksheet:
    sheet = openpyxl.load_workbook(BytesIO(table_workbook([shown], "局", DAY)))[shown.label]
    assert isinstance(sheet, Worksheet)
    return sheet


NAMES = view(
    "名单",
    (
        Column("name", "姓名"),
        Column("count", "次数", ColumnType.INTEGER),
        Column("day", "日期", ColumnType.DATE),
        Column("note", "备注"),
    ),
    ("=1+1", 2, DAY, None),
    ("http://a.example", 0, None, "甲\x07乙"),
)


def test_text_stays_text_whatever_it_begins_with() -> None:
    rows = list(sheet_of(NAMES).iter_rows())
    assert rows[0][0].value == "名单表"
    assert [cell.value for cell in rows[1]] == ["姓名", "次数", "日期", "备注"]
    first, second = rows[2:]
    assert (first[0].value, first[0].data_type) == ("=1+1", "s")
    assert (first[1].value, str(first[2].value)) == (2, "2026-07-08 00:00:00")
    assert (second[0].hyperlink, second[3].value) == (None, "甲乙")
    assert (second[1].value, second[2].value) == (0, None)


def test_figures_are_numbers_and_shown_as_they_are_meant() -> None:
    columns = (
        Column("mean", "均分", ColumnType.NUMBER, places=2),
        Column("total", "总分", ColumnType.NUMBER),
        Column("rate", "比率", ColumnType.PERCENT),
        Column("over", "偏严", ColumnType.NUMBER, places=1, signed=True),
        Column("at", "时间", ColumnType.MOMENT),
        Column("good", "合格", ColumnType.YES_NO),
    )
    moment = dt.datetime.combine(DAY, dt.time(7, 38))
    row = (Fraction(2, 3), Decimal("89.001"), Fraction(1, 8), Decimal(2), moment, True)
    cells = next(iter(sheet_of(view("数", columns, row)).iter_rows(min_row=3)))
    assert [(cell.value, cell.number_format) for cell in cells[:4]] == [
        (0.67, "0.00"),
        (89.001, "0.000"),
        (0.13, "0%"),
        (2, "+0.0;-0.0;0.0"),
    ]
    assert (cells[4].value, cells[4].number_format) == (moment, "yyyy-mm-dd hh:mm")
    assert cells[5].value == "是"


def test_a_text_that_stands_in_for_a_number_stays_text() -> None:
    column = Column("cell", "服务", ColumnType.NUMBER, places=2)
    [[absent], [figure]] = sheet_of(view("格", [column], ["缺"], [Fraction(7)])).iter_rows(
        min_row=3
    )
    assert (absent.value, figure.value) == ("缺", 7)


def test_what_is_for_programs_alone_is_not_printed() -> None:
    columns = (Column("unit", "单位代码", printed=False), Column("unit_name", "单位"))
    sheet = sheet_of(view("单位", columns, ("ZB01", "第一党支部")))
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["单位"],
        ["第一党支部"],
    ]


def test_captions_stand_below_the_table() -> None:
    column = Column("unit", "单位")
    sheet = sheet_of(view("表", [column], ["甲"], captions=["另有3期尚未开始。"]))
    assert [row[0].value for row in sheet.iter_rows()] == [
        "表表",
        "单位",
        "甲",
        "另有3期尚未开始。",
    ]
    assert sheet.auto_filter.ref == "A2:A3"


def test_the_same_tables_give_the_same_bytes() -> None:
    first, again = (table_workbook([NAMES], "局", DAY) for _ in range(2))
    assert first == again
    properties = openpyxl.load_workbook(BytesIO(first)).properties
    assert (str(properties.created), str(properties.modified)) == ("2026-07-08 00:00:00",) * 2


def test_a_long_remark_wraps_instead_of_making_the_page_small() -> None:
    columns = (
        Column("rank", "名次", ColumnType.INTEGER),
        Column("unit", "单位"),
        *(Column(f"c{n}", f"第{n}项", ColumnType.NUMBER, places=2) for n in range(1, 11)),
        Column("remark", "说明"),
    )
    row = (1, "市未成年人救助保护中心", *(Decimal(100),) * 10, "一票否决：抽查被通报批评" * 5)
    sheet = sheet_of(view("宽", columns, row))
    dimensions = sheet.column_dimensions.values()  # equal neighbours are one
    widths = [float(one.width) * ((one.max or 1) - (one.min or 1) + 1) for one in dimensions]
    assert sum(widths) < 150
    assert sheet.column_dimensions["M"].width >= 24
    height = sheet.row_dimensions[3].height
    assert height and height > 50, "all of it can be seen"


def test_a_table_for_many_pages_repeats_what_its_rows_are_about() -> None:
    columns = (
        Column("rank", "名次", ColumnType.INTEGER),
        Column("unit_name", "单位"),
        *(Column(f"c{n}", f"第{n}项得分", ColumnType.NUMBER, places=2) for n in range(30)),
    )
    row = (1, "局机关第一党支部", *(Decimal(100),) * 30)
    wide, narrow = sheet_of(view("宽", columns, row)), sheet_of(view("窄", columns[:8], row[:8]))
    assert (wide.page_setup.fitToWidth, narrow.page_setup.fitToWidth) == (3, None), "None: one"
    assert wide.print_title_cols == "$A:$B" and not narrow.print_title_cols
    assert {sheet.print_title_rows for sheet in (wide, narrow)} == {"$2:$2"}
    assert {sheet.freeze_panes for sheet in (wide, narrow)} == {"C3"}


def test_a_title_that_is_wider_than_its_table_is_not_cut() -> None:
    sheet = sheet_of(
        view("局机关第一党支部二〇二六年考评成绩", [Column("a", "名次"), Column("b", "分")])
    )
    height = sheet.row_dimensions[1].height
    assert height and height > 60 and sheet["A1"].alignment.wrap_text


def test_a_table_without_rows_has_its_headings() -> None:
    empty = view("空", [Column("name", "姓名")])
    assert [row[0].value for row in sheet_of(empty).iter_rows()] == ["空表", "姓名"]
