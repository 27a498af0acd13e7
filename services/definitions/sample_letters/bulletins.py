"""Sample circulars and bulletins, and what the office is told beside them."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from adapters.mail.messages import Letter
from campaign.definitions.definitions import Definitions
from campaign.documents.samples.frame import MEETING
from campaign.documents.study_bulletin import StudyMonth
from campaign.monitoring.inspections import (
    InspectedUnit,
    InspectionDeduction,
    InspectionRank,
    QuarterInspection,
)
from campaign.monitoring.rectification import RectificationDemand
from campaign.monitoring.study import Attendance, PersonStudy
from services.definitions.sample_letters.frame import DAY, FILES, statuses_of

DEMAND = RectificationDemand(
    unit="DW01",
    period="2026-Q2",
    number="DW01-003",
    item="工作纪律和到岗情况",
    serial="JC26-DW01-Q2-8KQR",
    due=DAY,
)


def bulletins(definitions: Definitions) -> Iterator[Letter]:
    """Return a letter of each kind, with everything and bare."""
    yield from _circulars(definitions)
    yield from _study(definitions)
    yield from _inspections()


def _circulars(definitions: Definitions) -> Iterator[Letter]:
    yield Letter(kind="scheme", attachments=FILES[:1])
    facts = {"obligation": definitions.plan.obligations[0], "due": DAY}
    yield Letter(kind="evaluation", facts=facts, attachments=FILES)
    bare = replace(MEETING, attendees=(), preparations=())
    for meeting, moved in ((MEETING, 1), (bare, 0)):
        facts = {"meeting": meeting, "moved": moved}
        yield Letter(kind="meeting", facts=facts, attachments=FILES)


_MISSED = Attendance(
    person=("ZB01", "00101"), name="张三", period="2026-06", session=1, held_on=DAY, status="缺席"
)
_ABSENTEE = PersonStudy(
    unit="ZB01",
    name="张三",
    attended=1,
    on_leave=0,
    absent=1,
    made_up=0,
    still_open=(_MISSED,),
)
_BARE_MONTH = StudyMonth(
    label="2026年6月",
    is_last=False,
    statuses=(),
    lines=(),
    attendances=(),
    people=(),
    open=(),
    studied={},
)


def _study(definitions: Definitions) -> Iterator[Letter]:
    bare = _BARE_MONTH
    full = replace(
        bare,
        is_last=True,
        statuses=statuses_of(definitions),
        people=(_ABSENTEE,),
        open=(_MISSED,),
        studied={"《来自身边的警示》": {}},
    )
    for month in (full, bare, replace(bare, statuses=statuses_of(definitions))):
        yield Letter(kind="study_circular", facts={"month": month}, attachments=FILES[:1])
        yield Letter(kind="study_warning", facts={"month": month}, attachments=FILES[:1])


def _inspections() -> Iterator[Letter]:
    deduction = InspectionDeduction(dimension="作风", item="到岗情况", reason="", lost=Decimal(5))
    inspected = InspectedUnit(
        unit="DW01", receipt="HZ26-1", on=DAY, points=Fraction(95), deductions=(deduction,)
    )
    place = InspectionRank(inspected=inspected, rank=1, red_flag=True)
    full = QuarterInspection(ranks=(place,), not_inspected=("DW02",))
    bare = QuarterInspection(ranks=(), not_inspected=())
    for quarter, has_findings in ((full, True), (bare, False)):
        facts = {
            "period": "2026-Q2",
            "quarter": quarter,
            "unexplained": [("DW01", 1)] if has_findings else [],
            "unentered": [DEMAND] if has_findings else [],
        }
        yield Letter(kind="inspected", facts=facts, attachments=FILES)
        facts = {"period": "2026-Q2", "has_findings": has_findings}
        yield Letter(kind="inspection_circular", facts=facts, attachments=FILES)
