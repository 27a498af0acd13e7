"""Which row of a later version is which of an earlier one, and which is gone."""

import pytest

from campaign.history.lost_rows import EarlierVersion, check_lost_rows
from campaign.problems.codes import Code
from campaign.reports.report import Row
from tests.support.samples.definitions import form


def rows(*values: dict[str, str]) -> tuple[Row, ...]:
    return tuple(Row(number=number, values=each) for number, each in enumerate(values, start=5))


def lost(key: str, before: tuple[Row, ...], after: tuple[Row, ...], sheet: str) -> str:
    """Return what a version lacks of a sheet, "" for nothing."""
    earlier = EarlierVersion(version=2, tables={sheet: before})
    problems = list(check_lost_rows(form(key), earlier, {sheet: after}))
    assert {problem.code for problem in problems} <= {Code.HISTORY_VERSION_LACKS}
    return dict(problems[0].facts)["lost"] if problems else ""


def session(number: int, **values: str) -> dict[str, str]:
    common = {"held_on": f"2026-06-{number:02d}", "topic": f"专题{number}", "kind": "集中学习"}
    return {"session": str(number), **common, "summary": f"内容{number}", **values}


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ((1, 2), (1, 2), ""),
        ((1, 2), (2, 1), ""),
        ((1, 2), (1, 2, 3), ""),
        ((1, 2), (2,), "“学习场次”场次1"),
        ((1, 2, 3), (), "“学习场次”场次1、2、3"),
        ((1,), (2,), "“学习场次”场次1"),
        (range(1, 15), (1,), "“学习场次”场次2、3、4、5、6、7、8、9、10、11等13行"),
    ],
)
def test_rows_with_a_key_of_their_own_are_matched_by_it(
    before: tuple[int, ...], after: tuple[int, ...], gone: str
) -> None:
    assert (
        lost("study", rows(*map(session, before)), rows(*map(session, after)), "sessions") == gone
    )


def test_a_row_whose_key_alone_was_corrected_is_not_gone() -> None:
    corrected = rows(session(1), {**session(2), "session": "3"})
    assert lost("study", rows(session(1), session(2)), corrected, "sessions") == ""


def attendance(session: int, person: str, **values: str) -> dict[str, str]:
    return {"session": str(session), "person": person, "status": "出勤", **values}


def test_rows_are_matched_by_the_columns_of_a_rule_against_twins_without_choices() -> None:
    before = rows(attendance(1, "甲"), attendance(1, "乙"), attendance(2, "甲"))
    changed = rows(attendance(1, "甲", status="请假"), attendance(1, "乙"), attendance(2, "甲"))
    assert lost("study", before, changed, "attendance") == ""
    fewer = rows(attendance(1, "甲"), attendance(2, "甲"))
    assert lost("study", before, fewer, "attendance") == "“出勤情况”1行（场次1）"


def test_rows_of_a_group_that_is_gone_did_not_become_those_of_another() -> None:
    before = rows(attendance(1, "甲"), attendance(1, "乙"))
    after = rows(attendance(2, "甲"), attendance(2, "乙"))
    assert lost("study", before, after, "attendance") == "“出勤情况”2行（场次1）"


def test_twins_need_as_many_twins() -> None:
    before = rows(attendance(1, "甲"), attendance(1, "甲", status="补学"))
    after = rows(attendance(1, "甲"))
    assert lost("study", before, after, "attendance") == "“出勤情况”1行（场次1）"


def test_rows_without_a_key_are_matched_by_content_and_rewritten_ones_are_not_gone() -> None:
    sheet = next(s for s in form("publicity").sheets if not any(c.unique for c in s.columns))
    keys = [column.key for column in sheet.columns][:3]
    texts = [dict(zip(keys, (f"甲{n}", f"乙{n}", f"丙{n}"), strict=True)) for n in range(3)]
    before = rows(*texts)
    rewritten = rows(texts[0], texts[1], dict.fromkeys(keys, "全部重写"))
    assert lost("publicity", before, rewritten, sheet.key) == ""
    assert lost("publicity", before, rows(*texts[1:]), sheet.key) == f"“{sheet.name}”1行"


def test_a_ledgers_numbers_are_asked_about_elsewhere() -> None:
    before = rows({"number": "ZB01-001"}, {"number": "ZB01-002"})
    assert lost("rectification", before, before[:1], "ledger") == ""
