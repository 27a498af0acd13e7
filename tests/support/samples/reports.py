"""Accepted reports made by hand, and a made-up year of evidence written as reports."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from campaign.reports.report import Report, ReportSheet, Row, Values
from campaign.scoring.evidence import (
    Ballot,
    BallotBatch,
    BonusDocument,
    Criticism,
    Evidence,
    InspectionItem,
    KeyRectification,
    Rating,
    SelfScore,
    SpotFinding,
)
from rehearsal.content.evidence import DAY

DIMENSIONS = {
    "service": "服务",
    "efficiency": "效率",
    "quality": "质量",
    "style": "作风",
    "image": "形象",
}
RECEIVED = dt.date(2026, 11, 2)
FIRST_ROW = 4


def sheet(name: str, *rows: Values, header: Values | None = None) -> ReportSheet:
    """Return a sheet whose table begins in row 4."""
    numbered = tuple(Row(number=n, values=row) for n, row in enumerate(rows, FIRST_ROW))
    return ReportSheet(name=name, header=header or {}, rows=numbered)


def report(
    form: str,
    unit: str = "ZB01",
    *,
    period: str = "2026",
    receipt: str = "r1",
    received_on: dt.date = RECEIVED,
    nil: bool = False,
    **sheets: ReportSheet,
) -> Report:
    """Return a report with those sheets by key."""
    return Report(
        receipt=receipt,
        file=f"{receipt}.xlsx",
        unit=unit,
        form=form,
        period=period,
        received_on=received_on,
        nil=nil,
        sheets=sheets,
    )


def spread(batches: Iterable[BallotBatch]) -> tuple[BallotBatch, ...]:
    """Return batches as workbooks carry them: a row for each ballot, numbered over the sheet."""
    found = []
    rows: defaultdict[str, int] = defaultdict(lambda: FIRST_ROW)
    for batch in batches:
        ballots = []
        for ballot in batch.ballots:
            for _ in range(ballot.count):
                ballots.append(Ballot(row=rows[batch.submission], marks=ballot.marks))
                rows[batch.submission] += 1
        found.append(replace(batch, ballots=tuple(ballots), returned=len(ballots), sheet="测评票"))
    return tuple(found)


def written(evidence: Evidence) -> list[Report]:
    """Return the reports that would hold this evidence, apart from lapses and filings."""
    return [
        *_own_scores(evidence.self_scores),
        *_ratings(evidence.ratings),
        *_inspections(evidence.inspections),
        *_spot_checks(evidence.findings),
        *_ballots(evidence.ballots),
        *_documents(evidence.documents),
    ]


def decided(kind: str, items: Sequence[Criticism | KeyRectification]) -> Iterator[Report]:
    """Write decisions of one kind, a workbook for each document."""
    for item in items:
        row = {"kind": kind, "unit": item.unit, "basis": "抽查", "content": "如下"}
        header = {"document": item.document, "issued_on": item.on.isoformat()}
        yield report(
            "decision",
            "党办",
            receipt=f"{kind}-{item.unit}",
            matters=sheet("决定事项", row, header=header),
        )


def _rows(name: str, rows: Mapping[int, Values], header: Values | None = None) -> ReportSheet:
    numbered = tuple(Row(number=number, values=values) for number, values in rows.items())
    return ReportSheet(name=name, header=header or {}, rows=numbered)


def _own_scores(scores: Iterable[SelfScore]) -> Iterator[Report]:
    by_unit: defaultdict[tuple[str, str], dict[int, Values]] = defaultdict(dict)
    for score in scores:
        values = {"dimension": DIMENSIONS[score.dimension], "score": str(score.value)}
        by_unit[score.unit, score.source.submission][score.source.row] = values
    for (unit, receipt), rows in by_unit.items():
        yield report("self_evaluation", unit, receipt=receipt, scores=_rows("评分", rows))


def _ratings(ratings: Iterable[Rating]) -> Iterator[Report]:
    by_rater: defaultdict[str, dict[int, Values]] = defaultdict(dict)
    for rating in ratings:
        values = {"unit": rating.unit, rating.dimension: str(rating.value)}
        by_rater[rating.rater][rating.source.row] = values
    for rater, rows in by_rater.items():
        yield report("mutual_evaluation", rater, receipt=f"hp-{rater}", ratings=_rows("评分", rows))


def _inspections(items: Iterable[InspectionItem]) -> Iterator[Report]:
    by_report: defaultdict[tuple[str, str], dict[int, Values]] = defaultdict(dict)
    for item in items:
        values = {"dimension": DIMENSIONS[item.dimension], "got": str(item.got)}
        if item.possible:
            values["possible"] = str(item.possible)
        by_report[item.unit, item.period][item.source.row] = values
    for (unit, period), rows in by_report.items():
        listed = {n: row for n, row in rows.items() if "possible" in row}
        bonus = {n: row for n, row in rows.items() if "possible" not in row}
        yield report(
            "inspection",
            unit,
            period=period,
            receipt=f"jc-{unit}-{period}",
            items=_rows("评分", listed),
            bonus=_rows("评分", bonus),
        )


def _spot_checks(findings: Iterable[SpotFinding]) -> Iterator[Report]:
    rows = {
        finding.source.row: {
            "unit": finding.unit,
            "dimension": DIMENSIONS[finding.dimension],
            "kinds": "、".join(finding.kinds),
            "criticised": "单位",
            "document": "示效〔2026〕9号",
            "published_on": DAY.isoformat(),
        }
        for finding in findings
    }
    header = {"record_number": "CC-1", "checked_on": DAY.isoformat()}
    yield report("spot_check", "党办", receipt="cc", findings=_rows("评分", rows, header))


def _ballots(batches: Iterable[BallotBatch]) -> Iterator[Report]:
    forms = {"social": "social_evaluation", "public": "public_ballots"}
    by_report: defaultdict[tuple[str, str, str], list[BallotBatch]] = defaultdict(list)
    for batch in batches:
        by_report[forms[batch.channel], batch.unit, batch.submission].append(batch)
    for (form, unit, receipt), batches_of_report in by_report.items():
        issued = [
            {"unit": unit, "group": b.group, "issued": str(b.issued)}
            for b in batches_of_report
            if b.issued is not None
        ]
        rows = {
            ballot.row: {
                "unit": unit,
                "group": batch.group,
                **{key: "、".join(marks) for key, marks in ballot.marks.items()},
            }
            for batch in batches_of_report
            for ballot in batch.ballots
        }
        yield report(
            form,
            unit if form == "social_evaluation" else "党办",
            receipt=receipt,
            batches=sheet("发放情况", *issued),
            ballots=_rows("测评票", rows),
        )


def _documents(documents: Iterable[BonusDocument]) -> Iterator[Report]:
    by_number: defaultdict[str, dict[int, Values]] = defaultdict(dict)
    for document in documents:
        values = {"kind": "表彰", "unit": document.unit, "tier": document.tier}
        by_number[document.number][document.source.row] = values
    for number, rows in by_number.items():
        header = {"document": number, "issued_on": DAY.isoformat()}
        yield report("decision", "党办", receipt="bz", matters=_rows("评分", rows, header))
