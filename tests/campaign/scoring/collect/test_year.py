"""A made-up year, written as reports and gathered again, is the same year; order tells nothing."""

import datetime as dt
import random
from dataclasses import replace

import pytest

from campaign.definitions.roster import Roster, Unit
from campaign.reports.report import Report
from campaign.scoring.collect import CollectedEvidence, collect_evidence
from campaign.scoring.edition import Edition
from campaign.scoring.evidence import Evidence, Filing
from campaign.scoring.scores import score_units
from rehearsal.content.evidence import FORMS, EvidenceYear, make_evidence_year
from tests.support.samples.definitions import plan
from tests.support.samples.reports import decided, report, sheet, spread, written

AFTER_THE_LOCK = dt.date(2027, 1, 5)
OFFICE = Unit(code="党办", name="示例市民政局党办", unit_class="办公室")

Filings = dict[tuple[str, str], Filing]


def roster_of(year: EvidenceYear) -> Roster:
    return Roster(units=(*year.units, OFFICE), people=(), leading_group=())


def owed(year: EvidenceYear) -> list[tuple[str, str]]:
    """Return what each unit owes and files itself, by its class, as the shipped plan has it."""
    own = ("self_evaluation", "mutual_evaluation", "social_evaluation")
    return [(u.code, form) for u in year.units for form in own if form in FORMS[u.unit_class]]


def waivers(year: EvidenceYear, filed: set[tuple[str, str]]) -> tuple[list[Report], Filings]:
    """Return a waiver for what the year says was waived, and where every unit stands."""
    given = year.evidence.filings
    stand = {
        key: Filing.FILED
        if key in filed
        else Filing.WAIVED
        if given.get(key) is Filing.WAIVED
        else Filing.MISSED
        for key in owed(year)
    }
    rows = [
        {"unit": unit, "obligation": form, "period": "2026", "expires_on": "2027-01-31"}
        for (unit, form), filing in stand.items()
        if filing is Filing.WAIVED
    ]
    return [report("waiver", "党办", receipt="mb", waivers=sheet("免报", *rows))], stand


def as_reports(year: EvidenceYear) -> tuple[list[Report], Evidence]:
    """Return a year's reports, and its evidence as reports can hold it."""
    evidence = replace(
        year.evidence,
        ballots=spread(year.evidence.ballots),
        inspections=tuple(replace(item, document="") for item in year.evidence.inspections),
        visits=(),
        lapses=(),
    )
    reports = written(evidence)
    filed = {(item.unit, item.form) for item in reports}
    granted, stand = waivers(year, filed)
    reports += [
        *granted,
        *decided("通报", year.criticisms),
        *decided("重点整改", year.key_rectifications),
    ]
    return reports, replace(evidence, filings=stand)


def in_order(evidence: Evidence) -> Evidence:
    """Return evidence in one order; which one came first says nothing."""
    return Evidence(
        self_scores=tuple(sorted(evidence.self_scores, key=lambda i: (i.source, i.dimension))),
        ratings=tuple(sorted(evidence.ratings, key=lambda i: (i.source, i.dimension))),
        inspections=tuple(sorted(evidence.inspections, key=lambda i: i.source)),
        findings=tuple(sorted(evidence.findings, key=lambda i: i.source)),
        ballots=tuple(
            replace(b, ballots=tuple(sorted(b.ballots, key=lambda i: i.row)))
            for b in sorted(evidence.ballots, key=lambda b: (b.submission, b.group))
        ),
        documents=tuple(sorted(evidence.documents, key=lambda i: i.source)),
        filings=evidence.filings,
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_year_written_as_reports_is_gathered_as_the_same_year(seed: int) -> None:
    year = make_evidence_year(seed, 24, plan().appraisal)
    reports, evidence = as_reports(year)
    found = collect_evidence(reports, plan(), roster_of(year), AFTER_THE_LOCK, Edition.FIRST)
    assert in_order(found.evidence) == in_order(evidence)
    assert {(c.unit, c.document) for c in found.criticisms} == {
        *((c.unit, c.document) for c in year.criticisms),
        *((f.unit, "示效〔2026〕9号") for f in evidence.findings),
    }
    assert {k.unit for k in found.key_rectifications} == {k.unit for k in year.key_rectifications}
    assert not found.unresolved
    rules = plan().appraisal
    assert score_units(year.units, FORMS, found.evidence, rules) == score_units(
        year.units, FORMS, in_order(evidence), rules
    )


def shuffled(reports: list[Report], seed: int) -> list[Report]:
    chance = random.Random(seed)
    mixed = [
        replace(
            item,
            sheets={
                key: replace(each, rows=tuple(chance.sample(each.rows, len(each.rows))))
                for key, each in item.sheets.items()
            },
        )
        for item in reports
    ]
    chance.shuffle(mixed)
    return mixed


def facts_of(found: CollectedEvidence) -> tuple[object, ...]:
    return in_order(found.evidence), found.criticisms, set(found.key_rectifications)


@pytest.mark.parametrize("seed", range(5))
def test_neither_the_order_of_reports_nor_that_of_rows_changes_anything(seed: int) -> None:
    year = make_evidence_year(seed, 12, plan().appraisal)
    reports, _ = as_reports(year)
    roster = roster_of(year)
    usual = collect_evidence(reports, plan(), roster, AFTER_THE_LOCK)
    other = collect_evidence(shuffled(reports, seed), plan(), roster, AFTER_THE_LOCK)
    assert facts_of(other) == facts_of(usual)
