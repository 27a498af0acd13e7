"""Numbers that lead from one form to another: which cells name them, and what is asked."""

import pytest

from campaign.history.links import check_links, find_links
from campaign.problems.codes import Code, Severity
from campaign.values.raw_workbook import Scalar
from tests.support.samples.builders import field, form, raw, read, sheet

COLUMNS = (
    field("code", "source_number", heading="来源编号"),
    field("choice", "source", heading="来源", choices=("意见", "投诉")),
)
OTHER = form(sheet(field("code", "number", number=True)), key="opinions", title="征求意见表")
RULE = {"rule": "reported_in", "sheet": "table", "column": "source_number", "form": "opinions"}
WHEN = {"when": "source", "equals": ["意见"]}


@pytest.mark.parametrize(
    ("more", "rows", "found"),
    [
        ({}, [("YJ-1", "意见"), ("TS-1", "投诉")], [("YJ-1", 2), ("TS-1", 3)]),
        (WHEN, [("YJ-1", "意见"), ("TS-1", "投诉")], [("YJ-1", 2)]),
        (WHEN, [("YJ-1", None), (None, "意见")], []),
        ({}, [("yj－1", "意见")], [("YJ-1", 2)]),
    ],
)
def test_the_cells_that_name_another_forms_numbers(
    more: dict[str, object],
    rows: list[tuple[Scalar, ...]],
    found: list[tuple[str, int]],
) -> None:
    of = form(sheet(*COLUMNS, optional=True), rules=[{**RULE, **more}])
    submission = read(of, raw(("来源编号", "来源"), *rows))
    links = list(find_links(of, submission.sheets, {"opinions": OTHER}))
    assert [(link.number, link.row) for link in links] == found
    assert {(link.form, link.title, link.column) for link in links} <= {
        ("opinions", "征求意见表", 1)
    }
    assert submission.problems == ()


def test_a_number_that_leads_nowhere_is_asked_about_and_blocks_nothing() -> None:
    of = form(sheet(*COLUMNS), rules=[RULE])
    submission = read(of, raw(("来源编号", "来源"), ("YJ-1", "意见")))
    (asked,) = check_links(find_links(of, submission.sheets, {"opinions": OTHER}))
    assert (asked.code, asked.cell, asked.value) == (Code.HISTORY_LINK_UNKNOWN, "A2", "YJ-1")
    assert asked.severity is Severity.WARNING
    assert dict(asked.facts) == {"heading": "来源编号", "form": "征求意见表"}


def test_numbers_of_a_form_that_is_not_used_are_left_alone() -> None:
    of = form(sheet(*COLUMNS), rules=[RULE])
    submission = read(of, raw(("来源编号", "来源"), ("YJ-1", "意见")))
    assert list(find_links(of, submission.sheets, {})) == []
