"""Makes up a year of evidence with every case that the rules of scoring tell apart.

For tests and benchmarks of scoring: it goes around the reports, so that thousands of units take
seconds. The same seed gives the same year.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from campaign.definitions.applicability import (
    INSPECTIONS,
    PUBLIC,
    RATINGS,
    SELF,
    SOCIAL,
    SPOT,
)
from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.plan import Obligation, Plan
from campaign.definitions.roster import Roster, Unit
from campaign.scoring.collect import CollectedEvidence
from campaign.scoring.evidence import (
    Ballot,
    BallotBatch,
    BonusDocument,
    Criticism,
    Evidence,
    Filing,
    InspectionItem,
    KeyRectification,
    Lapse,
    Rating,
    SelfScore,
    Source,
    SpotFinding,
    SpotVisit,
    VetoRecord,
)

DIMENSIONS = ("service", "efficiency", "quality", "style", "image")
FORMS: Mapping[str, frozenset[str]] = {
    "支部": frozenset({SELF, RATINGS, SPOT, SOCIAL, PUBLIC}),
    "单位": frozenset({INSPECTIONS, SPOT, SOCIAL, PUBLIC}),
}
"""The forms that feed each class, as the sample plan has them."""

_GROUPS = ("党代表", "人大代表", "政协委员", "服务对象", "国有企业", "民营企业")
_MARKS = ("满意", "基本满意", "不满意", "不了解")
_KINDS = ("不作为", "慢作为", "乱作为", "其他", "通报批评", "不在方案内")
DAY = dt.date(2026, 9, 1)
"""The day of every finding and decision of the year."""


@dataclass(frozen=True, kw_only=True)
class EvidenceYear:
    """A year of evidence: who takes part, which forms feed each class, what was recorded."""

    units: tuple[Unit, ...]
    forms: Mapping[str, frozenset[str]]
    evidence: Evidence
    vetoes: tuple[VetoRecord, ...] = ()
    criticisms: tuple[Criticism, ...] = ()
    key_rectifications: tuple[KeyRectification, ...] = ()

    def collected(self) -> CollectedEvidence:
        """Return the year as if it had been collected from reports."""
        return CollectedEvidence(
            evidence=self.evidence,
            vetoes=self.vetoes,
            criticisms=self.criticisms,
            key_rectifications=self.key_rectifications,
        )

    def roster(self) -> Roster:
        """Return a roster of the year's units, without people."""
        return Roster(units=self.units, people=(), leading_group=())


def plan_with_forms(plan: Plan, forms: Mapping[str, frozenset[str]] = FORMS) -> Plan:
    """Return a plan whose obligations are just the forms that feed each class."""
    obligations = tuple(
        Obligation(
            key=form,
            name=form,
            form=form,
            classes=tuple(name for name, of_class in forms.items() if form in of_class),
        )
        for form in sorted(frozenset().union(*forms.values()))
    )
    return plan.model_copy(update={"obligations": obligations})


def make_unit(code: str, unit_class: str = "支部") -> Unit:
    """Return a unit of that code."""
    return Unit.model_validate({"code": code, "name": f"单位{code}", "unit_class": unit_class})


class _Generator:
    """Draws the entries of a year; rows are numbered in the order in which they are made."""

    def __init__(self, seed: int, units: tuple[Unit, ...], respondents: int) -> None:
        self.random = Random(seed)  # noqa: S311 - made-up figures, no secrets
        self.units = units
        self.respondents = respondents
        self.row = 0

    def source(self, submission: str) -> Source:
        self.row += 1
        return Source(submission, f"{submission}.xlsx", "评分", self.row)

    def points(self) -> Decimal:
        return Decimal(self.random.randrange(550, 1000)) / 10

    def likely(self, probability: float) -> bool:
        return self.random.random() < probability

    def self_scores(self) -> list[SelfScore]:
        return [
            SelfScore(
                unit=u.code, dimension=d, value=self.points(), source=self.source(f"zp-{u.code}")
            )
            for u in self.units
            if self.likely(0.9)
            for d in DIMENSIONS
        ]

    def ratings(self, rated_by_each: int) -> list[Rating]:
        ratings = []
        for rater in self.units:
            flat = self.points() if self.likely(0.1) else None
            others = self.random.sample(self.units, min(rated_by_each, len(self.units)))
            for rated in others:
                ratings += [
                    Rating(
                        rater=rater.code,
                        unit=rated.code,
                        dimension=d,
                        value=flat or self.points(),
                        source=self.source(f"hp-{rater.code}"),
                    )
                    for d in DIMENSIONS
                    if self.likely(0.95)
                ]
        return ratings

    def inspections(self) -> list[InspectionItem]:
        return [
            InspectionItem(
                unit=u.code,
                period=quarter,
                dimension=d,
                possible=possible,
                got=Decimal(self.random.randrange(0, 41)) / 4,
                source=self.source(f"jc-{u.code}-{quarter}"),
                document="" if possible else f"示民〔2026〕{len(quarter) + len(d)}号",
            )
            for u in self.units
            for quarter in ("2026-Q2", "2026-Q3", "2026-Q4")
            if self.likely(0.8)
            for d in DIMENSIONS
            for possible in (Decimal(10), Decimal(10), Decimal(0))
            if self.likely(0.8)
        ]

    def findings(self) -> list[SpotFinding]:
        return [
            SpotFinding(
                unit=u.code,
                dimension=self.random.choice(DIMENSIONS),
                kinds=tuple(self.random.sample(_KINDS, self.random.choice((1, 1, 2)))),
                found_on=DAY,
                source=self.source("cc"),
            )
            for u in self.units
            for _ in range(self.random.choice((0, 0, 1, 3, 30)))
        ]

    def visits(self) -> list[SpotVisit]:
        return [
            SpotVisit(unit=u.code, source=Source("cc", "cc.xlsx", "抽查情况", 0))
            for at, u in enumerate(self.units)
            if at % 3
        ]

    def batches(self, channel: str) -> list[BallotBatch]:
        batches = []
        for u in self.units:
            if self.likely(0.1):
                continue
            for group in self.random.sample(_GROUPS, self.random.randrange(1, 4)):
                size = self.random.randrange(1, self.respondents)
                batches.append(
                    BallotBatch(
                        channel=channel,
                        unit=u.code,
                        group=group,
                        ballots=tuple(self.ballot(row) for row in range(size)),
                        returned=size,
                        issued=self.random.choice((None, size, size + 3, size - 1)),
                        submission=f"{channel}-{u.code}",
                        file=f"{channel}-{u.code}.xlsx",
                        sheet=group,
                    )
                )
        return batches

    def ballot(self, row: int) -> Ballot:
        marks: dict[str, tuple[str, ...]] = {}
        for dimension in DIMENSIONS:
            drawn = self.random.random()
            if drawn < 0.03:
                marks[dimension] = ("满意", "不满意")
            elif drawn < 0.95:
                marks[dimension] = (self.random.choice(_MARKS),)
        return Ballot(row=row, marks=marks, count=self.random.choice((1, 1, 1, 2)))

    def documents(self, tiers: tuple[str, ...]) -> list[BonusDocument]:
        return [
            BonusDocument(
                unit=u.code,
                number=f"示民〔2026〕{self.random.randrange(1, 6)}号",
                tier=self.random.choice((*tiers, "不在方案内")),
                source=self.source("bz"),
            )
            for u in self.units
            for _ in range(self.random.randrange(0, 4))
        ]

    def filings(self) -> dict[tuple[str, str], Filing]:
        return {
            (u.code, form): self.random.choice(list(Filing))
            for u in self.units
            for form in (SELF, SOCIAL)
        }

    def units_drawn(self) -> list[str]:
        return [u.code for u in self.units if self.likely(0.15)]


def make_evidence_year(
    seed: int,
    size: int,
    appraisal: Appraisal,
    *,
    forms: Mapping[str, frozenset[str]] = FORMS,
    rated_by_each: int = 8,
    respondents: int = 14,
) -> EvidenceYear:
    """Return a year of ``size`` units, half of each class.

    Each unit rates ``rated_by_each`` units; a group returns fewer than ``respondents`` ballots.
    """
    units = tuple(make_unit(f"U{n:05d}", "支部" if n % 2 else "单位") for n in range(size))
    generator = _Generator(seed, units, respondents)
    evidence = Evidence(
        self_scores=tuple(generator.self_scores()),
        ratings=tuple(generator.ratings(rated_by_each)),
        inspections=tuple(generator.inspections()),
        findings=tuple(generator.findings()),
        visits=tuple(generator.visits()),
        ballots=(*generator.batches("social"), *generator.batches("public")),
        documents=tuple(generator.documents(tuple(appraisal.bonus.tiers))),
        lapses=tuple(
            Lapse(unit=code, key="late", source=generator.source("cb"))
            for code in generator.units_drawn()
        ),
        filings=generator.filings(),
    )
    return EvidenceYear(
        units=units,
        forms=forms,
        evidence=evidence,
        vetoes=tuple(
            VetoRecord(unit=code, key="criticism", on=DAY, evidence="示民〔2026〕9号")
            for code in generator.units_drawn()
        ),
        criticisms=tuple(
            Criticism(unit=code, on=DAY, document="示纪〔2026〕3号")
            for code in generator.units_drawn()
        ),
        key_rectifications=tuple(
            KeyRectification(unit=code, on=DAY, document="示办〔2026〕7号")
            for code in (*generator.units_drawn(), units[0].code)
        ),
    )
