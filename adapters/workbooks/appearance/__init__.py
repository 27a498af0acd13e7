"""What a workbook's cells look like, where that says something other than their values do.

Number formats, strikethrough, white on white, pictures, hidden columns: read by the gate's side
from the parts that it has let pass, and only where a workbook has such a thing at all.
"""

from adapters.workbooks.appearance.biff import BiffStyles, biff_appearance
from adapters.workbooks.appearance.columns import hidden_columns
from adapters.workbooks.appearance.ooxml import OoxmlAppearance
from adapters.workbooks.appearance.opendocument import CellLook, OpenDocumentStyles
from adapters.workbooks.appearance.stylesheet import CellStyles

__all__ = [
    "BiffStyles",
    "CellLook",
    "CellStyles",
    "OoxmlAppearance",
    "OpenDocumentStyles",
    "biff_appearance",
    "hidden_columns",
]
