"""What a workbook's cells look like, where that says something other than their values do.

Number formats, strikethrough, white on white, pictures, hidden columns: read by the gate's side
from the parts that it has let pass, and only where a workbook has such a thing at all.
"""

from adapters.workbooks.appearance.columns import hidden_columns
from adapters.workbooks.appearance.ooxml import OoxmlAppearance

__all__ = ["OoxmlAppearance", "hidden_columns"]
