"""Tells which findings are one matter, and which entry of a document is the one that counts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from campaign.definitions.appraisal_plan import Appraisal
from campaign.reports.report import Report
from campaign.scoring.channels import heaviest_kind
from campaign.scoring.evidence import PUBLISHED, BonusDocument, Criticism, Source, SpotFinding
from campaign.values.document_numbers import document_key

_NOWHERE = Source("", "", "", 0)


def distinct_matters(
    findings: Iterable[SpotFinding], criticisms: Iterable[Criticism], appraisal: Appraisal
) -> tuple[SpotFinding, ...]:
    """Return the findings, those marked that repeat a matter which another deducts for.

    Findings of a unit that bear one number of the ledger, or lie under one published document,
    are one matter: the heaviest deducts, of equals the earliest. A criticism of a unit that no
    finding records is a finding in the plan's dimension for it, if the plan has one.
    """
    recorded = list(findings)
    findings = [*recorded, *_unrecorded(recorded, criticisms, appraisal)]
    points = {deduction.kind: deduction.points for deduction in appraisal.spot_deductions}
    counting = {
        min(group, key=lambda at: _weight(findings[at], points)) for group in _groups(findings)
    }
    return tuple(
        finding if at in counting else replace(finding, repeated=True)
        for at, finding in enumerate(findings)
    )


def _unrecorded(
    findings: Iterable[SpotFinding], criticisms: Iterable[Criticism], appraisal: Appraisal
) -> list[SpotFinding]:
    recorded = {
        (finding.unit, document_key(finding.document))
        for finding in findings
        if PUBLISHED in finding.deductible
    }
    return [
        SpotFinding(
            unit=criticism.unit,
            dimension=appraisal.criticism_dimension,
            kinds=(PUBLISHED,),
            found_on=criticism.on,
            source=criticism.source or _NOWHERE,
            document=criticism.document,
        )
        for criticism in criticisms
        if appraisal.criticism_dimension
        and criticism.after_spot_check
        and not criticism.person
        and (criticism.unit, document_key(criticism.document)) not in recorded
    ]


def _weight(finding: SpotFinding, points: Mapping[str, Decimal]) -> tuple[object, ...]:
    kind = heaviest_kind(finding, points)
    cost = points[kind] if kind else Decimal(0)
    return -cost, finding.found_on, finding.source, finding.dimension


def _groups(findings: list[SpotFinding]) -> list[set[int]]:
    """Return the indexes of the findings that are one matter each, by number or by document."""
    group_of: dict[int, set[int]] = {at: {at} for at in range(len(findings))}
    first: dict[tuple[str, str, str], int] = {}
    for at, finding in enumerate(findings):
        keys = (("matter", finding.matter), ("document", document_key(finding.document)))
        for name, number in keys if not finding.personal else keys[:1]:
            if number:
                other = first.setdefault((finding.unit, name, number), at)
                merged = group_of[at] | group_of[other]
                group_of |= dict.fromkeys(merged, merged)
    return list({id(group): group for group in group_of.values()}.values())


def latest_documents(
    documents: Iterable[BonusDocument], reports: Iterable[Report]
) -> tuple[BonusDocument, ...]:
    """Return the documents, those marked that a later report entered for the unit anew."""
    order = {report.receipt: (report.received_on, report.receipt) for report in reports}
    by_number: defaultdict[tuple[str, str], list[BonusDocument]] = defaultdict(list)
    for document in documents:
        by_number[document.unit, document_key(document.number)].append(document)
    last = {
        key: max((document.source.submission for document in same), key=order.__getitem__)
        for key, same in by_number.items()
    }
    return tuple(
        replace(document, replaced=document.source.submission != last[key])
        for key, same in by_number.items()
        for document in same
    )
