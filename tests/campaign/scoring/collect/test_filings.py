"""Where units stand with what they owe: filed, waived, missed or open, day by day."""

import datetime as dt
from typing import Any

import pytest

from campaign.deadlines.status import DutyState, SubmissionStatus
from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.duties import duties
from campaign.definitions.plan import Plan
from campaign.reports.report import Report
from campaign.scoring.collect import collect_evidence
from campaign.scoring.edition import Edition
from campaign.scoring.evidence import Filing
from tests.campaign.scoring.collect.test_people import ROSTER
from tests.support.samples.definitions import plan
from tests.support.samples.reports import report, sheet

LOCK = dt.date(2026, 12, 15)
AFTER = LOCK + dt.timedelta(days=1)
KEY = ("ZB01", "self_evaluation")
FILED, WAIVED, MISSED, OPEN = Filing.FILED, Filing.WAIVED, Filing.MISSED, Filing.OPEN


def standing(*reports: Report, on: dt.date = AFTER, of: Plan | None = None) -> Any:
    return collect_evidence(reports, of or plan(), ROSTER, on).evidence.filings


def waiver(**changes: str) -> Report:
    row = {
        "unit": "ZB01",
        "obligation": "self_evaluation",
        "period": "2026",
        "expires_on": "2027-01-15",
        **changes,
    }
    return report("waiver", "党办", receipt="mb", waivers=sheet("免报事项", row))


OWN = report("self_evaluation")


@pytest.mark.parametrize(
    ("why", "reports", "on", "stands"),
    [
        ("not filed before the lock", [], dt.date(2026, 11, 30), OPEN),
        ("not filed on its last day", [], LOCK, OPEN),
        ("not filed by the lock", [], AFTER, MISSED),
        ("filed", [OWN], AFTER, FILED),
        ("a nil return is filed", [report("self_evaluation", nil=True)], AFTER, FILED),
        ("another period's report", [report("self_evaluation", period="2025")], AFTER, MISSED),
        ("another's report", [report("self_evaluation", "ZB02")], AFTER, MISSED),
        ("waived", [waiver()], AFTER, WAIVED),
        ("waived before the lock", [waiver()], dt.date(2026, 11, 1), WAIVED),
        ("waived on the day of the lock", [waiver(expires_on="2026-12-15")], AFTER, WAIVED),
        ("the waiver ended before the lock", [waiver(expires_on="2026-12-14")], AFTER, MISSED),
        ("ended, and not locked yet", [waiver(expires_on="2026-12-14")], LOCK, OPEN),
        ("the waiver's last day", [waiver(expires_on="2026-12-01")], dt.date(2026, 12, 1), WAIVED),
        (
            "the longer of two",
            [waiver(expires_on="2026-12-01"), waiver()],
            AFTER,
            WAIVED,
        ),
        ("another's waiver", [waiver(unit="ZB02")], AFTER, MISSED),
        ("of another obligation", [waiver(obligation="social_evaluation")], AFTER, MISSED),
        ("of another period", [waiver(period="2025")], AFTER, MISSED),
        ("a waiver yields to a report", [waiver(), OWN], AFTER, FILED),
        ("a unit by its alias", [waiver(unit="一支部")], AFTER, WAIVED),
    ],
)
def test_where_a_unit_stands(why: str, reports: list[Report], on: dt.date, stands: Filing) -> None:
    assert standing(*reports, on=on)[KEY] is stands, why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"unit": "殡仪馆"}, "名册中没有这个单位"),
        ({"obligation": "nothing"}, "方案中没有这项报送任务"),
        ({"expires_on": ""}, "免报没有填写有效期"),
    ],
)
def test_a_waiver_that_frees_nobody_certain_is_listed(changes: dict[str, str], why: str) -> None:
    found = collect_evidence([waiver(**changes)], plan(), ROSTER, AFTER)
    assert [item.why for item in found.unresolved] == [why]
    assert found.evidence.filings[KEY] is MISSED


def test_only_who_owes_a_report_has_a_standing() -> None:
    stands = standing()
    assert stands["ZB02", "self_evaluation"] is MISSED
    assert stands["DW01", "social_evaluation"] is MISSED
    assert ("DW01", "self_evaluation") not in stands, "not of its class"
    assert ("DW07", "social_evaluation") not in stands, "merged before it was due"
    assert not {form for _, form in stands} & {"study", "inspection", "public_ballots"}


def test_what_is_never_locked_is_never_missed() -> None:
    locks = {key: item.lock for item in plan().obligations for key in [item.key]}
    assert locks["self_evaluation"] == LOCK
    open_ended = plan().model_copy(
        update={
            "obligations": tuple(
                item.model_copy(update={"lock": None}) for item in plan().obligations
            )
        }
    )
    assert standing(of=open_ended)[KEY] is OPEN


@pytest.mark.parametrize(
    ("reports", "on", "stands"),
    [
        ([], dt.date(2026, 8, 1), OPEN),
        ([report("self_evaluation", period="2026-Q2")], AFTER, FILED),
        ([waiver(period="2026-Q2")], AFTER, MISSED),
        ([waiver(period="2026-Q2"), waiver(period="2026-Q3")], AFTER, WAIVED),
        ([waiver(period="2026-Q2")], dt.date(2026, 8, 1), OPEN),
    ],
)
def test_of_several_periods_one_report_is_enough_and_one_missed_is_missed(
    reports: list[Report], on: dt.date, stands: Filing
) -> None:
    own = next(item for item in plan().obligations if item.key == "self_evaluation")
    quarterly = own.model_validate(
        {**own.model_dump(), "periods": ["2026-Q2", "2026-Q3"], "due": {"day": 25}}
    )
    twice = plan().model_copy(update={"obligations": (quarterly,)})
    assert standing(*reports, on=on, of=twice)[KEY] is stands


def deducting(*keys: str) -> Plan:
    listed = [{"key": key, "name": key, "points": 1} for key in keys]
    appraisal = Appraisal.model_validate({**plan().appraisal.model_dump(), "deductions": listed})
    return plan().model_copy(update={"appraisal": appraisal})


def lapses(*reports: Report, of: Plan, on: dt.date = AFTER, **more: Any) -> list[tuple[str, str]]:
    found = collect_evidence(reports, of, ROSTER, on, **more).evidence.lapses
    return [(lapse.unit, lapse.key) for lapse in found]


def test_a_branch_that_never_rated_is_deducted_for_once_the_ratings_are_locked() -> None:
    rated = report("mutual_evaluation", "ZB02", receipt="hp")
    assert lapses(rated, of=deducting("unrated")) == [("ZB01", "unrated")]
    assert lapses(rated, of=deducting("unrated"), on=LOCK) == []
    assert lapses(rated, waiver(obligation="mutual_evaluation"), of=deducting("unrated")) == []


def test_reports_that_came_late_or_never_are_deducted_for_by_their_statuses() -> None:
    of = deducting("late", "unfiled")
    owed = [duty for duty in duties(of, ROSTER) if duty.unit == "ZB01"][:3]
    states = (DutyState.LATE, DutyState.LOCKED, DutyState.MISSING)
    statuses = [
        SubmissionStatus(duty=duty, state=state, in_time_until=duty.due)
        for duty, state in zip(owed, states, strict=True)
    ]
    assert lapses(of=of, statuses=statuses) == [("ZB01", "late"), ("ZB01", "unfiled")]


def test_a_published_criticism_of_a_unit_is_deducted_for_once() -> None:
    row = {"kind": "通报", "unit": "ZB01", "basis": "抽查"}
    header = {"document": "示效〔2026〕9号", "issued_on": "2026-09-20"}
    twice = [
        report("decision", "党办", receipt=receipt, matters=sheet("决定事项", row, header=header))
        for receipt in ("r1", "r2")
    ]
    assert lapses(*twice, of=deducting("criticised")) == [("ZB01", "criticised")]


def test_what_the_plan_does_not_list_is_not_deducted_for() -> None:
    assert lapses(of=deducting()) == []
    assert lapses(of=deducting("unrated"), edition=Edition.FIRST) == []
