"""Issued workbooks as LibreOffice opens, prints and saves them."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from adapters.workbooks.blanks import Issue, seal_identity
from adapters.workbooks.blanks.paper import lay_out
from campaign.reading.headings import find_labels
from campaign.recognition.recognition import DropPlace, RecognizedWorkbook, recognize_form
from campaign.values.seal import SHEET_NAME
from tests.support.servers.libreoffice import LibreOffice, font_sizes, printed_pages
from tests.support.workbooks.issued import (
    EVERY_FORM,
    ISSUES,
    KEY,
    PLAN,
    bureau,
    issued,
    open_issued,
    read_raw,
)


@pytest.fixture(scope="module")
def converted(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with each workbook as LibreOffice prints it and as it saves it."""
    folder = tmp_path_factory.mktemp("发放 的 报表")
    for key, issue in ISSUES.items():
        (folder / f"{_name(issue)}.xlsx").write_bytes(issued(key))
    files = sorted(folder.glob("*.xlsx"))
    libreoffice.convert(files, "pdf", folder / "pdf")
    libreoffice.convert(files, "xlsx:Calc MS Excel 2007 XML", folder / "saved")
    return folder


def _name(issue: Issue) -> str:
    return issue.form.title.replace("/", "／")


@EVERY_FORM
def test_it_is_printed_on_the_right_pages(converted: Path, issue: Issue) -> None:
    pages = printed_pages(converted / "pdf" / f"{_name(issue)}.pdf")
    serial = seal_identity(issue, KEY, PLAN).serial

    assert len(issue.form.sheets) <= len(pages)
    rows = sum(sheet.usual_rows for sheet in issue.form.sheets if sheet.columns)
    across = max(len(sheet_layout.page_ends) for sheet_layout in lay_out(issue.form)[1].values())
    assert len(pages) <= len(issue.form.sheets) + across * (1 + rows // 18)
    for number, page in enumerate(pages, start=1):
        assert serial in page
        assert f"第{number}页" in page
        assert f"共{len(pages)}页" in page


@EVERY_FORM
def test_no_text_prints_smaller_than_9_points(converted: Path, issue: Issue) -> None:
    sizes = font_sizes(converted / "pdf" / f"{_name(issue)}.pdf")

    assert len(sizes) > 4
    assert min(sizes) >= 8.95


def test_headings_are_repeated_on_every_page_of_a_long_table(converted: Path) -> None:
    pages = printed_pages(converted / "pdf" / f"{_name(ISSUES['awkward'])}.pdf")

    first, only_labels, second = pages[:3], pages[3], pages[4:]
    assert ["发生日期" in page for page in first] == [True, False, True]
    assert ["联系电话" in page for page in first] == [False, True, False]
    assert all("序号" in page for page in first), "every page across names its rows"
    assert "总体情况" in only_labels
    assert len(second) > 2
    assert all("意见" in page for page in second)


@EVERY_FORM
def test_what_libreoffice_saves_says_the_same(converted: Path, issue: Issue) -> None:
    saved = (converted / "saved" / f"{_name(issue)}.xlsx").read_bytes()
    before, after = read_raw(issued(issue.form.key)), read_raw(saved)

    for sheet in (*issue.form.sheets, None):
        name = sheet.name if sheet else SHEET_NAME
        raws = [book.sheet(name) for book in (before, after)]
        assert raws[0]
        assert raws[1]
        cells = [
            {
                (row, column): value
                for row, values in enumerate(raw.rows)
                for column, value in enumerate(values)
                if value is not None
            }
            for raw in raws
            if raw
        ]
        assert cells[0] == cells[1]
    labels = [find_labels(book.sheets[0], (), 0) for book in (before, after)]
    assert labels[0] == labels[1]
    place = DropPlace(folder="", confidential=True, received_on=issue.due or dt.date(2026, 10, 31))
    assert isinstance(recognize_form(after, place, bureau(issue)), RecognizedWorkbook)


@EVERY_FORM
def test_libreoffice_keeps_protection_and_checks(converted: Path, issue: Issue) -> None:
    workbook = openpyxl.load_workbook(converted / "saved" / f"{_name(issue)}.xlsx")
    original = open_issued(issue)
    for sheet in issue.form.sheets:
        ws, before = workbook[sheet.name], original[sheet.name]
        assert ws.protection.sheet
        kinds = [
            sorted(str(check.type) for check in book.data_validations.dataValidation if check.type)
            for book in (ws, before)
        ]
        assert set(kinds[0]) - {"none"} == set(kinds[1])
    assert workbook[SHEET_NAME].sheet_state != "visible"
