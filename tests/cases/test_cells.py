"""Workbooks from practice that show something else than they store, or say it in other words."""

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.store.tables import drops, problems, submission_sheets
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from tests.support.office import Bureau

CASES = Path(__file__).parents[1] / "data" / "cases"
ZONE = ZoneInfo("Asia/Shanghai")
DECEMBER = dt.datetime(2026, 12, 8, 9, 0, tzinfo=ZONE)
NOVEMBER = dt.datetime(2026, 11, 2, 9, 0, tzinfo=ZONE)

Told = list[tuple[str, int, int]]
"""Code, row and column of each problem."""

CASES_OF_UNITS: dict[str, tuple[str, str, Told]] = {
    "01-shown-in-ten-thousands": ("招商引资.xlsx", "DW01", []),
    "02-issue-number-became-a-date": ("投稿.xlsx", "ZB01", [("cell.converted", 8, 9)]),
    "03-struck-out-row": ("六月.xlsx", "ZB01", [("row.struck", 11, 0)]),
    "04-all-options-with-one-tick": ("社会评议.xlsx", "DW01", []),
    "05-totals-row-called-huizong": ("招商引资.xlsx", "DW01", []),
    "17-picture-in-a-cell-wps": ("六月.xlsx", "ZB01", [("cell.picture", 10, 13)]),
    "24-hidden-columns": ("六月.xlsx", "ZB01", [("column.hidden", 9, 9)]),
    "25-totals-rows-that-are-refused": ("检查.xlsx", "党办", []),
}
NOBODY = ("export.rates_nobody", 3, 0)
QUESTIONNAIRES: dict[str, Told] = {
    "18-questionnaire-that-skips/84564398_按文本_群众测评_3_3.xlsx": [
        ("export.rates_nobody", 3, 0)
    ],
    "19-questionnaire-options-with-letters/84564398_按文本_群众测评_2_2.xlsx": [],
}


def take_in(bureau: Bureau, readers: Readers, file: Path, folder: str) -> Told:
    """Drop a file, which must be accepted, and return what its receipt tells."""
    bureau.drop(f"{folder}/{file.name}", file.read_bytes())
    bureau.later(seconds=120)
    [receipt] = bureau.sweep(readers)
    assert receipt.disposition is Disposition.ACCEPTED
    assert len(bureau.rows(drops)) == 1
    return [(row.code, row.row, row.column) for row in bureau.rows(problems)]


def rows(bureau: Bureau, key: str) -> list[dict[str, str]]:
    [sheet] = [sheet for sheet in bureau.rows(submission_sheets) if sheet.sheet == key]
    return [values for _, values in json.loads(sheet.rows)]


@pytest.mark.parametrize("case", CASES_OF_UNITS)
def test_a_workbook_is_accepted_and_what_is_doubtful_is_told(
    bureau: Bureau, readers: Readers, case: str
) -> None:
    name, folder, told = CASES_OF_UNITS[case]
    bureau.now = DECEMBER
    assert take_in(bureau, readers, CASES / case / name, folder) == told
    match case[:2]:
        case "01":
            [project] = rows(bureau, "projects")
            assert (project["contracted"], project["arrived"]) == ("800", "300")
        case "02":
            assert rows(bureau, "pieces")[0]["issue"] == "9月3日"
        case "03":
            assert len(rows(bureau, "sessions")) == 2
        case "04":
            marks = [set(ballot.values()) for ballot in rows(bureau, "ballots")]
            assert {"服务对象", "满意"} in marks
            assert not any("、" in mark for ballot in marks for mark in ballot)
        case "05":
            assert len(rows(bureau, "targets")) == 5
        case "17":
            assert not any("note" in session for session in rows(bureau, "sessions"))
        case "25":
            assert all(item["dimension"] and item["item"] for item in rows(bureau, "items"))


@pytest.mark.parametrize("file", QUESTIONNAIRES)
def test_a_questionnaire_is_accepted_whole(bureau: Bureau, readers: Readers, file: str) -> None:
    bureau.now = NOVEMBER
    assert take_in(bureau, readers, CASES / file, "党办") == QUESTIONNAIRES[file]
    ballots = rows(bureau, "ballots")
    assert len(ballots) == 2
    assert ballots[0]["service"] == "满意"
