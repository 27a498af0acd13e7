"""Names that roster and workbook spell differently where nobody sees it: one key for both."""

import datetime as dt

import pytest

from adapters.store.tables import problems
from campaign.values.dispositions import Disposition
from tests.services.intake.test_changed_roster import enter, sweep
from tests.support.office import Bureau
from tests.support.samples.evaluation_workbooks import AUTUMN, Row, ratings

UYGHUR = "阿依古丽·吐尔逊"
ROW: Row = {
    "service": 88,
    "efficiency": 85,
    "quality": 90,
    "style": 86,
    "image": 92,
    "basis": "听汇报",
}


@pytest.mark.parametrize("roster_dot", ["•", "·\u200b", "˙"])
@pytest.mark.parametrize("cell_dot", ["·", "•", "・", ".", "\u200b·"])
def test_a_name_is_found_whatever_dot_the_roster_and_the_clerk_typed(
    bureau: Bureau, roster_dot: str, cell_dot: str
) -> None:
    enter(bureau, "人员", "0607", "姓名", UYGHUR.replace("·", roster_dot))
    rows = bureau.study_rows("ZB06")
    for row in (*rows["sessions"], *rows["attendance"]):
        for key in row.keys() & {"host", "person"}:
            row[key] = str(row[key]).replace("·", cell_dot)
    bureau.drop("ZB06/六月.xlsx", bureau.study("ZB06", rows=rows))

    [receipt] = sweep(bureau)

    assert (receipt.disposition, receipt.unit) == (Disposition.ACCEPTED, "ZB06")
    assert not bureau.rows(problems)
    assert UYGHUR in {person.name for person in bureau.people("ZB06")}


@pytest.mark.parametrize(
    ("issued", "now"),
    [
        ("局机关第二党支部\u200b", "局机关第二党支部\u200b"),
        ("局机关第二党支部", "\ufeff局机关第二党⽀部"),
        ("局机关•第二党支部", "局机关·第二党支部"),
        ("局机关第二党支部（新）", "局机关第二党支部(新)"),
    ],
)
@pytest.mark.parametrize("rated", [True, False])
def test_a_unit_that_the_office_printed_itself_is_known_again(
    bureau: Bureau, issued: str, now: str, rated: bool
) -> None:
    bureau.now = AUTUMN - dt.timedelta(days=6)
    enter(bureau, "单位", "ZB02", "名称", issued)
    filled: list[Row] = [ROW] * 11 if rated else [{}, *[ROW] * 10]
    data = ratings(bureau, "ZB01", filled)
    enter(bureau, "单位", "ZB02", "名称", now)
    bureau.drop("ZB01/互评.xlsx", data)

    [receipt] = sweep(bureau)

    assert (receipt.disposition, receipt.unit) == (Disposition.ACCEPTED, "ZB01")
    assert not bureau.rows(problems)


@pytest.mark.parametrize(
    "folder", ["局机关第二党支部\u200b", "ＺＢ０２", "zb02", "局机关第二 党支部"]
)
def test_a_folder_is_a_units_however_its_name_is_spelt(bureau: Bureau, folder: str) -> None:
    enter(bureau, "单位", "ZB02", "名称", "局机关第二党支部\u200b")
    bureau.drop(f"{folder}/六月.xlsx", bureau.study("ZB02"))

    [receipt] = sweep(bureau)

    assert (receipt.disposition, receipt.unit) == (Disposition.ACCEPTED, "ZB02")
