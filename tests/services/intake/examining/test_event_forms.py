"""Event forms beyond the usual: checks that found nothing, and events that only a serial tells."""

from typing import Any

from adapters.store.engine import reading
from adapters.store.reports import load_reports_of
from adapters.workbooks.filler import CellValue, SheetRows, fill
from adapters.worker_pool import Readers
from tests.support.office import Bureau, bureau, readers

__all__ = ["bureau", "readers"]

CHECK: dict[str, CellValue] = {
    "record_number": "CC-2026-01",
    "checked_by": "效能办",
    "checked_on": "2026-07-01",
    "manner": "暗访",
    "visited": "社会救助科",
    "conclusion": "未发现问题",
}
AWARD: dict[str, CellValue] = {
    "award": "十佳标兵",
    "branch_opinion": "经支部党员大会评议，同意推荐",
}


def nomination(bureau: Bureau, number: int, deeds: str) -> bytes:
    rows: SheetRows = {"nominees": [{"person": bureau.people("ZB01")[0].name, "deeds": deeds}]}
    blank = bureau.blank("nomination", "ZB01", number=number)
    return fill(bureau.form("nomination"), blank, rows, AWARD)


def stored(bureau: Bureau, form: str) -> list[Any]:
    with reading(bureau.context.engine) as connection:
        return list(load_reports_of(connection, bureau.context.definitions, form))


def test_a_check_that_found_nothing_is_recorded(bureau: Bureau, readers: Readers) -> None:
    blank = bureau.blank("spot_check", "党办", number=1)
    bureau.drop("党办/抽查.xlsx", fill(bureau.form("spot_check"), blank, {}, CHECK))
    assert [reply.disposition for reply in bureau.sweep(readers)] == ["receipt"]
    [report] = stored(bureau, "spot_check")
    assert report.rows("findings") == ()
    assert report.sheets["findings"].header["conclusion"] == "未发现问题"


def test_a_check_is_not_recorded_twice_under_one_number(bureau: Bureau, readers: Readers) -> None:
    for number in (1, 2):
        blank = bureau.blank("spot_check", "党办", number=number)
        bureau.drop(f"党办/{number}.xlsx", fill(bureau.form("spot_check"), blank, {}, CHECK))
    assert sorted(reply.disposition for reply in bureau.sweep(readers)) == ["receipt", "returned"]


def test_nominations_of_one_unit_stand_side_by_side(bureau: Bureau, readers: Readers) -> None:
    first, second = "全年接待群众一千二百余人次", "主动上门办理三十余件，无一投诉"
    for number, deeds in enumerate((first, second), start=1):
        bureau.drop(f"ZB01/{number}.xlsx", nomination(bureau, number, deeds))
    bureau.sweep(readers)
    assert len(stored(bureau, "nomination")) == 2
    bureau.later(hours=1)
    bureau.drop("ZB01/改正.xlsx", nomination(bureau, 1, "更正：全年接待群众一千三百余人次"))
    assert [reply.disposition for reply in bureau.sweep(readers)] == ["receipt"]
    said = {report.rows("nominees")[0].values["deeds"] for report in stored(bureau, "nomination")}
    assert said == {"更正：全年接待群众一千三百余人次", second}
