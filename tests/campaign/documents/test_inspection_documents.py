"""The bulletin of a quarter's inspection: what it says beside a place, and what was good or bad."""

import datetime as dt
from fractions import Fraction

from adapters.documents.docx import render_docx
from campaign.documents.imprint import Imprint
from campaign.documents.inspection_documents import inspection_bulletin
from campaign.monitoring.inspections import InspectedUnit, InspectionRank, QuarterInspection
from tests.support.open_documents import opened, text_of

DAY = dt.date(2026, 7, 9)


def place(
    unit: str,
    points: Fraction | None,
    rank: int | None,
    *,
    tied: bool = False,
    bonuses: tuple[str, ...] = (),
    vetoes: tuple[str, ...] = (),
) -> InspectionRank:
    inspected = InspectedUnit(
        unit=unit, receipt=unit, on=DAY, points=points, bonuses=bonuses, disqualified=vetoes
    )
    return InspectionRank(inspected=inspected, rank=rank, tied=tied)


def printed(*ranks: InspectionRank) -> bytes:
    imprint = Imprint(issuer="局", campaign="活动", dated=DAY)
    quarter = QuarterInspection(ranks=ranks, not_inspected=())
    return render_docx(inspection_bulletin(quarter, imprint, "2026年第二季度", DAY, str))


def test_it_is_said_why_a_place_has_no_rank_or_shares_it_or_follows_on_equal_figures() -> None:
    data = printed(
        place("甲", Fraction(90), 1, tied=True),
        place("乙", Fraction(90), 1, tied=True),
        place("丙", Fraction(89999, 1000), 3, tied=True),
        place("丁", Fraction(80), 4),
        place("戊", Fraction(79999, 1000), 5),
        place("己", Fraction(80), None, vetoes=("被通报批评",)),
        place("庚", None, None),
    )
    [table] = opened(data).tables
    assert [(row.cells[2].text, row.cells[4].text) for row in table.rows[1:]] == [
        ("90.00", "并列"),
        ("90.00", "并列"),
        ("90.00", "并列，与上一名得分相差不足0.01分"),
        ("80.00", ""),
        ("80.00", "与上一名得分相差不足0.01分"),
        ("80.00", "一票否决，不参加排名"),
        ("—", "没有应得分，不参加排名"),
    ]


def test_what_was_good_is_said_of_those_alone_who_are_not_disqualified() -> None:
    text = text_of(
        printed(
            place("甲", Fraction(90), 1, bonuses=("上门办理", "延时服务")),
            place("乙", Fraction(99), None, bonuses=("代办",), vetoes=("被曝光", "被通报批评")),
            place("丙", Fraction(70), None, vetoes=("被曝光",)),
        )
    )
    assert "甲：上门办理；延时服务。" in text
    assert "代办" not in text
    assert "有一票否决情形的：乙（被曝光；被通报批评）、丙（被曝光）。" in text
