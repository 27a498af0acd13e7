"""Bulletins (通报): the month's study (S9 to S15) and the quarter's inspection (S39)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from campaign.documents.imprint import Imprint


@dataclass(frozen=True, kw_only=True, slots=True)
class StudyLine:
    """A unit's month: sessions held, who came of those who should, who made up for it."""

    unit: str
    sessions: int
    should_attend: int
    attended: int
    made_up: int
    still_to_make_up: int
    timeliness: str

    @property
    def attendance_pct(self) -> str:
        """Attendance in per cent, rounded to whole ones, — where nobody should have come."""
        if not self.should_attend:
            return "—"
        return f"{(200 * self.attended + self.should_attend) // (2 * self.should_attend)}%"


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicProgress:
    """How many units have studied a topic that all must study."""

    name: str
    studied: int
    units: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StudyBulletin:
    """The facts of ``study_bulletin``; ``period`` is as staff write it (2026年6月).

    ``not_filed`` are units whose report is missing, with whether one was returned; ``make_up``
    says of units how many people still have to make up, and for how many sessions; it goes to
    everybody and names nobody. ``last_month``: no report follows in which making up could be told.
    ``absences``: somebody stayed away without leave. ``topics_by``: until when the topics that not
    all have studied should be, None where there are none or they share no day.
    """

    imprint: Imprint
    period: str
    owed: int
    filed_on_time: int
    filed_late: int
    lines: tuple[StudyLine, ...]
    not_filed: tuple[tuple[str, bool], ...] = ()
    topics: tuple[TopicProgress, ...] = ()
    make_up: tuple[tuple[str, int, int], ...] = ()
    last_month: bool = False
    absences: bool = False
    topics_by: dt.date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InspectionLine:
    """A unit's place in the quarter; ``red_flag`` (流动红旗) is awarded, not derived here.

    ``tied``: it shares its rank. ``close``: its points are not those of the place before, but are
    shown alike. Those ``disqualified`` and those without ``points`` have no rank.
    """

    rank: int | None
    unit: str
    points: Decimal | None
    red_flag: bool = False
    tied: bool = False
    close: bool = False
    disqualified: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class InspectionFinding:
    """Something that an inspected unit has to put right."""

    unit: str
    finding: str
    due: dt.date


@dataclass(frozen=True, kw_only=True, slots=True)
class InspectionBulletin:
    """The facts of ``inspection_bulletin``; ``period`` is as staff write it (2026年第二季度).

    ``strengths`` are units with what earned them more, ``vetoes`` those with the circumstances
    that disqualify them (一票否决).
    """

    imprint: Imprint
    period: str
    lines: tuple[InspectionLine, ...]
    strengths: tuple[tuple[str, tuple[str, ...]], ...] = ()
    findings: tuple[InspectionFinding, ...] = ()
    vetoes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    not_inspected: tuple[str, ...] = ()

    @property
    def red_flags(self) -> tuple[str, ...]:
        """The units that the red flag goes to."""
        return tuple(line.unit for line in self.lines if line.red_flag)
