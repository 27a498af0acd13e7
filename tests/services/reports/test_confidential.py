"""Originals come back byte for byte; what is confidential only with who and why, on record."""

import openpyxl
import pytest

from adapters.files.home import ORIGINALS, SUMMARIES
from adapters.store.tables import events
from adapters.worker_pool import Readers
from campaign.tables import Audience
from campaign.values.acts import Actor
from services.reports.catalogue import UnknownTableError, find_table, load_table
from services.reports.confidential import (
    OPENED_ORIGINAL,
    OPENED_TABLE,
    ConfidentialError,
    UnknownReceiptError,
    open_original,
    open_table,
)
from services.reports.source import TableSource
from services.reports.update import update_reports
from tests.support.office import Bureau

WHO = Actor(name="顾砚秋", reason="核对处理结果")


def source_of(bureau: Bureau) -> TableSource:
    context = bureau.context
    return TableSource(
        engine=context.engine, definitions=context.definitions, day=bureau.now.date()
    )


def opened(bureau: Bureau) -> list[tuple[str, str, str]]:
    kinds = (OPENED_ORIGINAL, OPENED_TABLE)
    rows = [row for row in bureau.rows(events) if row.kind in kinds]
    return [(row.kind, row.subject, row.actor) for row in rows]


def test_an_original_comes_back_byte_for_byte(bureau: Bureau, readers: Readers) -> None:
    data = bureau.study("ZB01")
    bureau.drop("ZB01/六月.xlsx", data)
    [receipt] = bureau.sweep(readers)
    file = open_original(bureau.context, receipt.receipt, None, bureau.now)
    assert (file.name, file.data) == (f"{receipt.receipt} 六月.xlsx", data)
    assert opened(bureau) == [], "nothing confidential was opened"
    with pytest.raises(UnknownReceiptError):
        open_original(bureau.context, "HZ26-999999", None, bureau.now)


def test_a_confidential_one_is_opened_with_who_and_why(bureau: Bureau, readers: Readers) -> None:
    data = bureau.complaint("TS-2026-001", complainant="甄一鸣")
    bureau.drop("保密/投诉.xlsx", data)
    [receipt] = bureau.sweep(readers)
    with pytest.raises(ConfidentialError):
        open_original(bureau.context, receipt.receipt, None, bureau.now)
    assert opened(bureau) == []
    file = open_original(bureau.context, receipt.receipt, WHO, bureau.now)
    assert (file.name, file.data) == (f"{receipt.receipt}.xlsx", data)
    table = load_table(source_of(bureau), "complaint.case")
    assert table.for_audience(Audience.OFFICE).rows() == [(1,)]
    view = open_table(bureau.context, table, WHO, bureau.now)
    assert "result" in [column.key for column in view.columns]
    assert opened(bureau) == [
        (OPENED_ORIGINAL, receipt.receipt, "顾砚秋"),
        (OPENED_TABLE, "complaint.case", "顾砚秋"),
    ]


def test_no_confidential_original_or_text_is_among_the_reports(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("保密/投诉.xlsx", bureau.complaint("TS-2026-001", complainant="甄一鸣"))
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)
    updated = update_reports(bureau.context, bureau.now.date())
    assert updated.originals == 2, "the study report by unit and by form"
    library = bureau.home.reports / ORIGINALS
    [by_unit, by_form] = sorted(path.relative_to(library) for path in library.rglob("*.xlsx"))
    assert by_unit.parts[0] == "按单位" and by_form.parts[1] == "理论学习教育情况月报表"
    path = bureau.home.reports / SUMMARIES / "举报投诉登记表 2026年.xlsx"
    cells = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert "投诉登记行数" in cells, "how many there are"
    for value in ("甄一鸣", "TS-2026-001", "推诿", bureau.people("DW01")[0].name):
        assert not [cell for cell in cells if value in cell], value


def test_a_replaced_and_a_withdrawn_version_lie_apart(bureau: Bureau, readers: Readers) -> None:
    receipts = []
    for seed in (1, 2):
        rows = bureau.study_rows("ZB01", seed=seed)
        bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01", rows=rows))
        [receipt] = bureau.sweep(readers)
        receipts.append(receipt.receipt)
        update_reports(bureau.context, bureau.now.date())
    library = bureau.home.reports / ORIGINALS / "按报表" / "理论学习教育情况月报表"
    places = {path.stem[-11:]: path.parent.name for path in library.rglob("*.xlsx")}
    assert places == {receipts[0]: "已被替换", receipts[1]: "理论学习教育情况月报表"}
    own = library / "说明.txt"
    own.write_text("党办自己的文件", encoding="utf-8")
    copy = next(library.glob("*.xlsx"))
    copy.chmod(0o600)
    copy.write_bytes(b"spoiled")
    file = open_original(bureau.context, receipts[1], None, bureau.now)
    assert file.data != b"spoiled", "the archive is no link to it"
    update_reports(bureau.context, bureau.now.date())
    assert own.exists()


def test_a_table_is_found_by_its_key_its_heading_or_a_part_that_no_other_has(
    bureau: Bureau,
) -> None:
    definitions = bureau.context.definitions
    for name in ("study.sessions", "理论学习教育情况月报表·学习场次", "学习场次"):
        assert find_table(definitions, name).name == "study.sessions"
    with pytest.raises(UnknownTableError) as mistyped:
        find_table(definitions, "学习场此")
    assert "study.sessions" in mistyped.value.similar[0]
    with pytest.raises(UnknownTableError) as several:
        find_table(definitions, "发放情况")
    assert len(several.value.similar) == 2
