"""Waivers as accepted forms grant them."""

from campaign.deadlines.waivers import waivers_of
from campaign.reports.report import Report, ReportSheet, Row
from tests.support.samples.one_duty import PLAN, day

ROW = {
    "unit": "ZB01",
    "obligation": "study",
    "period": "2026-06",
    "why": "全员援建",
    "expires_on": "2026-07-20",
}


def form(*rows: dict[str, str], key: str = "waiver") -> Report:
    sheet = ReportSheet(
        name="免报事项",
        header={"number": "MB-2026-01", "approved_by": "顾砚秋"},
        rows=tuple(Row(number=n, values=values) for n, values in enumerate(rows, start=8)),
    )
    return Report(
        receipt="HZ26-000001",
        file="",
        unit="党办",
        form=key,
        period="MB26-党办-E001-XXXX",
        received_on=day("07-02"),
        sheets={"waivers": sheet},
    )


def test_each_row_waives_one_period_of_one_obligation_from_the_day_the_form_came() -> None:
    other = {**ROW, "unit": "ZB02", "obligation": "rectification", "period": "2026-Q2"}
    found = waivers_of([form(ROW, other)], PLAN)
    assert set(found) == {("ZB01", "study", "2026-06"), ("ZB02", "rectification", "2026-Q2")}
    [waiver] = found["ZB01", "study", "2026-06"]
    assert (waiver.approved_by, waiver.why, waiver.receipt) == (
        "顾砚秋",
        "全员援建",
        "HZ26-000001",
    )
    held = [on for on in ("07-01", "07-02", "07-20", "07-21") if waiver.holds_on(day(on))]
    assert held == ["07-02", "07-20"]


def test_a_row_of_an_obligation_that_is_gone_and_other_forms_waive_nothing() -> None:
    assert waivers_of([form({**ROW, "obligation": "gone"}), form(ROW, key="study")], PLAN) == {}


def test_a_second_waiver_of_the_same_report_stands_beside_the_first() -> None:
    later = {**ROW, "expires_on": "2026-07-31"}
    found = waivers_of([form(ROW), form(later)], PLAN)
    assert [w.expires_on for w in found["ZB01", "study", "2026-06"]] == [day("07-20"), day("07-31")]
