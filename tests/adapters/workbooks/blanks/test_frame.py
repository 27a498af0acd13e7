"""What is protected in an issued workbook, how it looks and prints."""

from itertools import combinations

import pytest

from adapters.workbooks.blanks import Issue, seal_identity
from tests.support.workbooks.issued import (
    AWKWARD,
    EVERY_FORM,
    ISSUES,
    KEY,
    PLAN,
    heading_row,
    issued,
    label_inputs,
    open_issued,
    parts_of,
    table_cells,
)


@EVERY_FORM
def test_exactly_the_input_cells_can_be_written(issue: Issue) -> None:
    workbook = open_issued(issue)
    for sheet in issue.form.sheets:
        ws = workbook[sheet.name]
        expected = {
            name for names in label_inputs(ws, issue.form, sheet).values() for name in names
        }
        rows = set()
        if sheet.columns:
            expected |= {name for name, _, given in table_cells(ws, sheet) if not given}
            rows = {ws[name].row for name, _, _ in table_cells(ws, sheet)}
        unlocked = {c.coordinate for r in ws.iter_rows() for c in r if not c.protection.locked}

        assert unlocked == expected
        # a protected sheet lets a row be deleted only if the whole row is unlocked
        free = {at for at, row in ws.row_dimensions.items() if not row.protection.locked}
        assert free == rows


@EVERY_FORM
def test_the_frame_is_protected_without_a_password(issue: Issue) -> None:
    workbook = open_issued(issue)

    assert workbook.security.lockStructure
    assert workbook.security.workbookPassword is None
    for ws in workbook:
        assert ws.protection.sheet
        assert ws.protection.password is None
    for sheet in issue.form.sheets:
        protection = workbook[sheet.name].protection
        allowed = ("insertRows", "deleteRows", "formatColumns", "formatRows", "sort", "autoFilter")
        assert not [name for name in allowed if getattr(protection, name)]
        assert not protection.selectUnlockedCells
        kept = ("insertColumns", "deleteColumns", "formatCells")
        assert all(getattr(protection, name) for name in kept)


@EVERY_FORM
def test_merged_cells_never_overlap_nor_reach_into_a_table(issue: Issue) -> None:
    workbook = open_issued(issue)
    for sheet in issue.form.sheets:
        ws = workbook[sheet.name]
        merged = list(ws.merged_cells.ranges)
        assert not [pair for pair in combinations(merged, 2) if not pair[0].isdisjoint(pair[1])]
        if sheet.columns:
            cells = [name for name, _, _ in table_cells(ws, sheet)]
            assert not [name for name in cells if name in ws.merged_cells]


@EVERY_FORM
def test_required_cells_are_tinted_and_given_ones_look_different(issue: Issue) -> None:
    workbook = open_issued(issue)
    for sheet in issue.form.sheets:
        ws = workbook[sheet.name]
        for name, field, given in table_cells(ws, sheet) if sheet.columns else ():
            fill = ws[name].fill.fgColor.rgb if ws[name].fill.fill_type else None
            assert fill == ("FFF2F2F2" if given else "FFFFF9E3" if field.required else None)


@pytest.mark.parametrize(
    ("key", "number_format"),
    [
        ("day", "yyyy\\-m\\-d"),
        ("month", 'yyyy"年"m"月"'),
        ("code", "@"),
        ("phone", "@"),
        ("remark", "@"),
        ("item", "@"),
        ("score", "General"),
        ("yes", "@"),
    ],
)
def test_cells_are_formatted_for_what_they_hold(key: str, number_format: str) -> None:
    ws = open_issued(ISSUES["awkward"])["全部类型"]
    name = next(n for n, f, _ in table_cells(ws, AWKWARD.sheets[0]) if f.key == key)

    assert ws[name].number_format == number_format


@EVERY_FORM
def test_input_rows_may_grow_while_somebody_types(issue: Issue) -> None:
    workbook = open_issued(issue)
    parts = parts_of(issued(issue.form.key))
    for at, sheet in enumerate(issue.form.sheets, start=1):
        if sheet.columns:
            ws = workbook[sheet.name]
            first = heading_row(ws, sheet) + 1
            row = parts[f"xl/worksheets/sheet{at}.xml"].split(f'<row r="{first}"'.encode())[1]
            tag = row.partition(b">")[0]
            assert b"ht=" in tag
            assert b"customHeight" not in tag


@EVERY_FORM
def test_headings_are_frozen_where_they_leave_room_for_the_table(issue: Issue) -> None:
    workbook = open_issued(issue)
    for sheet in issue.form.sheets:
        ws = workbook[sheet.name]
        row = heading_row(ws, sheet) if sheet.columns else 0
        height = sum(ws.row_dimensions[at].height or 15 for at in range(1, row + 1))
        assert ws.freeze_panes == (f"A{row + 1}" if row and height <= 270 else None)
        if row:
            assert ws.print_title_rows == f"${row}:${row}"


@EVERY_FORM
def test_pages_bear_number_and_serial(issue: Issue) -> None:
    workbook = open_issued(issue)
    serial = seal_identity(issue, KEY, PLAN).serial
    for sheet in issue.form.sheets:
        ws = workbook[sheet.name]
        for footer in (ws.firstFooter, ws.oddFooter):
            assert footer
            assert serial in str(footer.left.text)
            assert footer.center.text == "第&P页　共&N页"
        for header in (ws.firstHeader, ws.oddHeader):
            mark = header.right.text if header is not None else ""
            assert mark == ("内部资料　注意保密" if issue.form.confidential else None)


@EVERY_FORM
def test_every_sheet_prints_on_a4_in_one_orientation(issue: Issue) -> None:
    sheets = [open_issued(issue)[sheet.name] for sheet in issue.form.sheets]

    assert {ws.page_setup.paperSize for ws in sheets} == {9}
    assert len({ws.page_setup.orientation for ws in sheets}) == 1


def test_a_table_too_wide_for_a_page_is_parted_and_repeats_the_number() -> None:
    ws = open_issued(ISSUES["rectification"])["整改台账"]

    assert [(brk.id, ws.print_title_cols) for brk in ws.col_breaks.brk] == [(10, "$A:$A")]
    assert (ws.page_setup.scale or 0) >= 82
    assert not ws.sheet_properties.pageSetUpPr or not ws.sheet_properties.pageSetUpPr.fitToPage
    assert ws["A1"].value is None, "what stands above must not be repeated on the second page"
