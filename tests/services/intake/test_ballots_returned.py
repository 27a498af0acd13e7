"""More ballots came back than were issued: a unit's own are returned, the office's are noted."""

from typing import Any

import pytest

from adapters.store.tables import problems
from adapters.worker_pool import Readers
from campaign.values.dispositions import Disposition
from rehearsal.content.evidence import DIMENSIONS
from services.assessment import assess_day
from tests.support.office import Bureau
from tests.support.samples.evaluation_workbooks import AUTUMN, event, social_evaluation


def ballots(group: str, count: int, **more: str) -> list[dict[str, Any]]:
    return [{**more, "group": group, **dict.fromkeys(DIMENSIONS, "满意")} for _ in range(count)]


@pytest.fixture
def autumn(bureau: Bureau) -> Bureau:
    bureau.later(seconds=(AUTUMN - bureau.now).total_seconds())
    return bureau


def test_a_units_own_ballots_are_returned_with_the_count(autumn: Bureau, readers: Readers) -> None:
    issued: list[dict[str, Any]] = [{"issued": 3}, {}, {}, {"issued": 8}]
    filled = social_evaluation(
        autumn, "DW01", issued, [*ballots("党代表", 5), *ballots("服务对象", 8)]
    )
    autumn.drop("DW01/社会评议.xlsx", filled)
    [reply] = autumn.sweep(readers)
    assert reply.disposition == Disposition.RETURNED
    [problem] = autumn.rows(problems)
    assert problem.code == "rule.rows_over"
    assert '"5"' in problem.facts and "党代表" in problem.facts


def test_as_many_as_were_issued_are_accepted(autumn: Bureau, readers: Readers) -> None:
    filled = social_evaluation(autumn, "DW01", [{"issued": 5}], ballots("党代表", 5))
    autumn.drop("DW01/社会评议.xlsx", filled)
    [reply] = autumn.sweep(readers)
    assert reply.disposition == Disposition.ACCEPTED
    assert not autumn.rows(problems)


def test_the_offices_batch_is_accepted_with_a_note_and_is_missing_never_zero(
    autumn: Bureau, readers: Readers
) -> None:
    rows: dict[str, Any] = {
        "batches": [{"unit": "DW01", "group": "党代表", "issued": 10}],
        "ballots": ballots("党代表", 12, unit="DW01"),
    }
    autumn.drop("党办/测评.xlsx", event(autumn, "public_ballots", rows, batch="MC-2026-01"))
    [reply] = autumn.sweep(readers)
    assert reply.disposition == Disposition.ACCEPTED
    assert [row.code for row in autumn.rows(problems)] == ["rule.rows_over_noted"]
    context = autumn.context
    score, _ = assess_day(context.engine, context.definitions, AUTUMN.date()).of("DW01")
    assert {cell.value for cell in score.cells["public"].values()} == {None}
