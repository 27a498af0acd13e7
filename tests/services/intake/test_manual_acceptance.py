"""The office's hand: accepting a file by naming it, taking a submission out of force."""

import io

import pytest
from openpyxl import load_workbook

from adapters.store.tables import drops, events, outbox, submissions
from adapters.workbooks.filler import fill
from adapters.worker_pool import Readers
from campaign.problems.codes import Code
from campaign.values.acts import Actor
from campaign.values.dispositions import Disposition
from campaign.values.seal import SHEET_NAME, Identity, make_serial
from services.errors import WrongActError
from services.intake import manual_acceptance, process_inbox
from services.intake.claim import Claim
from services.intake.claim_files import LEASE
from services.intake.examining.examination import Examined
from services.intake.manual_acceptance import (
    FaultyFileError,
    UnknownFileError,
    accept_file,
    withdraw_submission,
)
from tests.support.office import NOW, Bureau

HAND = Actor(name="秦朗", reason="该单位电脑送修，用自制表格补报")


def identity(bureau: Bureau, unit: str, period: str = "2026-06") -> Identity:
    return Identity(form="study", version=1, unit=unit, period=period, serial="")


def test_a_file_in_a_foreign_folder_is_accepted_when_the_office_says_what_it_is(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB01"))
    [returned] = bureau.sweep(readers)
    assert returned.reasons == ("放错了文件夹",)

    reply = accept_file(bureau.context, returned.receipt, identity(bureau, "ZB01"), HAND, NOW)

    assert (reply.disposition, reply.unit) == (Disposition.ACCEPTED_MANUALLY, "ZB01")
    assert [d.disposition for d in bureau.rows(drops)] == ["returned", "accepted"]
    [submission] = bureau.rows(submissions)
    assert submission.unit == "ZB01" and submission.in_force
    message = bureau.rows(outbox)[-1]
    assert message.kind == "accepted" and HAND.reason in message.text
    assert [e.actor for e in bureau.rows(events) if e.kind == "answered"] == ["系统", "秦朗"]


def left(bureau: Bureau) -> tuple[object, ...]:
    """Return everything that an act could leave behind."""
    files = {path for path in bureau.home.root.rglob("*") if path.is_file()}
    kept = {path for path in files if not path.name.startswith("zuofeng.db")}
    return kept, *(bureau.rows(table) for table in (drops, submissions, outbox, events))


def test_the_office_says_what_a_file_is_not_that_it_is_right(
    bureau: Bureau, readers: Readers
) -> None:
    rows = bureau.study_rows("ZB01")
    rows["sessions"][0]["held_on"] = "乱写"
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB01", rows=rows))
    [returned] = bureau.sweep(readers)
    before = left(bureau)

    with pytest.raises(FaultyFileError) as caught:
        accept_file(bureau.context, returned.receipt, identity(bureau, "ZB01"), HAND, NOW)

    assert [found.code for found in caught.value.problems] == [Code.CELL_NOT_A_DATE]
    assert left(bureau) == before


def test_what_an_earlier_report_says_blocks_before_anything_is_written(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("保密/一.xlsx", bureau.complaint("TS-2026-001"))
    bureau.sweep(readers)
    path = bureau.home.root / "再报.xlsx"
    path.write_bytes(bureau.complaint("TS-2026-001", number=2))
    key, code = bureau.context.examiner.recognition.key, bureau.form("complaint").code
    serial = make_serial(key, form_code=code, year=2026, unit="党办", slot="E002")
    version = bureau.form("complaint").version
    named = Identity(form="complaint", version=version, unit="党办", period="", serial=serial)
    before = left(bureau)

    with pytest.raises(FaultyFileError):
        accept_file(bureau.context, str(path), named, HAND, NOW)

    assert left(bureau) == before


def test_what_is_accepted_already_is_not_accepted_again_for_anybody(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("一.xlsx", bureau.study("ZB01"))
    [accepted] = bureau.sweep(readers)
    before = left(bureau)

    for unit in ("ZB01", "ZB07"):
        with pytest.raises(WrongActError, match="已接收，不需人工接收"):
            accept_file(
                bureau.context, accepted.receipt, identity(bureau, unit), HAND, NOW, force=True
            )

    assert left(bureau) == before


def test_a_workbook_that_names_another_unit_is_accepted_by_force_only(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB01"))
    [returned] = bureau.sweep(readers)
    before = left(bureau)

    with pytest.raises(WrongActError, match=r"（ZB01）.*（ZB02）.*--force"):
        accept_file(bureau.context, returned.receipt, identity(bureau, "ZB02"), HAND, NOW)
    assert left(bureau) == before

    with pytest.raises(FaultyFileError):  # by force it is read, and is about others still
        accept_file(
            bureau.context, returned.receipt, identity(bureau, "ZB02"), HAND, NOW, force=True
        )


def test_without_a_seal_the_folder_names_the_unit(bureau: Bureau) -> None:
    workbook = load_workbook(io.BytesIO(bureau.study("ZB01")))
    del workbook[SHEET_NAME]
    buffer = io.BytesIO()
    workbook.save(buffer)
    path = bureau.drop("ZB02/自制.xlsx", buffer.getvalue())

    with pytest.raises(WrongActError, match=r"（ZB02）.*（ZB01）"):
        accept_file(bureau.context, str(path), identity(bureau, "ZB01"), HAND, NOW)

    forced = accept_file(bureau.context, str(path), identity(bureau, "ZB01"), HAND, NOW, force=True)
    assert forced.disposition is Disposition.ACCEPTED_MANUALLY


def test_a_paper_is_no_report(bureau: Bureau, readers: Readers) -> None:
    bureau.drop("ZB01/签到表.pdf", b"%PDF-1.7 made up")
    [returned] = bureau.sweep(readers)
    before = left(bureau)

    with pytest.raises(WrongActError, match="改名为以填报码开头后重新放入收件箱"):
        accept_file(bureau.context, returned.receipt, identity(bureau, "ZB01"), HAND, NOW)

    assert left(bureau) == before


def test_a_file_from_anywhere_can_be_accepted_by_its_path(bureau: Bureau) -> None:
    path = bureau.home.root / "桌面上的.xlsx"
    path.write_bytes(bureau.study("ZB01"))

    reply = accept_file(bureau.context, str(path), identity(bureau, "ZB01"), HAND, NOW)

    assert reply.disposition is Disposition.ACCEPTED_MANUALLY
    assert path.exists(), "only files of the inbox are taken away"


def fail(claim: Claim) -> Examined:
    """Stand for a mistake in the software."""
    raise RuntimeError(claim.receipt)


def test_a_file_that_was_set_aside_is_accepted_and_no_longer_waits(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    with monkeypatch.context() as broken:
        broken.setattr(process_inbox, "examine_in_worker", fail)
        [aside] = bureau.sweep(readers)
    assert aside.disposition is Disposition.QUARANTINED

    reply = accept_file(bureau.context, aside.receipt, identity(bureau, "ZB01"), HAND, NOW)

    assert reply.disposition is Disposition.ACCEPTED_MANUALLY
    assert [drop.state for drop in bureau.rows(drops)] == ["answered", "answered"]


@pytest.mark.parametrize("file", ["HZ26-999999", "没有这个文件.xlsx"])
def test_a_file_that_is_not_there_is_said_so(bureau: Bureau, file: str) -> None:
    with pytest.raises(UnknownFileError, match=file):
        accept_file(bureau.context, file, identity(bureau, "ZB01"), HAND, NOW)


def test_a_withdrawn_submission_gives_way_to_the_one_before(
    bureau: Bureau, readers: Readers
) -> None:
    first = bureau.study("ZB01")
    bureau.drop("一.xlsx", first)
    bureau.sweep(readers)
    second = bureau.study("ZB01", rows=bureau.study_rows("ZB01", seed=2))
    bureau.drop("二.xlsx", second)
    [mistake] = bureau.sweep(readers)

    assert withdraw_submission(bureau.context, mistake.receipt, HAND, NOW) == (2, 1)

    assert [(s.version, s.in_force) for s in bureau.rows(submissions)] == [(1, True), (2, False)]
    message = bureau.rows(outbox)[-1]
    assert message.kind == "withdrawn" and HAND.reason in message.text
    with pytest.raises(WrongActError, match="已经撤回"):
        withdraw_submission(bureau.context, mistake.receipt, HAND, NOW)

    bureau.drop("又二.xlsx", second)
    [again] = bureau.sweep(readers)
    assert again.disposition is Disposition.DUPLICATE, (
        "what the office withdrew does not come back by itself"
    )
    by_hand = accept_file(bureau.context, mistake.receipt, identity(bureau, "ZB01"), HAND, NOW)
    assert by_hand.disposition is Disposition.ACCEPTED_MANUALLY
    assert [s.version for s in bureau.rows(submissions) if s.in_force] == [3]


def test_after_the_only_version_is_withdrawn_the_report_is_owed_again(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("一.xlsx", bureau.study("ZB01"))
    [only] = bureau.sweep(readers)

    assert withdraw_submission(bureau.context, only.receipt, HAND, NOW) == (1, 0)

    assert "请按规定重新报送" in bureau.rows(outbox)[-1].text


def test_a_complaint_s_withdrawal_names_no_form_and_no_unit(
    bureau: Bureau, readers: Readers
) -> None:
    blank, case = bureau.blank("complaint", "党办", number=1), bureau.complaint("TS-2026-001")
    assert blank != case and fill(bureau.form("complaint"), blank) != case
    bureau.drop("保密/一.xlsx", case)
    [registered] = bureau.sweep(readers)

    withdraw_submission(bureau.context, registered.receipt, HAND, NOW)

    assert "投诉" not in bureau.rows(outbox)[-1].text


def test_an_act_that_is_interrupted_leaves_nothing_that_a_sweep_would_do_in_its_place(
    bureau: Bureau, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.drop("ZB02/六月.xlsx", bureau.study("ZB01"))
    [returned] = bureau.sweep(readers)

    def die(*_: object) -> Examined:
        raise KeyboardInterrupt

    for step in ("_examine", "_check_faults", "_enter", "record_within"):
        with monkeypatch.context() as killed:
            killed.setattr(manual_acceptance, step, die)
            with pytest.raises(KeyboardInterrupt):
                accept_file(bureau.context, returned.receipt, identity(bureau, "ZB01"), HAND, NOW)
        bureau.now += LEASE * 2
        assert bureau.sweep(readers) == []

    accept_file(bureau.context, returned.receipt, identity(bureau, "ZB01"), HAND, NOW)
    assert [e.actor for e in bureau.rows(events) if e.kind == "answered"] == ["系统", "秦朗"]
