"""Draws a table's chart on a page of its own behind the table, from the cells that people see."""

import xlsxwriter

from adapters.workbooks.report_cells import HEAD_ROWS
from campaign.tables import TableView
from campaign.tables.chart import Chart

_WIDTH, _LEAST_HEIGHT, _MOST_HEIGHT = 960, 320, 640
_BAR_HEIGHT, _FRAME_HEIGHT = 24, 90
"""In pixels; the widest and highest fit a landscape page of A4."""
_A4 = 9
_COLOURS = ("#2F5597", "#C55A11", "#7F7F7F", "#548235")
_NAME = "{label}图"


def draw_chart(book: "xlsxwriter.Workbook", view: TableView, chart: Chart) -> None:
    """Draw horizontal bars in the order of the view's rows, so that long names are readable.

    Below a table they would be cut by the end of a page.
    """
    drawn = book.add_chart({"type": "bar"})
    _add_series(drawn, view, chart)
    drawn.set_title({"name": chart.title, "name_font": {"size": 14, "bold": False}})
    drawn.set_y_axis({"reverse": True, "num_font": {"size": 10}, "major_gridlines": {"visible": 0}})
    drawn.set_x_axis({"num_font": {"size": 10}, "min": 0, "label_position": "high"})
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    bars = _BAR_HEIGHT * chart.rows * len(chart.series) + _FRAME_HEIGHT
    height = min(max(_LEAST_HEIGHT, bars), _MOST_HEIGHT)
    drawn.set_size({"width": _WIDTH, "height": height})
    sheet = book.add_worksheet(_NAME.format(label=view.label[:30]))
    sheet.hide_gridlines(2)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)
    sheet.insert_chart(0, 0, drawn, {"object_position": 3})


def _add_series(drawn: "xlsxwriter.chart.Chart", view: TableView, chart: Chart) -> None:
    keys = [column.key for column in view.columns]
    first, last = HEAD_ROWS, HEAD_ROWS + chart.rows - 1
    label = keys.index(chart.label)
    for number, key in enumerate(chart.series):
        place = keys.index(key)
        drawn.add_series(
            {
                "name": [view.label, 1, place],
                "categories": [view.label, first, label, last, label],
                "values": [view.label, first, place, last, place],
                "fill": {"color": _COLOURS[number % len(_COLOURS)]},
                "gap": 60,
                "data_labels": {"value": len(chart.series) == 1},
            }
        )
