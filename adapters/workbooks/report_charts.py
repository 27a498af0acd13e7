"""Draws a table's chart below its rows, from the very cells that people see."""

import xlsxwriter

from campaign.tables import TableView
from campaign.tables.chart import Chart

HEAD_ROWS = 2
"""The title and the headings stand above a table's rows."""

_WIDTH, _LEAST_HEIGHT, _HEIGHT_OF_BAR = 900, 300, 22
_COLOURS = ("#2F5597", "#C55A11", "#7F7F7F", "#548235")


def draw_chart(
    book: "xlsxwriter.Workbook",
    sheet: "xlsxwriter.worksheet.Worksheet",
    view: TableView,
    chart: Chart,
) -> None:
    """Draw horizontal bars in the order of the rows: long names of units stay readable."""
    keys = [column.key for column in view.columns]
    first, last = HEAD_ROWS, HEAD_ROWS + chart.rows - 1
    label = keys.index(chart.label)
    drawn = book.add_chart({"type": "bar"})
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
    drawn.set_title({"name": chart.title, "name_font": {"size": 12, "bold": False}})
    drawn.set_y_axis({"reverse": True, "num_font": {"size": 9}, "major_gridlines": {"visible": 0}})
    drawn.set_x_axis({"num_font": {"size": 9}, "min": 0, "label_position": "low"})
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    height = max(_LEAST_HEIGHT, _HEIGHT_OF_BAR * chart.rows + 80)
    drawn.set_size({"width": _WIDTH, "height": height})
    below = HEAD_ROWS + len(view.rows()) + len(view.captions) + 1
    sheet.insert_chart(below, 0, drawn, {"object_position": 3})
