"""The year as tables: frames with a declared schema, one module a subject.

Each takes what the core has judged and returns tables; who may see what of them is decided in
``table``. It draws nothing and reads nothing; importing it does not import pandas.
"""

from campaign.tables.cell_text import cell_text, shown_places
from campaign.tables.table import (
    EXACT,
    UNIT,
    UNIT_COLUMNS,
    Audience,
    AudienceError,
    Column,
    ColumnType,
    Table,
    TableSchema,
    TableValue,
    TableView,
    build_table,
)

__all__ = [
    "EXACT",
    "UNIT",
    "UNIT_COLUMNS",
    "Audience",
    "AudienceError",
    "Column",
    "ColumnType",
    "Table",
    "TableSchema",
    "TableValue",
    "TableView",
    "build_table",
    "cell_text",
    "shown_places",
]
