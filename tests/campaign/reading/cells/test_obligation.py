"""Which obligation and which period a cell names, in the ways that staff write them."""

import datetime as dt

import pytest

from campaign.definitions.plan_index import index_plan
from campaign.problems.codes import Code
from campaign.reading.cells import Tolerance
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import cell, field
from tests.support.samples.definitions import FORM_KEYS, form, plan

SHIPPED = index_plan(plan(), [form(key) for key in FORM_KEYS])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("支部自评", ("self_evaluation", None)),
        ("self_evaluation", ("self_evaluation", None)),
        (" 支部 自评 ", ("self_evaluation", Tolerance.NAME)),
        ("支部自评情况报告表", ("self_evaluation", Tolerance.NAME)),
        ("突出问题整改台账", ("rectification", None)),
        ("文明科室、文明单位季度检查表", ("inspection", Tolerance.NAME)),
        ("举报投诉登记", ("", Code.CELL_OBLIGATION_UNKNOWN)),  # filed at any time, so never owed
        ("自评", ("", Code.CELL_OBLIGATION_UNKNOWN)),
        (7.0, ("", Code.CELL_OBLIGATION_UNKNOWN)),
    ],
)
def test_an_obligation_is_read_by_any_of_its_names(
    written: Scalar, expected: tuple[str, object]
) -> None:
    assert cell(field("obligation"), written, plan_index=SHIPPED) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026年6月", ("2026-06", None)),
        ("2026-06", ("2026-06", None)),
        ("6月", ("2026-06", Tolerance.DATE_STYLE)),
        ("2026年６月份", ("2026-06", Tolerance.DATE_STYLE)),
        (dt.datetime(2026, 6, 1), ("2026-06", Tolerance.DATE_STYLE)),  # noqa: DTZ001 - of a sheet
        ("2026年第三季度", ("2026-Q3", None)),
        ("第三季度", ("2026-Q3", Tolerance.DATE_STYLE)),
        ("3季度", ("2026-Q3", Tolerance.DATE_STYLE)),
        ("2026-Q3", ("2026-Q3", None)),
        ("2026年", ("2026", None)),
        (2026.0, ("2026", Tolerance.DATE_STYLE)),
        ("2026年度", ("2026", Tolerance.DATE_STYLE)),
        ("全年", ("2026", Tolerance.DATE_STYLE)),
        ("2025年6月", ("", Code.CELL_PERIOD_UNKNOWN)),
        ("1月", ("", Code.CELL_PERIOD_UNKNOWN)),
        ("一季度", ("", Code.CELL_PERIOD_UNKNOWN)),
        ("11月", ("2026-11", Tolerance.DATE_STYLE)),
        ("11", ("2026-11", Tolerance.DATE_STYLE)),
        ("2026年下半年", ("", Code.CELL_NOT_A_PERIOD)),
        ("2026年5月", ("", Code.CELL_PERIOD_UNKNOWN)),
        ("下一期", ("", Code.CELL_NOT_A_PERIOD)),
        ("2026年6月、2026年7月", ("", Code.CELL_NOT_A_PERIOD)),
        (True, ("", Code.CELL_NOT_A_PERIOD)),
    ],
)
def test_a_period_is_read_however_it_is_written(
    written: Scalar, expected: tuple[str, object]
) -> None:
    assert cell(field("period"), written, plan_index=SHIPPED) == expected


def test_a_form_that_two_obligations_carry_does_not_name_either() -> None:
    study, *others = plan().obligations
    twice = study.model_copy(
        update={"key": "again", "name": "再学一遍", "periods": (), "due": None}
    )
    apart = study.model_copy(update={"key": "again", "name": "再学一遍"})
    titles = [form("study")]
    for obligations, key in (((study, twice, *others), "study"), ((study, apart, *others), "")):
        changed = plan().model_copy(update={"obligations": obligations})
        assert index_plan(changed, titles).obligation("理论学习教育情况月报表") == key
