"""From a dropped file to a stored row and an answer: every case that section 5 promises."""

import io
import json

import pytest
from openpyxl import load_workbook

from adapters.files.archive import archive_path, read_archived
from adapters.files.encryption import decrypt
from adapters.store.sheets import unpack_rows
from adapters.store.tables import (
    drops,
    events,
    outbox,
    private_sheets,
    problems,
    submission_sheets,
    submissions,
)
from adapters.workbooks.filler import CellValue
from adapters.worker_pool import Readers
from campaign.problems.codes import Code
from campaign.values.dispositions import Disposition
from tests.support.office import Bureau


def test_a_good_workbook_is_stored_archived_and_answered_with_a_receipt(
    bureau: Bureau, readers: Readers
) -> None:
    data = bureau.study("ZB01")
    bureau.drop("ZB01/六月 学习.xlsx", data)

    [reply] = bureau.sweep(readers)

    assert (reply.disposition, reply.unit, reply.period) == (
        Disposition.ACCEPTED,
        "ZB01",
        "2026年6月",
    )
    assert bureau.inbox() == []
    [submission] = bureau.rows(submissions)
    assert (submission.unit, submission.form, submission.period) == ("ZB01", "study", "2026-06")
    assert submission.in_force and submission.version == 1
    [sessions] = [sheet for sheet in bureau.rows(submission_sheets) if sheet.sheet == "sessions"]
    written = bureau.study_rows("ZB01")["sessions"]
    assert [row.values["held_on"] for row in unpack_rows(sessions.rows)] == [
        str(row["held_on"]) for row in written
    ]
    [drop] = bureau.rows(drops)
    path = archive_path(bureau.home, drop.sha256, ".xlsx", confidential=False)
    assert path.read_bytes() == data
    assert drop.state == "answered" and drop.removed_at
    [receipt] = (bureau.home.returned / "ZB01").iterdir()
    assert receipt.name == f"{reply.receipt} 回执.html"
    [message] = [m for m in bureau.rows(outbox) if m.drop_id == drop.id]
    assert message.kind == "receipt" and "按期" in message.text
    assert "answered" in {event.kind for event in bureau.rows(events)}
    assert not list((bureau.home.state / "spool").iterdir())


def test_a_faulty_workbook_is_returned_whole_with_its_cells_marked(
    bureau: Bureau, readers: Readers
) -> None:
    rows = bureau.study_rows("ZB01")
    rows["sessions"][0]["held_on"] = "2026年2月30日"
    rows["attendance"][0]["person"] = "查无此人"
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01", rows=rows))

    [reply] = bureau.sweep(readers)

    assert (reply.disposition, reply.errors) == (Disposition.RETURNED, 2)
    assert bureau.rows(submissions) == [] and bureau.rows(submission_sheets) == []
    codes = {problem.code for problem in bureau.rows(problems)}
    assert codes == {Code.CELL_NOT_A_DATE, Code.PERSON_UNKNOWN}
    [copy] = (bureau.home.returned / "ZB01").glob("*.xlsx")
    marked = load_workbook(io.BytesIO(copy.read_bytes()))
    assert marked.sheetnames[0] == "修改意见"
    for problem in bureau.rows(problems):
        cell = marked[problem.sheet].cell(problem.row, problem.column)
        assert cell.comment is not None
        assert cell.value in ("2026年2月30日", "查无此人")


def test_a_corrected_workbook_replaces_its_predecessor_which_stays(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)
    rows = bureau.study_rows("ZB01")
    rows["sessions"][0]["summary"] = "改正后的学习内容，逐人发言"
    bureau.drop("六月.xlsx", bureau.study("ZB01", rows=rows))

    [reply] = bureau.sweep(readers)

    assert reply.disposition is Disposition.ACCEPTED
    versions = [(s.version, s.in_force) for s in bureau.rows(submissions)]
    assert versions == [(1, False), (2, True)]


def test_the_same_bytes_again_get_the_answer_of_their_case(
    bureau: Bureau, readers: Readers
) -> None:
    first = bureau.study("ZB01")
    bureau.drop("一.xlsx", first)
    [accepted] = bureau.sweep(readers)
    bureau.drop("又一.xlsx", first)
    [again] = bureau.sweep(readers)
    assert again.disposition is Disposition.DUPLICATE
    assert accepted.receipt in bureau.rows(outbox)[-1].text

    rows = bureau.study_rows("ZB01", seed=2)
    bureau.drop("二.xlsx", bureau.study("ZB01", rows=rows))
    bureau.sweep(readers)
    bureau.drop("又一.xlsx", first)
    [superseded] = bureau.sweep(readers)
    assert superseded.disposition is Disposition.DUPLICATE
    assert "第2版" in bureau.rows(outbox)[-1].text
    assert len(bureau.rows(submissions)) == 2

    rows["sessions"][0]["held_on"] = "乱写"
    wrong = bureau.study("ZB01", rows=rows)
    bureau.drop("错.xlsx", wrong)
    [returned] = bureau.sweep(readers)
    bureau.drop("错.xlsx", wrong)
    [returned_again] = bureau.sweep(readers)
    assert (returned.disposition, returned_again.disposition) == (
        Disposition.RETURNED,
        Disposition.RETURNED,
    )
    assert returned.reasons == returned_again.reasons
    told = [message.text for message in bureau.rows(outbox)[-2:]]
    assert ["内容完全相同，原有问题尚未改正" in text for text in told] == [False, True]
    assert f"回执{returned.receipt}" in told[1]


def test_the_same_bytes_twice_in_one_sweep_are_one_submission_and_two_answers(
    bureau: Bureau, readers: Readers
) -> None:
    data = bureau.study("ZB01")
    bureau.drop("甲.xlsx", data)
    bureau.drop("乙.xlsx", data)

    replies = bureau.sweep(readers)

    assert sorted(r.disposition for r in replies) == [Disposition.DUPLICATE, Disposition.ACCEPTED]
    assert len(bureau.rows(submissions)) == 1


@pytest.mark.parametrize("folder", ["ZB05", "党办"])
def test_another_unit_has_not_filed_by_the_same_bytes(
    bureau: Bureau, readers: Readers, folder: str
) -> None:
    data = bureau.study("ZB01")
    bureau.drop("ZB01/六月.xlsx", data)
    bureau.sweep(readers)
    bureau.drop(f"{folder}/六月.xlsx", data)

    [reply] = bureau.sweep(readers)

    assert (reply.disposition, reply.reasons) == (Disposition.RETURNED, ("放错了文件夹",))
    assert "已经接收" not in bureau.rows(outbox)[-1].text


def test_a_nil_return_is_accepted_with_its_reason_and_refused_without(
    bureau: Bureau, readers: Readers
) -> None:
    nil: dict[str, CellValue] = {"nil": True, "nil_reason": "全体抽调防汛，学习顺延至下月"}
    bureau.drop("零.xlsx", bureau.study("ZB01", rows={}, header=nil))
    bureau.drop("缺.xlsx", bureau.study("ZB02", rows={}, header={"nil": True}))
    bureau.drop("空.xlsx", bureau.study("ZB03", rows={}))

    replies = {reply.unit: reply for reply in bureau.sweep(readers)}

    assert replies["ZB01"].disposition is Disposition.ACCEPTED
    assert bureau.rows(submissions)[0].nil
    assert replies["ZB02"].reasons == ("零报告没有说明原因",)
    assert replies["ZB03"].reasons == ("没有填写内容",)


def test_attachments_go_to_their_workbook_or_say_what_they_lack(
    bureau: Bureau, readers: Readers
) -> None:
    bureau.drop("ZB01/六月.xlsx", bureau.study("ZB01"))
    bureau.sweep(readers)
    serial = bureau.rows(submissions)[0].serial
    bureau.drop(f"ZB01/{serial} 签到表.pdf", b"%PDF-1.4 made up")
    bureau.drop("ZB01/签到表.pdf", b"%PDF-1.4 made up as well")

    replies = {reply.disposition: reply for reply in bureau.sweep(readers)}

    assert replies[Disposition.ATTACHMENT].unit == "ZB01"
    assert replies[Disposition.RETURNED].reasons == ("附件未注明填报码",)

    for name, data, reason in (("ZB05", b"%PDF-1.4", "放错了文件夹"), ("ZB01", b"", "空文件")):
        bureau.drop(f"{name}/{serial} 照片.pdf", data)
        [reply] = bureau.sweep(readers)
        assert (reply.disposition, reply.unit, reply.reasons) == (
            Disposition.RETURNED,
            name,
            (reason,),
        )


@pytest.mark.parametrize("folder", ["保密/", ""])
def test_a_complaint_lies_encrypted_and_nothing_of_it_anywhere_else(
    bureau: Bureau, readers: Readers, folder: str
) -> None:
    data = bureau.complaint("TS-2026-001", complainant="欧阳不愿留名", phone="13900001111")
    bureau.drop(f"{folder}关于欧阳不愿留名的投诉.xlsx", data)

    [reply] = bureau.sweep(readers)

    assert reply.disposition is Disposition.ACCEPTED and reply.unit == "保密"
    key = bureau.context.examiner.archive_key
    [drop] = bureau.rows(drops)
    assert read_archived(bureau.home, drop.sha256, ".xlsx", True, key) == data
    [stored] = bureau.rows(private_sheets)
    assert json.loads(decrypt(key, stored.sealed)) == {
        "header": {
            "complainant": "欧阳不愿留名",
            "complainant_phone": "13900001111",
            "complainant_address": "示例区示例路1号",
        },
        "rows": [],
    }
    secrets = [word.encode() for word in ("欧阳不愿留名", "13900001111")]
    for path in bureau.home.outputs.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert data not in content
            assert not [word for word in secrets if word in content], path


def test_a_faulty_complaint_goes_back_into_the_confidential_folder_only(
    bureau: Bureau, readers: Readers
) -> None:
    data = bureau.complaint("TS-2026-001", complainant="欧阳不愿留名", phone="不是电话")
    bureau.drop("保密/投诉.xlsx", data)

    [reply] = bureau.sweep(readers)

    assert reply.disposition is Disposition.RETURNED and reply.reasons == ()
    [copy] = (bureau.home.confidential_inbox / "退回").iterdir()
    assert copy.suffix == ".xlsx"
    assert bureau.sweep(readers) == []
    for problem in bureau.rows(problems):
        assert "不是电话" not in problem.value + problem.facts
    for path in bureau.home.outputs.rglob("*"):
        if path.is_file():
            assert "欧阳不愿留名".encode() not in path.read_bytes()


def test_one_blank_registers_one_complaint(bureau: Bureau, readers: Readers) -> None:
    bureau.drop("保密/甲.xlsx", bureau.complaint("TS-2026-001"))
    bureau.sweep(readers)
    bureau.drop("保密/乙.xlsx", bureau.complaint("TS-2026-002"))
    bureau.drop("保密/丙.xlsx", bureau.complaint("TS-2026-001", number=2))

    assert [reply.disposition for reply in bureau.sweep(readers)] == [Disposition.RETURNED] * 2
    codes = {problem.code for problem in bureau.rows(problems)}
    assert codes == {Code.HISTORY_SERIAL_REUSED, Code.HISTORY_NUMBER_TAKEN}
