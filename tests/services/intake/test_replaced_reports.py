"""Who replaces a unit's report from outside its folder is noticed, or kept out where so planned."""

import pytest

from adapters.store.tables import outbox, submissions
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from services.audit.verify import verify
from services.intake.process_inbox import open_readers
from tests.support.office import Bureau


def corrected(bureau: Bureau, unit: str, text: str) -> bytes:
    rows = bureau.study_rows(unit)
    rows["sessions"][0]["summary"] = text
    return bureau.study(unit, rows=rows)


def alarms(bureau: Bureau) -> list[str]:
    rows = [row for row in bureau.rows(outbox) if row.kind == "replaced"]
    assert {row.unit for row in rows} <= {"党办"}
    return [row.text for row in rows]


def test_a_report_replaced_from_outside_its_folder_is_told_to_the_office_once_a_batch(
    bureau: Bureau, readers: Readers
) -> None:
    for unit in ("ZB01", "ZB02", "ZB03"):
        bureau.drop(f"{unit}/六月.xlsx", bureau.study(unit))
    first = {receipt.unit: receipt for receipt in bureau.sweep(readers)}
    assert alarms(bureau) == []
    bureau.later(minutes=1)
    for unit in ("ZB01", "ZB02"):
        text = "别人改过的学习内容，逐人发言"
        bureau.drop(f"{unit}别人填的.xlsx", corrected(bureau, unit, text))
    text = "自己改正的学习内容，逐人发言"
    bureau.drop("ZB03/改正.xlsx", corrected(bureau, "ZB03", text))
    second = {receipt.unit: receipt for receipt in bureau.sweep(readers)}
    assert {r.disposition for r in second.values()} == {Disposition.ACCEPTED}

    [letter] = alarms(bureau)

    for unit in ("ZB01", "ZB02"):
        assert first[unit].receipt in letter and second[unit].receipt in letter
    assert second["ZB03"].receipt not in letter
    assert verify(bureau.context.engine, bureau.home, bureau.now) == []


def test_a_report_that_replaces_none_is_told_to_nobody(bureau: Bureau, readers: Readers) -> None:
    bureau.drop("六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)
    assert len(bureau.rows(submissions)) == 1 and alarms(bureau) == []


@pytest.mark.parametrize(
    ("path", "disposition"),
    [("六月.xlsx", Disposition.RETURNED), ("ZB01/六月.xlsx", Disposition.ACCEPTED)],
)
def test_the_plan_may_want_sealed_workbooks_in_their_units_folders(
    path: str, disposition: Disposition, bureau: Bureau
) -> None:
    plan = bureau.home.inputs / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    wanted = text.replace("sealed_in_unit_folder = false", "sealed_in_unit_folder = true")
    assert wanted != text
    plan.write_text(wanted, encoding="utf-8")
    bureau.later(seconds=1)
    bureau.drop(path, bureau.study("ZB01"))
    bureau.drop("保密/投诉.xlsx", bureau.complaint("TS2026-001"))
    with open_readers(bureau.context, 2) as readers:
        receipts = bureau.sweep(readers)
    told = {receipt.unit: (receipt.disposition, receipt.reasons) for receipt in receipts}
    assert told["保密"][0] is Disposition.ACCEPTED
    reasons = () if disposition is Disposition.ACCEPTED else ("没有放入本单位的文件夹",)
    assert told["ZB01"] == (disposition, reasons)
