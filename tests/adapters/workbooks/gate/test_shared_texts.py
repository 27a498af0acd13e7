"""Cells that name a text of the shared table: damage where there is no such text."""

import pytest

from adapters.workbooks.gate.verdict import Refused
from adapters.workbooks.gate.worksheet import check_string_numbers
from campaign.problems.codes import Code

STRINGS = b"<sst><si><t>a</t></si><x:si xmlns:x='y'><t>b</t></x:si></sst>"


@pytest.mark.parametrize("number", [b"x", b"-1", b"2", b"1e3", b"0.5", " １".encode()])
def test_a_cell_that_names_no_text_of_the_shared_table_is_damage(number: bytes) -> None:
    with pytest.raises(Refused) as raised:
        check_string_numbers(b'<c r="A1" s="3" t="s"><v>' + number + b"</v></c>", STRINGS)
    assert raised.value.problem.code is Code.FILE_DAMAGED


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="A1" t="s"><v>0</v></c>',
        b'<c t="s" r="A1"> <v> 1 </v></c>',
        b'<c t="str"><v>x</v></c>',
    ],
)
def test_a_cell_that_names_a_text_of_the_shared_table_is_none(cell: bytes) -> None:
    check_string_numbers(cell, STRINGS)
