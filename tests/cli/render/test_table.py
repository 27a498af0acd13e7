"""Tables in a terminal: figures to the right, everything readable, nothing wider than it is."""

import datetime as dt
import io
from collections.abc import Sequence
from fractions import Fraction

import pytest
from rich.cells import cell_len
from rich.console import Console

from campaign.tables import (
    Audience,
    Column,
    ColumnType,
    TableSchema,
    TableValue,
    TableView,
    build_table,
)
from cli.render.table import Style, print_table

DAY = dt.date(2026, 7, 8)
COLUMNS = (
    Column("unit", "单位代码", printed=False),
    Column("unit_name", "单位"),
    Column("due_on", "截止", ColumnType.DATE),
    Column("filed", "按期报送的份数", ColumnType.INTEGER),
    Column("waived", "免报", ColumnType.INTEGER),
    Column("mean", "群众测评平均", ColumnType.NUMBER, places=2),
    Column("marks", "说明"),
)
ROWS = (
    ("ZB01", "局机关第一党支部", DAY, 12, 0, Fraction(272, 3), "推荐"),
    ("ZB02", "市未成年人救助保护中心", dt.date(2027, 1, 5), None, 0, None, "末位 暂定66.6"),
)


def view(rows: Sequence[Sequence[TableValue]] = ROWS, captions: Sequence[str] = ()) -> TableView:
    schema = TableSchema(name="t", title="表", keys=("unit",), columns=COLUMNS)
    table = build_table(schema, rows, title="报送情况", captions=captions, as_of=DAY)
    return table.for_audience(Audience.OFFICE)


def printed(shown: TableView, width: int = 100, style: Style | None = None) -> list[str]:
    out = Console(width=width, file=io.StringIO())
    print_table(shown, out, style or Style())
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue().splitlines()


def test_figures_stand_to_the_right_and_days_of_the_year_are_short() -> None:
    title, headings, first, second, *_ = printed(view())
    assert title == "报送情况"
    assert headings.split() == ["单位", "截止", "按期报送的份数", "免报", "群众测评平均", "说明"]
    assert first.split() == ["局机关第一党支部", "07-08", "12", "0", "90.67", "推荐"]
    assert second.split()[1:] == ["2027-01-05", "-", "0", "-", "末位", "暂定66.6"]
    assert cell_len(first[: first.index("90.67") + 5]) == cell_len(
        headings[: headings.index("平均") + 2]
    )


def test_counts_of_nothing_can_be_left_out() -> None:
    _, headings, first, second, *_ = printed(view(), style=Style(zeros=False))
    assert "免报" not in headings and " 0 " not in first
    assert second.split()[2:] == ["-", "-", "末位", "暂定66.6"]


def test_where_it_is_narrow_headings_break_and_remarks_go_below() -> None:
    style = Style(under={"marks": "unit_name"})
    text = "\n".join(printed(view(), 56, style))
    assert "群众" in text and "群众测评平均" not in text
    assert "90.7" in text and "90.67" not in text
    lines = [line.split() for line in text.splitlines()]
    assert ["推荐"] in lines and ["末位", "暂定66.6"] in lines


@pytest.mark.parametrize("width", [36, 48, 60, 80, 100])
def test_nothing_is_cut_and_nothing_is_wider_than_the_terminal(width: int) -> None:
    lines = printed(view(captions=["另有3期尚未开始，没有列出。"]), width)
    assert max(map(cell_len, lines)) <= width
    text = "".join("".join(lines).split())
    assert "…" not in text and set("市未成年人救助保护中心") <= set(text)
    assert "另有3期尚未开始" in text


def test_nothing_in_a_text_steers_the_terminal() -> None:
    row = ("ZB01", "[red]甲[/red]\x1b[31m乙\x07", DAY, 1, 0, None, "")
    text = "\n".join(printed(view([row])))
    assert "[red]甲[/red][31m乙" in text and "\x1b" not in text


@pytest.mark.parametrize(
    ("captions", "below"), [((), "没有内容。"), (("推荐个人：无",), " - 推荐个人：无")]
)
def test_a_title_never_stands_alone(captions: Sequence[str], below: str) -> None:
    assert [line.rstrip() for line in printed(view((), captions))] == ["报送情况", below, ""]
