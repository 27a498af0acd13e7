"""What an issued workbook says, and what our own reader makes of it."""

import datetime as dt
import io
from itertools import pairwise

from python_calamine import CalamineWorkbook

from adapters.workbooks.blanks import Issue, seal_identity
from campaign.definitions.form import FieldType, header_fields
from campaign.problems.codes import Code
from campaign.reading.workbook import read_submission
from campaign.recognition.recognition import DropPlace, RecognizedWorkbook, recognize_form
from campaign.values.seal import SHEET_NAME, read_seal
from tests.support.workbooks.issued import (
    AWKWARD,
    EVERY_FORM,
    ISSUES,
    KEY,
    PLAN,
    bureau,
    context_of,
    heading_row,
    issued,
    label_inputs,
    open_issued,
    parts_of,
    read_raw,
    table_cells,
)


@EVERY_FORM
def test_a_sheet_opens_with_title_help_and_identity(issue: Issue) -> None:
    workbook = open_issued(issue)
    identity = seal_identity(issue, KEY, PLAN)

    assert workbook.sheetnames[: len(issue.form.sheets)] == [s.name for s in issue.form.sheets]
    for sheet in issue.form.sheets:
        ws = workbook[sheet.name]
        title, explanation = (ws.cell(row, 1).value or ws.cell(row, 2).value for row in (1, 2))
        assert str(title).startswith(issue.form.title)
        assert str(explanation).startswith("填表说明：")
        assert sheet.help in str(explanation)
        texts = [str(cell.value) for row in ws["A3:Z6"] for cell in row if cell.value is not None]
        pairs = dict(pairwise(texts))
        assert pairs["单位"] == issue.unit.name
        assert pairs["填报码"] == identity.serial
        assert pairs.get("期间") == (issue.period.label if issue.period else None)
        assert pairs["报送期限"] == (
            f"{issue.due.year}年{issue.due.month}月{issue.due.day}日" if issue.due else "随时报送"
        )


@EVERY_FORM
def test_headings_stand_in_order_and_required_ones_bear_a_star(issue: Issue) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(issued(issue.form.key)))
    for sheet in issue.form.sheets:
        if sheet.columns:
            rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            expected = ["*" * field.required + field.heading for field in sheet.columns]
            assert [list(map(str, row[: len(expected)])) for row in rows].count(expected) == 1


@EVERY_FORM
def test_prefilled_values_and_running_numbers_stand_in_the_first_rows(issue: Issue) -> None:
    workbook = open_issued(issue)
    for sheet in issue.form.sheets:
        ws = workbook[sheet.name]
        if sheet.columns:
            first = heading_row(ws, sheet) + 1
            for name, field, given in table_cells(ws, sheet):
                value = ws[name].value
                if given:
                    shown = f"{value:%Y-%m-%d}" if isinstance(value, dt.datetime) else str(value)
                    assert shown in (given, f"{given}.0")
                elif field.type is FieldType.SEQUENCE:
                    assert value == ws[name].row - first + 1
                else:
                    assert value is None


def test_text_of_a_definition_that_looks_like_a_formula_is_written_as_text() -> None:
    ws = open_issued(ISSUES["awkward"])["全部类型"]
    first = heading_row(ws, AWKWARD.sheets[0]) + 1

    cells = [ws.cell(first, 2), ws.cell(first, 3), ws.cell(first + 1, 2)]
    assert [cell.value for cell in cells] == ["=1+1", "@甲", "+乙"]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 3
    assert b"<f>" not in b"".join(parts_of(issued("awkward")).values())


@EVERY_FORM
def test_no_workbook_holds_a_formula(issue: Issue) -> None:
    cells = [cell for ws in open_issued(issue) for row in ws.iter_rows() for cell in row]

    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


@EVERY_FORM
def test_the_hidden_seal_vouches_for_form_unit_period_and_serial(issue: Issue) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(issued(issue.form.key)))
    rows = workbook.get_sheet_by_name(SHEET_NAME).to_python()

    identity = read_seal(KEY, [(str(row[0]), str(row[1])) for row in rows])
    assert identity == seal_identity(issue, KEY, PLAN)
    assert identity is not None
    assert identity.unit == issue.unit.code
    assert identity.period == (str(issue.period) if issue.period else "")
    assert open_issued(issue)[SHEET_NAME].sheet_state == "veryHidden"


@EVERY_FORM
def test_our_own_recognition_knows_it(issue: Issue) -> None:
    day = issue.due or dt.date(2026, 10, 31)
    place = DropPlace(folder="", confidential=True, received_on=day)

    found = recognize_form(read_raw(issued(issue.form.key)), place, bureau(issue))

    assert isinstance(found, RecognizedWorkbook), found
    assert (found.form, found.unit, found.period) == (issue.form, issue.unit, issue.period)


@EVERY_FORM
def test_our_own_reader_finds_every_sheet_heading_and_label(issue: Issue) -> None:
    raw = read_raw(issued(issue.form.key))
    read = read_submission(issue.form, raw, context_of(issue), 5000)

    lost = {Code.SHEET_MISSING, Code.SHEET_HIDDEN, Code.SHEET_NO_HEADINGS, Code.COLUMN_MISSING}
    lost |= {Code.COLUMN_TWICE, Code.COLUMN_UNKNOWN, Code.HEADER_MISMATCH, Code.ROW_MERGED}
    assert not [found for found in read.problems if found.code in lost]
    for sheet in issue.form.sheets:
        found = read.sheet(sheet.key)
        assert found
        assert list(found.columns) == [field.key for field in sheet.columns]
        assert set(found.header_cells) >= {field.key for field in header_fields(issue.form, sheet)}
        filled = len([row for row in sheet.prefill if any(row)])
        assert len(found.rows) <= filled, "a note or a running number was read as a row"


def test_a_filled_workbook_is_read_as_it_was_filled() -> None:
    issue = ISSUES["awkward"]
    workbook = open_issued(issue)
    ws = workbook["全部类型"]
    labels = label_inputs(ws, AWKWARD, AWKWARD.sheets[0])
    ws[labels["leader"][0]] = "林知夏"
    ws[labels["grade"][0]] = "=优秀"
    ws[labels["grade"][0]].data_type = "s"
    row = heading_row(ws, AWKWARD.sheets[0]) + 3
    values: list[str | float | dt.date] = [
        "走访群众",
        "-无-",
        12.5,
        dt.date(2026, 6, 30),
        dt.date(2026, 6, 1),
        95,
        9.5,
        12,
    ]
    values += ["000123", "座谈、走访", "是", "沈清和", "林知夏、沈清和", "甲支部", "0598-5550101"]
    for column, value in enumerate(values, start=2):
        ws.cell(row, column).value = value
    buffer = io.BytesIO()
    workbook.save(buffer)

    read = read_submission(AWKWARD, read_raw(buffer.getvalue()), context_of(issue), 5000).sheet(
        "all"
    )

    assert read
    assert read.header == {"leader": "林知夏", "grade": "=优秀"}
    assert dict(read.rows[-1].values) == {
        "item": "走访群众",
        "remark": "-无-",
        "amount": "12.5",
        "day": "2026-06-30",
        "month": "2026-06",
        "share": "95",
        "score": "9.5",
        "count": "12",
        "code": "000123",
        "many": "座谈、走访",
        "yes": "是",
        "who": "沈清和",
        "all_who": "林知夏、沈清和",
        "about": "ZB01",
        "phone": "0598-5550101",
    }
