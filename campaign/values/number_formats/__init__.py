"""Number formats: their sections, how each draws a value, and what a cell with one shows.

Pure text work on the codes that spreadsheets store, such as 0!.0,"万元"; it may import nothing.
"""

from campaign.values.number_formats.sections import Kind
from campaign.values.number_formats.showing import Shown, hides_text, is_plain, show

__all__ = ["Kind", "Shown", "hides_text", "is_plain", "show"]
