"""The office's hand: accepting a file by naming it, taking a submission out of force."""

import io

import pytest
from openpyxl import load_workbook

from campaign.seal import Identity
from tasks.answering import Outcome
from tasks.claiming import LEASE
from tasks.claims import Claim
from tasks.examining import Examined, Hand
from tasks.filling import fill
from tasks.hand import UnknownFileError, accept, withdraw
from tasks.readers import Readers
from tasks.tables import drops, events, outbox, submissions
from tests.office import NOW, Bureau

HAND = Hand(by="秦朗", why="该单位电脑送修，用自制表格补报")


def identity(bureau: Bureau, unit: str, period: str = "2026-06") -> Identity:
    return Identity(form="study", version=1, unit=unit, period=period, serial="")


def test_a_file_in_a_foreign_folder_is_accepted_when_the_office_says_what_it_is(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB01"))
    [returned] = bureau.sweep(readers)
    assert returned.reasons == ("放错了文件夹",)

    reply = accept(bureau.office, returned.receipt, identity(bureau, "ZB01"), HAND, NOW)

    assert (reply.outcome, reply.unit) == (Outcome.ACCEPTED_BY_HAND, "ZB01")
    assert [d.outcome for d in bureau.rows(drops)] == ["returned", "accepted"]
    [submission] = bureau.rows(submissions)
    assert submission.unit == "ZB01" and submission.in_force
    message = bureau.rows(outbox)[-1]
    assert message.kind == "accepted" and HAND.why in message.text
    assert [e.actor for e in bureau.rows(events) if e.kind == "answered"] == ["系统", "秦朗"]


def test_the_office_says_what_a_file_is_not_that_it_is_right(
    bureau: Bureau, readers: Readers
) -> None:
    rows = bureau.study_rows("ZB01")
    rows["sessions"][0]["held_on"] = "乱写"
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB01", rows=rows))
    [returned] = bureau.sweep(readers)

    reply = accept(bureau.office, returned.receipt, identity(bureau, "ZB01"), HAND, NOW)

    assert (reply.outcome, reply.reasons) == (Outcome.RETURNED, ("不是有效日期",))
    assert bureau.rows(submissions) == []


def test_a_file_from_anywhere_can_be_accepted_by_its_path(bureau: Bureau) -> None:
    path = bureau.home.root / "桌面上的.xlsx"
    path.write_bytes(bureau.study("ZB01"))

    reply = accept(bureau.office, str(path), identity(bureau, "ZB01"), HAND, NOW)

    assert reply.outcome is Outcome.ACCEPTED_BY_HAND
    assert path.exists(), "only files of the inbox are taken away"


def fail(claim: Claim) -> Examined:
    """Stand for a mistake in the software."""
    raise RuntimeError(claim.receipt)


def test_a_file_that_was_set_aside_is_accepted_and_no_longer_waits(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    with monkeypatch.context() as broken:
        broken.setattr("tasks.sweep.examine_here", fail)
        [aside] = bureau.sweep(readers)
    assert aside.outcome is Outcome.ASIDE

    reply = accept(bureau.office, aside.receipt, identity(bureau, "ZB01"), HAND, NOW)

    assert reply.outcome is Outcome.ACCEPTED_BY_HAND
    assert [drop.state for drop in bureau.rows(drops)] == ["answered", "answered"]


@pytest.mark.parametrize("file", ["HZ26-999999", "没有这个文件.xlsx"])
def test_a_file_that_is_not_there_is_said_so(bureau: Bureau, file: str) -> None:
    with pytest.raises(UnknownFileError, match=file):
        accept(bureau.office, file, identity(bureau, "ZB01"), HAND, NOW)


def test_a_withdrawn_submission_gives_way_to_the_one_before(
    bureau: Bureau, readers: Readers
) -> None:
    first = bureau.study("ZB01")
    bureau.drop("一.xlsx", first)
    bureau.sweep(readers)
    second = bureau.study("ZB01", rows=bureau.study_rows("ZB01", seed=2))
    bureau.drop("二.xlsx", second)
    [mistake] = bureau.sweep(readers)

    assert withdraw(bureau.office, mistake.receipt, HAND, NOW) == (2, 1)

    assert [(s.version, s.in_force) for s in bureau.rows(submissions)] == [(1, True), (2, False)]
    message = bureau.rows(outbox)[-1]
    assert message.kind == "withdrawn" and HAND.why in message.text
    with pytest.raises(UnknownFileError):
        withdraw(bureau.office, mistake.receipt, HAND, NOW)

    bureau.drop("又二.xlsx", second)
    [again] = bureau.sweep(readers)
    assert again.outcome is Outcome.DUPLICATE, (
        "what the office withdrew does not come back by itself"
    )
    by_hand = accept(bureau.office, mistake.receipt, identity(bureau, "ZB01"), HAND, NOW)
    assert by_hand.outcome is Outcome.ACCEPTED_BY_HAND
    assert [s.version for s in bureau.rows(submissions) if s.in_force] == [3]


def test_after_the_only_version_is_withdrawn_the_report_is_owed_again(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("一.xlsx", bureau.study("ZB01"))
    [only] = bureau.sweep(readers)

    assert withdraw(bureau.office, only.receipt, HAND, NOW) == (1, 0)

    assert "请按规定重新报送" in bureau.rows(outbox)[-1].text


def test_a_complaint_s_withdrawal_names_no_form_and_no_unit(
    bureau: Bureau, readers: Readers
) -> None:
    blank, case = bureau.blank("complaint", "党办", number=1), bureau.complaint("TS-2026-001")
    assert blank != case and fill(bureau.form("complaint"), blank) != case
    bureau.drop("保密/一.xlsx", case)
    [registered] = bureau.sweep(readers)

    withdraw(bureau.office, registered.receipt, HAND, NOW)

    assert "投诉" not in bureau.rows(outbox)[-1].text


def test_an_act_that_is_interrupted_leaves_nothing_that_a_sweep_would_do_in_its_place(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB01"))
    [returned] = bureau.sweep(readers)

    def die(*_: object) -> Examined:
        raise KeyboardInterrupt

    for step in ("_examine", "_enter", "_numbered", "record_within"):
        with monkeypatch.context() as killed:
            killed.setattr(f"tasks.hand.{step}", die)
            with pytest.raises(KeyboardInterrupt):
                accept(bureau.office, returned.receipt, identity(bureau, "ZB01"), HAND, NOW)
        bureau.now += LEASE * 2
        assert bureau.sweep(readers) == []

    accept(bureau.office, returned.receipt, identity(bureau, "ZB01"), HAND, NOW)
    assert [e.actor for e in bureau.rows(events) if e.kind == "answered"] == ["系统", "秦朗"]


def test_a_copy_that_is_returned_by_hand_carries_its_own_receipt_number(
    bureau: Bureau, readers: Readers
) -> None:
    rows = bureau.study_rows("ZB01")
    rows["sessions"][0]["held_on"] = "乱写"
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB01", rows=rows))
    [returned] = bureau.sweep(readers)

    reply = accept(bureau.office, returned.receipt, identity(bureau, "ZB01"), HAND, NOW)

    [copy] = (bureau.home.returned / "ZB01").glob(f"{reply.receipt}*.xlsx")
    opinions = load_workbook(io.BytesIO(copy.read_bytes()))["修改意见"]
    assert any(reply.receipt in str(cell.value) for row in opinions.iter_rows() for cell in row)
