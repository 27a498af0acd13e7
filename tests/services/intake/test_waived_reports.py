"""Waivers and corrections from the dropped workbook to the receipt and the table."""

import datetime as dt
from collections.abc import Iterator

import pytest

from adapters.store.duty_histories import statuses_on
from adapters.store.engine import reading
from adapters.store.tables import outbox
from adapters.workbooks.filler import fill
from campaign.deadlines.status import SubmissionStatus
from campaign.values.dispositions import Disposition
from services.intake.process_inbox import open_readers
from tests.support.office import Bureau
from tests.support.samples.ledgers import ledger
from tests.support.samples.one_duty import day
from tests.support.samples.short_plan import shorten

STUDY = "理论学习教育情况月报表（2026年6月）"


@pytest.fixture
def office(bureau: Bureau) -> Iterator[Bureau]:
    """Give a bureau that wants June's study reports only, and locks them after 31 July."""
    months = ", ".join(f'"2026-{month:02d}"' for month in range(6, 12))
    shorten(bureau, (f"periods = [{months}]", 'periods = ["2026-06"]\nlock = 2026-07-31'))
    yield bureau


def on(bureau: Bureau, text: str) -> None:
    """Move the clock to the morning of a day; the next run opens the office."""
    moment = dt.datetime.combine(day(text), dt.time(9), tzinfo=bureau.now.tzinfo)
    bureau.later(seconds=(moment - bureau.now).total_seconds())


def waiver(bureau: Bureau, unit: str, until: str, number: int = 1) -> bytes:
    row = {
        "unit": unit,
        "obligation": "每月学习教育",
        "period": "2026年6月",
        "why": "全员参加援建",
        "expires_on": f"2026-{until}",
    }
    approver = bureau.people("党办")[0].name
    header = {
        "number": f"MB-2026-{number:02d}",
        "approved_by": approver,
        "approved_on": bureau.now.date().isoformat(),
    }
    blank = bureau.blank("waiver", "党办", number=number)
    return fill(bureau.form("waiver"), blank, {"waivers": [row]}, header)


def study(bureau: Bureau, text: str, unit: str = "ZB01") -> SubmissionStatus:
    with reading(bureau.context.engine) as connection:
        found = statuses_on(connection, bureau.context.definitions, day(text))
    [standing] = [s for s in found if s.duty.key == (unit, "study", "2026-06")]
    return standing


def test_a_waiver_opens_the_lock_until_it_expires(office: Bureau) -> None:
    on(office, "08-03")
    office.drop("ZB01/六月.xlsx", office.study("ZB01"))
    assert _sweep(office) == [Disposition.RETURNED]
    assert "7月31日封账" in office.rows(outbox)[-1].text

    office.drop("党办/免报.xlsx", waiver(office, "ZB01", "08-10"))
    assert _sweep(office) == [Disposition.ACCEPTED], office.rows(outbox)[-1].text
    on(office, "08-04")
    rows = office.study_rows("ZB01")
    rows["sessions"][0]["summary"] = "补报的学习内容，逐人发言"
    office.drop("ZB01/补报.xlsx", office.study("ZB01", rows=rows))
    office.drop("ZB02/六月.xlsx", office.study("ZB02"))
    assert sorted(_sweep(office)) == [Disposition.ACCEPTED, Disposition.RETURNED]

    assert [study(office, d).state for d in ("08-02", "08-03", "08-04")] == [
        "locked",
        "waived",
        "on_time",
    ]
    assert study(office, "08-04", "ZB02").state == "locked"
    [receipt] = [m for m in office.rows(outbox) if m.unit == "ZB01" and m.kind == "receipt"]
    assert "报送时效：按期" in receipt.text

    office.drop("党办/免报2.xlsx", waiver(office, "ZB02", "08-05", number=2))
    _sweep(office)
    on(office, "08-06")
    office.drop("ZB02/又报.xlsx", office.study("ZB02", rows=office.study_rows("ZB02", seed=2)))
    assert _sweep(office) == [Disposition.RETURNED]
    assert study(office, "08-06", "ZB02").state == "waived", "it cannot be filed any more"


def test_a_receipt_does_not_ask_for_what_is_waived(office: Bureau) -> None:
    on(office, "07-06")
    office.drop("党办/免报.xlsx", waiver(office, "ZB01", "07-31"))
    assert _sweep(office) == [Disposition.ACCEPTED]
    on(office, "07-10")
    assert STUDY not in _receipt(office, "ZB01")
    assert f"{STUDY}，2026年7月7日截止，已逾期3天" in _receipt(office, "ZB02")


def test_a_report_that_may_still_be_corrected_is_overdue_nowhere(office: Bureau) -> None:
    on(office, "07-07")
    office.drop("ZB01/六月.xlsx", office.study("ZB01", rows={}))
    assert _sweep(office) == [Disposition.RETURNED]

    on(office, "07-10")
    assert study(office, "07-10").state == "returned"
    text = _receipt(office, "ZB01")
    assert f"{STUDY}，2026年7月7日截止" in text and f"{STUDY}，2026年7月7日截止，" not in text

    on(office, "07-13")
    assert study(office, "07-13").state == "missing"
    assert f"{STUDY}，2026年7月7日截止，已逾期6天" in _receipt(office, "ZB01", "又有进展")
    office.drop("ZB01/改正.xlsx", office.study("ZB01"))
    assert _sweep(office) == [Disposition.ACCEPTED]
    assert "报送时效：逾期" in office.rows(outbox)[-1].text
    assert study(office, "07-13").state == "late"


def _receipt(office: Bureau, unit: str, progress: str = "告知单已启用") -> str:
    """Let a unit file something else, and return the text of its receipt."""
    office.drop(f"{unit}/台账.xlsx", ledger(office, unit, progress))
    assert _sweep(office) == [Disposition.ACCEPTED]
    return str(office.rows(outbox)[-1].text)


def _sweep(office: Bureau) -> list[Disposition]:
    """Sweep with readers of its own, that know what the office knows now."""
    with open_readers(office.context, 1) as readers:
        return [reply.disposition for reply in office.sweep(readers)]
