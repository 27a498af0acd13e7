"""One matter deducts once, one document counts once, and what lies outside the year not at all."""

import datetime as dt
from typing import Any

import pytest

from campaign.reports.report import Report
from campaign.scoring.collect import CollectedEvidence, collect_evidence
from campaign.scoring.edition import Edition
from campaign.scoring.scores import score_units
from campaign.scoring.totals import Score
from rehearsal.content.evidence import FORMS, make_unit
from tests.campaign.scoring.collect.test_people import ROSTER
from tests.support.samples.definitions import plan
from tests.support.samples.reports import report, sheet

DAY = dt.date(2026, 11, 30)
OF = plan("spot_unvisited_missing = true", "spot_unvisited_missing = false")
POINTS = {d.kind: d.points for d in OF.appraisal.spot_deductions}
CIRCULAR = {"document": "示效〔2026〕9号", "published_on": "2026-07-25"}


def spot(*rows: dict[str, str], number: int = 1, on: str = "2026-07-16") -> Report:
    filled = [{"unit": "ZB01", "dimension": "作风", **row} for row in rows]
    header = {"record_number": f"CC-{number}", "checked_on": on}
    findings = sheet("抽查情况", *filled, header=header)
    return report("spot_check", "党办", receipt=f"cc{number}", findings=findings)


def decision(
    document: str, *rows: dict[str, str], receipt: str = "jd1", on: str = "2026-07-25", **more: Any
) -> Report:
    header = {"document": document, "issued_on": on}
    matters = sheet("决定事项", *rows, header=header)
    return report("decision", "党办", receipt=receipt, matters=matters, **more)


def gathered(*reports: Report, edition: Edition = Edition.SECOND) -> CollectedEvidence:
    return collect_evidence(reports, OF, ROSTER, DAY, edition)


def scored(*reports: Report) -> Score:
    evidence = gathered(*reports).evidence
    [score] = score_units([make_unit("ZB01")], FORMS, evidence, OF.appraisal)
    return score


def spot_cells(*reports: Report) -> dict[str, int]:
    return {key: int(cell.value or 0) for key, cell in scored(*reports).cells["spot"].items()}


LATE, LAZY, PUBLIC = POINTS["慢作为"], POINTS["不作为"], POINTS["通报批评"]
BY_DECISION = decision("示效〔2026〕9号", {"kind": "通报", "unit": "ZB01", "basis": "抽查"})
PUBLISHED = {"kinds": "通报批评", "criticised": "单位", **CIRCULAR}

CASES = [
    # why, reports, what 作风 loses
    ("two matters", [spot({"kinds": "慢作为"}, {"kinds": "不作为"})], LATE + LAZY),
    (
        "one matter that two teams found, by its number: the heavier",
        [
            spot({"kinds": "慢作为", "rectification_number": "ZB01-001"}),
            spot({"kinds": "不作为", "rectification_number": "ZB01-001"}, number=2),
        ],
        max(LATE, LAZY),
    ),
    (
        "one circular over two findings",
        [spot(PUBLISHED, {**PUBLISHED, "kinds": "慢作为、通报批评"})],
        PUBLIC,
    ),
    (
        "two circulars",
        [spot(PUBLISHED, {**PUBLISHED, "document": "示效〔2026〕10号"})],
        2 * PUBLIC,
    ),
    ("a criticism that only the register has", [BY_DECISION], PUBLIC),
    ("one that both records have", [spot(PUBLISHED), BY_DECISION], PUBLIC),
    (
        "whom it names was criticised, though the kind was not ticked",
        [spot({**PUBLISHED, "kinds": "慢作为"})],
        max(PUBLIC, LATE),
    ),
    (
        "a person's criticism is the person's affair",
        [spot({"kinds": "慢作为、通报批评", "criticised": "个人", "person": "陈静", **CIRCULAR})],
        LATE,
    ),
    (
        "nothing but a person's criticism",
        [spot({"kinds": "通报批评", "criticised": "个人", "person": "陈静", **CIRCULAR})],
        0,
    ),
    (
        "a criticism for complaints is none of a spot check",
        [decision("示纪〔2026〕1号", {"kind": "通报", "unit": "ZB01", "basis": "举报投诉累计"})],
        0,
    ),
]


@pytest.mark.parametrize(("why", "reports", "lost"), CASES, ids=[case[0] for case in CASES])
def test_what_is_one_matter_is_deducted_once(why: str, reports: list[Report], lost: int) -> None:
    cells = spot_cells(*reports)
    assert cells.pop("style") == 100 - lost, why
    assert set(cells.values()) == {100}


def test_a_criticism_has_the_same_effect_whichever_record_names_it() -> None:
    by_record, by_register = gathered(spot(PUBLISHED)), gathered(BY_DECISION)
    assert [(c.unit, c.after_spot_check) for c in by_record.criticisms] == [("ZB01", True)]
    assert [(c.unit, c.after_spot_check) for c in by_register.criticisms] == [("ZB01", True)]
    assert spot_cells(spot(PUBLISHED)) == spot_cells(BY_DECISION)


COMMENDED = {"kind": "表彰", "unit": "ZB01"}


def test_a_later_entry_of_a_document_replaces_the_earlier() -> None:
    early = decision("示民〔2026〕18号", {**COMMENDED, "tier": "国家级"}, receipt="jd1")
    late = decision("示民[2026]18号", {**COMMENDED, "tier": "局级"}, receipt="jd2")
    tiers = OF.appraisal.bonus.tiers
    assert scored(early, late).bonus == tiers["局级"]
    assert scored(early).bonus == tiers["国家级"]
    [replaced] = [e for e in scored(early, late).bonus_trail if not e.weight]
    assert (
        replaced.source and replaced.source.submission == "jd1" and "以后一次为准" in replaced.rule
    )


OUTSIDE = [
    ("a spot check of the year before", spot({"kinds": "不作为"}, on="2026-03-02")),
    ("a circular of the year before", spot({**PUBLISHED, "published_on": "2026-02-01"})),
    (
        "a commendation of the year before",
        decision("示民〔2025〕9号", {**COMMENDED, "tier": "省级"}, on="2025-12-20"),
    ),
]


@pytest.mark.parametrize(("why", "outside"), OUTSIDE, ids=[case[0] for case in OUTSIDE])
def test_an_event_outside_of_the_campaign_does_not_count_and_is_listed(
    why: str, outside: Report
) -> None:
    found = gathered(outside)
    assert [item.why for item in found.unresolved] == [
        "日期不在活动期间（2026-04-01至2026-12-31）内，不计"
    ], why
    assert not found.evidence.documents and not found.criticisms


def test_the_first_edition_counts_all_of_it() -> None:
    early = decision("示民〔2026〕18号", {**COMMENDED, "tier": "国家级"}, receipt="jd1")
    late = decision("示民[2026]18号", {**COMMENDED, "tier": "局级"}, receipt="jd2")
    reports = [spot(PUBLISHED, PUBLISHED), early, late, *(report for _, report in OUTSIDE[2:])]
    found = gathered(*reports, edition=Edition.FIRST)
    assert not found.unresolved
    assert not any(finding.repeated for finding in found.evidence.findings)
    assert not any(document.replaced for document in found.evidence.documents)
