"""The measures of GB/T 9704-2012 that every document template carries, in twips unless named.

A sheet of A4 with 22 lines of 28 characters. 22 lines of exactly 29 points are 4 twips (0.07 mm)
more than the 225 mm of text that the margins leave, and an office program would then put 21 lines
on a page; the pitch is therefore the widest that fits 22 times.
"""

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
MARGIN_TOP, MARGIN_BOTTOM = 2098, 1984
"""天头 37 mm, and 35 mm, which leave 225 mm of text."""
MARGIN_LEFT, MARGIN_RIGHT = 1588, 1474
"""订口 28 mm, and 26 mm, which leave 156 mm of text."""

TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
TEXT_HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
LINES, CHARACTERS = 22, 28
LINE_PITCH = TEXT_HEIGHT // LINES
"""28.95 points, which office programs show as 29."""

SIZE_3_POINTS = 16
"""三号, the size of the text."""
CHARACTER_PITCH = TEXT_WIDTH // CHARACTERS
CHARACTER_SQUEEZE = CHARACTER_PITCH - SIZE_3_POINTS * 20
"""28 characters of 16 points are wider than 156 mm: each gives up a quarter of a point.

The styles say so themselves. The page's grid has lines only: LibreOffice gives two cells of a
grid of characters to a character that is wider than one.
"""

MARK_TOP = 1984
"""发文机关标志: 35 mm below the upper edge of the text."""
RULE_GAP_POINTS = 11
"""The red rule lies 4 mm below the document's number."""
FOOTER_DISTANCE = 1447
"""Puts the dashes of the page number 7 mm below the text."""
RED = "FF0000"
