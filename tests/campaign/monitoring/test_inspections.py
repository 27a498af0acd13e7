"""The quarter's ranking, its flags, and the numbers under which findings enter the ledgers."""

from fractions import Fraction

import pytest

from campaign.monitoring.inspections import UNEXPLAINED, QuarterInspection, inspect_quarter
from campaign.reports.report import Report
from campaign.scoring.evidence import Criticism
from tests.support.samples.reports import RECEIVED, report, sheet

OWED = ("DW01", "DW02", "DW03", "DW04")


def inspected(
    unit: str, got: str, possible: str = "100", bonus: str = "", flag: str = ""
) -> Report:
    """Return an inspection with one line, perhaps a bonus, perhaps a circumstance."""
    line = {"dimension": "服务", "item": "首问负责", "possible": possible, "got": got}
    more = [{"dimension": "服务", "item": "受表彰", "most": "2", "got": bonus}] if bonus else []
    flags = [{"flag": flag, "found": "是", "facts": "某人某事"}] if flag else []
    return report(
        "inspection",
        unit,
        period="2026-Q2",
        receipt=f"r-{unit}",
        items=sheet("检查评分", line),
        bonus=sheet("加分项目", *more),
        red_flags=sheet("一票否决情形", *flags),
    )


def ranked(*reports: Report, criticisms: tuple[Criticism, ...] = ()) -> QuarterInspection:
    return inspect_quarter(reports, criticisms, OWED, red_flags=2)


@pytest.mark.parametrize(
    ("marks", "places", "why"),
    [
        (
            {"DW01": ("90",), "DW02": ("95",), "DW03": ("80",)},
            "DW02 1 flag, DW01 2 flag, DW03 3",
            "the first two get the flag",
        ),
        (
            {"DW01": ("90",), "DW02": ("95",), "DW03": ("90",)},
            "DW02 1 flag, DW01 2 flag, DW03 2 flag",
            "all that share the last flag get it",
        ),
        (
            {"DW01": ("95",), "DW02": ("95",), "DW03": ("90",)},
            "DW01 1 flag, DW02 1 flag, DW03 3",
            "after two that share the first place there is no second",
        ),
        (
            {"DW01": ("2", "3"), "DW02": ("20000", "30001")},
            "DW01 1 flag, DW02 2 flag",
            "compared exactly, however alike they look",
        ),
        (
            {"DW01": ("99", "100", "2"), "DW02": ("100",)},
            "DW01 1 flag, DW02 2 flag",
            "bonus points count, above a hundred too",
        ),
        (
            {"DW01": ("99", "100", "", "发生安全责任事故"), "DW02": ("80",), "DW03": ("70",)},
            "DW02 1 flag, DW03 2 flag, DW01 -",
            "who is disqualified makes room",
        ),
    ],
)
def test_the_ranking(marks: dict[str, tuple[str, ...]], places: str, why: str) -> None:
    found = ranked(*(inspected(unit, *some) for unit, some in marks.items()))
    told = (
        f"{p.inspected.unit} {p.rank or '-'}{' flag' if p.red_flag else ''}" for p in found.ranks
    )
    assert ", ".join(told) == places, why


def test_the_order_of_the_reports_does_not_matter() -> None:
    reports = [inspected("DW01", "90"), inspected("DW02", "90"), inspected("DW03", "95")]
    assert ranked(*reports) == ranked(*reversed(reports))


def test_points_are_exact_and_missing_where_nothing_was_possible() -> None:
    [one, other] = ranked(inspected("DW01", "1", "3"), inspected("DW02", "0", "0")).ranks
    assert one.inspected.points == Fraction(100, 3)
    assert (other.inspected.points, other.rank) == (None, None)


def test_only_a_unit_s_own_criticism_after_a_spot_check_costs_it_the_flag() -> None:
    criticisms = (
        Criticism(unit="DW01", on=RECEIVED, document="示效〔2026〕1号"),
        Criticism(unit="DW02", person="0202", on=RECEIVED, document="示效〔2026〕2号"),
        Criticism(unit="DW03", on=RECEIVED, document="示民〔2026〕3号", after_spot_check=False),
    )
    found = ranked(*(inspected(unit, "90") for unit in OWED[:3]), criticisms=criticisms)
    flagless = {p.inspected.unit: p.inspected.disqualified for p in found.ranks if not p.red_flag}
    assert flagless == {"DW01": ("被通报批评，示效〔2026〕1号",)}
    assert found.not_inspected == ("DW04",)


def test_a_deduction_without_a_reason_is_a_finding_all_the_same() -> None:
    [(_, deduction)] = ranked(inspected("DW01", "90")).findings
    assert deduction.finding == f"首问负责：{UNEXPLAINED}"
