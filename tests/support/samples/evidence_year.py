"""A made-up year of evidence, with everything in it that the rules of scoring tell apart."""

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal

from campaign.definitions.appraisal_plan import Appraisal
from campaign.definitions.roster import Unit
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
    VetoRecord,
)

DIMENSIONS = ("service", "efficiency", "quality", "style", "image")
GROUPS = ("党代表", "人大代表", "政协委员", "服务对象", "国有企业", "民营企业")
MARKS = ("满意", "基本满意", "不满意", "不了解")
BRANCH_FORMS = frozenset(
    {"self_evaluation", "mutual_evaluation", "spot_check", "social_evaluation", "public_ballots"}
)
UNIT_FORMS = frozenset({"inspection", "spot_check", "social_evaluation", "public_ballots"})
FORMS = {"支部": BRANCH_FORMS, "单位": UNIT_FORMS}
ALL_FORMS = {"支部": BRANCH_FORMS | UNIT_FORMS, "单位": BRANCH_FORMS | UNIT_FORMS}
DAY = dt.date(2026, 9, 1)


@dataclass(frozen=True, kw_only=True)
class Year:
    """A year: who takes part, what feeds their scores, and what was recorded."""

    units: tuple[Unit, ...]
    forms: dict[str, frozenset[str]]
    evidence: Evidence
    vetoes: tuple[VetoRecord, ...] = ()
    criticisms: tuple[Criticism, ...] = ()
    key_rectifications: tuple[KeyRectification, ...] = ()


def unit(code: str, unit_class: str = "支部") -> Unit:
    """Return a unit of that code."""
    return Unit.model_validate({"code": code, "name": f"单位{code}", "unit_class": unit_class})


class _Author:
    """Makes the year up; rows are numbered in the order in which they are written."""

    def __init__(self, seed: int, units: tuple[Unit, ...], respondents: int) -> None:
        self.chance = random.Random(seed)
        self.units = units
        self.respondents = respondents
        self.row = 0

    def source(self, submission: str) -> Source:
        self.row += 1
        return Source(submission, f"{submission}.xlsx", "评分", self.row)

    def mark(self) -> Decimal:
        return Decimal(self.chance.randrange(550, 1000)) / 10

    def likely(self, chance: float) -> bool:
        return self.chance.random() < chance

    def self_scores(self) -> list[SelfScore]:
        return [
            SelfScore(
                unit=u.code, dimension=d, value=self.mark(), source=self.source(f"zp-{u.code}")
            )
            for u in self.units
            if self.likely(0.9)
            for d in DIMENSIONS
        ]

    def ratings(self, rated_by_each: int) -> list[Rating]:
        found = []
        for rater in self.units:
            flat = self.mark() if self.likely(0.1) else None
            others = self.chance.sample(self.units, min(rated_by_each, len(self.units)))
            for rated in others:
                found += [
                    Rating(
                        rater=rater.code,
                        unit=rated.code,
                        dimension=d,
                        value=flat or self.mark(),
                        source=self.source(f"hp-{rater.code}"),
                    )
                    for d in DIMENSIONS
                    if self.likely(0.95)
                ]
        return found

    def inspections(self) -> list[InspectionItem]:
        return [
            InspectionItem(
                unit=u.code,
                period=quarter,
                dimension=d,
                possible=possible,
                got=Decimal(self.chance.randrange(0, 41)) / 4,
                source=self.source(f"jc-{u.code}-{quarter}"),
            )
            for u in self.units
            for quarter in ("2026-Q2", "2026-Q3", "2026-Q4")
            if self.likely(0.8)
            for d in DIMENSIONS
            for possible in (Decimal(10), Decimal(10), Decimal(0))
            if self.likely(0.8)
        ]

    def findings(self) -> list[SpotFinding]:
        kinds = ("不作为", "慢作为", "乱作为", "其他", "通报批评", "不在方案内")
        return [
            SpotFinding(
                unit=u.code,
                dimension=self.chance.choice(DIMENSIONS),
                kinds=tuple(self.chance.sample(kinds, self.chance.choice((1, 1, 2)))),
                found_on=DAY,
                source=self.source("cc"),
            )
            for u in self.units
            for _ in range(self.chance.choice((0, 0, 1, 3, 30)))
        ]

    def batches(self, channel: str) -> list[BallotBatch]:
        found = []
        for u in self.units:
            if self.likely(0.1):
                continue
            for group in self.chance.sample(GROUPS, self.chance.randrange(1, 4)):
                size = self.chance.randrange(1, self.respondents)
                found.append(
                    BallotBatch(
                        channel=channel,
                        unit=u.code,
                        group=group,
                        ballots=tuple(self.ballot(row) for row in range(size)),
                        returned=size,
                        issued=self.chance.choice((None, size, size + 3, size - 1)),
                        submission=f"{channel}-{u.code}",
                        file=f"{channel}-{u.code}.xlsx",
                        sheet=group,
                    )
                )
        return found

    def ballot(self, row: int) -> Ballot:
        marks: dict[str, tuple[str, ...]] = {}
        for dimension in DIMENSIONS:
            drawn = self.chance.random()
            if drawn < 0.03:
                marks[dimension] = ("满意", "不满意")
            elif drawn < 0.95:
                marks[dimension] = (self.chance.choice(MARKS),)
        return Ballot(row=row, marks=marks, count=self.chance.choice((1, 1, 1, 2)))

    def documents(self, tiers: tuple[str, ...]) -> list[BonusDocument]:
        return [
            BonusDocument(
                unit=u.code,
                number=f"示民〔2026〕{self.chance.randrange(1, 6)}号",
                tier=self.chance.choice((*tiers, "不在方案内")),
                source=self.source("bz"),
            )
            for u in self.units
            for _ in range(self.chance.randrange(0, 4))
        ]

    def filings(self) -> dict[tuple[str, str], Filing]:
        return {
            (u.code, form): self.chance.choice(list(Filing))
            for u in self.units
            for form in ("self_evaluation", "social_evaluation")
        }

    def drawn(self) -> list[str]:
        return [u.code for u in self.units if self.likely(0.15)]


def made_up_year(
    seed: int,
    size: int,
    appraisal: Appraisal,
    *,
    forms: dict[str, frozenset[str]] | None = None,
    rated_by_each: int = 8,
    respondents: int = 14,
) -> Year:
    """Return a year of that many units, the same for the same seed."""
    units = tuple(unit(f"U{n:05d}", "支部" if n % 2 else "单位") for n in range(size))
    author = _Author(seed, units, respondents)
    evidence = Evidence(
        self_scores=tuple(author.self_scores()),
        ratings=tuple(author.ratings(rated_by_each)),
        inspections=tuple(author.inspections()),
        findings=tuple(author.findings()),
        ballots=(*author.batches("social"), *author.batches("public")),
        documents=tuple(author.documents(tuple(appraisal.bonus.tiers))),
        lapses=tuple(
            Lapse(unit=code, key="late", source=author.source("cb")) for code in author.drawn()
        ),
        filings=author.filings(),
    )
    return Year(
        units=units,
        forms=forms or FORMS,
        evidence=evidence,
        vetoes=tuple(
            VetoRecord(unit=code, key="criticism", on=DAY, evidence="示民〔2026〕9号")
            for code in author.drawn()
        ),
        criticisms=tuple(
            Criticism(unit=code, on=DAY, document="示纪〔2026〕3号") for code in author.drawn()
        ),
        key_rectifications=tuple(
            KeyRectification(unit=code, on=DAY, document="示办〔2026〕7号")
            for code in (*author.drawn(), units[0].code)
        ),
    )
