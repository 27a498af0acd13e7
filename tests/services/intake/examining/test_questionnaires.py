"""Questionnaires dropped as downloaded: from the inbox to rows, copies and the archive."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from adapters.files.archive import archive_path
from adapters.store.tables import drops, events, outbox, problems, submission_sheets, submissions
from adapters.workbooks.filler import fill
from adapters.worker_pool import Readers
from campaign.reading.questionnaires.exports import questionnaire_slot
from campaign.values.acts import Actor
from campaign.values.dispositions import Disposition
from campaign.values.seal import Identity, find_serial, make_serial
from services.audit.verify import verify
from services.context import open_context
from services.intake.examining.examination import init_worker
from services.intake.manual_acceptance import FaultyFileError, accept_file, withdraw_submission
from tests.support.office import NOW, Bureau
from tests.support.samples.definitions import form_text
from tests.support.samples.questionnaires import (
    DIMENSIONS,
    GROUP,
    IP,
    NICKNAME,
    QUESTIONS,
    SERVICE,
    UNIT,
    export,
    sheet_of,
)

README = Path(__file__).parents[4] / "README.md"
NAME = "84564398_按文本_群众测评_2_2.xlsx"
TWO = [
    sheet_of("社会救助科", comment="希望增加周末预约服务"),
    sheet_of("社会救助科", "办事群众", "不满意", "(跳过)"),
]


@pytest.fixture
def bureau(bureau: Bureau) -> Bureau:
    """Give a bureau on a day on which everybody has answered."""
    bureau.now = NOW.replace(month=11, day=3)
    return bureau


def drop(bureau: Bureau, data: bytes, name: str = NAME, folder: str = "党办/") -> None:
    bureau.drop(f"{folder}{name}", data)


def in_force(bureau: Bureau) -> dict[str, list[dict[str, str]]]:
    """Return the ballots that count, by the key of their event."""
    rows = {
        row.submission_id: json.loads(row.rows)
        for row in bureau.rows(submission_sheets)
        if row.sheet == "ballots"
    }
    return {
        each.event_key: [values for _, values in rows[each.id]]
        for each in bureau.rows(submissions)
        if each.in_force
    }


def marked(bureau: Bureau) -> Any:
    """Return the returned copy, which lies in the confidential folder."""
    [path] = bureau.home.confidential_inbox.rglob("*.xlsx")
    return load_workbook(io.BytesIO(path.read_bytes()))


@pytest.mark.parametrize("folder", ["党办/", "党办/下载/", "保密/党办/"])
def test_an_export_below_the_office_s_folder_counts_as_it_was_downloaded(
    bureau: Bureau, readers: Readers, folder: str
) -> None:
    drop(bureau, export(TWO), folder=folder)
    [reply] = bureau.sweep(readers)
    assert (reply.disposition, reply.errors, reply.warnings) == (Disposition.ACCEPTED, 0, 0)
    [first, second] = in_force(bureau)["W84564398"]
    unit = bureau.context.definitions.roster.unit("社会救助科")
    assert unit and first["unit"] == unit.code
    assert first["suggestion"] == "希望增加周末预约服务" and "suggestion" not in second
    assert (first["group"], second["group"]) == ("服务对象", "服务对象")
    assert [second[key] for key in ("service", "efficiency", "quality", "style", "image")] == [
        "不满意"
    ] * 5
    [submission] = bureau.rows(submissions)
    serial = find_serial(bureau.context.examiner.recognition.key, submission.period)
    assert serial and (serial.form_code, serial.unit, serial.slot) == ("MC", "党办", "W84564398")
    assert submission.serial == submission.period
    batches = [row for row in bureau.rows(submission_sheets) if row.sheet == "batches"]
    assert json.loads(batches[0].header) == {
        "batch": "W84564398",
        "held_on": "2026-10-20",
        "manner": "网络问卷",
    }
    assert verify(bureau.context.engine, bureau.home, bureau.now) == []


def test_who_answered_is_nowhere_but_in_the_encrypted_original(
    bureau: Bureau, readers: Readers
) -> None:
    drop(bureau, export(TWO))
    drop(bureau, export([sheet_of("没有的科")]), "84564399_按文本_群众测评_1_1.xlsx")
    bureau.sweep(readers)
    for row in bureau.rows(drops):
        assert row.confidential and row.name == "保密件"
        assert not archive_path(bureau.home, row.sha256, row.suffix, False).exists()
        assert archive_path(bureau.home, row.sha256, row.suffix, True).exists()
    told = [*bureau.rows(outbox), *bureau.rows(submission_sheets), *bureau.rows(events)]
    stored = str([*told, *bureau.rows(problems)])
    shared = [p for p in bureau.home.returned.rglob("*") if p.is_file()]
    assert shared and not [p for p in shared if p.suffix == ".xlsx"]
    for text in (stored, *(path.read_text(encoding="utf-8") for path in shared)):
        assert not [said for said in (IP, NICKNAME, "09:01:33", "41秒") if said in text]


def test_a_later_export_of_the_questionnaire_supersedes_the_earlier(
    bureau: Bureau, readers: Readers
) -> None:
    drop(bureau, export(TWO))
    bureau.sweep(readers)
    bureau.later(days=1)
    more = [*TWO, sheet_of("社会事务科", "党代表")]
    drop(bureau, export(more), "84564398_按文本_群众测评_3_3 (1).xlsx")
    [reply] = bureau.sweep(readers)
    assert (reply.disposition, reply.errors) == (Disposition.ACCEPTED, 0)
    assert [len(rows) for rows in in_force(bureau).values()] == [3]
    assert [(s.version, s.in_force) for s in bureau.rows(submissions)] == [(1, False), (2, True)]


def test_two_questionnaires_and_paper_ballots_stand_side_by_side(
    bureau: Bureau, readers: Readers
) -> None:
    drop(bureau, export(TWO))
    drop(bureau, export(TWO[:1], day="2026/11/02"), "331954276_按文本_社会评议_1_1.xlsx")
    form = bureau.form("public_ballots")
    paper = fill(
        form,
        bureau.blank("public_ballots", "党办", number=1),
        {"ballots": [{"unit": "社会救助科", "group": "党代表", "service": "满意"}]},
        {"batch": "MC-2026-01", "held_on": "2026-10-20", "manner": "会议测评"},
    )
    bureau.drop("党办/纸质票.xlsx", paper)
    replies = bureau.sweep(readers)
    assert [reply.errors for reply in replies] == [0, 0, 0]
    counted = {key: len(rows) for key, rows in in_force(bureau).items()}
    assert counted == {"W84564398": 2, "W331954276": 1, "MC-2026-01": 1}
    assert len({s.period for s in bureau.rows(submissions)}) == 3


def test_what_is_wrong_is_marked_in_the_office_s_copy(bureau: Bureau, readers: Readers) -> None:
    drop(
        bureau,
        export(
            [
                sheet_of("社会救助科"),
                sheet_of("没有的科"),
                sheet_of("社会救助科", "路人"),
                sheet_of("社会救助科", mark="非常满意"),
                sheet_of("(跳过)"),
            ]
        ),
    )
    [reply] = bureau.sweep(readers)
    assert (reply.disposition, reply.errors) == (Disposition.RETURNED, 8)
    assert not bureau.rows(submissions)
    page = marked(bureau)["Sheet1"]
    commented = [cell.coordinate for row in page.iter_rows() for cell in row if cell.comment]
    assert commented == ["G3", "H4", "I5", "J5", "K5", "L5", "M5", "G6"]


def test_an_export_with_option_numbers_is_returned_unless_the_questionnaire_is_mapped(
    bureau: Bureau, readers: Readers
) -> None:
    """Which option is number 1 differs from questionnaire to questionnaire."""
    name, numbers = "84564398_按序号_群众测评_2_2.xlsx", [("社会救助科", 4, 1, 2, 3, 4, -3, -2)]
    drop(bureau, export(numbers), name)
    [reply] = bureau.sweep(readers)
    assert (reply.disposition, reply.errors) == (Disposition.RETURNED, 5)

    path = bureau.home.inputs / "forms" / "public_ballots.toml"
    whole = form_text("public_ballots")
    own = "[[exports]]" + whole.rpartition("[[exports]]")[2]
    marks = '{ "1" = "满意", "2" = "基本满意", "3" = "不满意", "4" = "不了解" }'
    for word in DIMENSIONS:
        own = own.replace(f'says = ["{word}"] ', f'says = ["{word}"], values = {marks} ')
    own = own.replace('"办事群众" = "服务对象"', '"4" = "服务对象"')
    own = own.replace('letter = "W"', 'letter = "W"\nonly = ["84564398"]')
    path.write_text(f"{whole}\n{own}", encoding="utf-8")
    bureau.later(minutes=5)
    with Readers(
        1, bureau.context.definitions.plan.limits, init_worker, (bureau.context.examiner,)
    ) as anew:
        drop(bureau, export(numbers), name)
        [reply] = bureau.sweep(anew)
    assert (reply.disposition, reply.errors) == (Disposition.ACCEPTED, 0)
    [row] = in_force(bureau)["W84564398"]
    assert {key: row.get(key) for key in ("group", "service", "style", "image")} == {
        "group": "服务对象",
        "service": "满意",
        "style": "不了解",
        "image": None,
    }


@pytest.mark.parametrize(
    ("folder", "name", "reason"),
    [
        ("党办/", "群众测评.xlsx", "导出文件没有问卷编号"),
        ("党办/", "20261020.xlsx", "导出文件没有问卷编号"),
        ("DW01/", NAME, "放错了文件夹"),
        ("", NAME, "不是下发的表格"),
    ],
)
def test_without_number_or_office_s_folder_an_export_is_returned_and_kept_confidential(
    bureau: Bureau, readers: Readers, folder: str, name: str, reason: str
) -> None:
    drop(bureau, export(TWO), name, folder)
    [reply] = bureau.sweep(readers)
    assert (reply.disposition, reply.reasons) == (Disposition.RETURNED, (reason,))
    [row] = bureau.rows(drops)
    assert row.confidential and not list(bureau.home.returned.rglob("*.xlsx"))
    [message] = bureau.rows(outbox)
    assert message.unit == "党办"
    if "编号" in reason:
        assert "以问卷编号开头" in message.text and "accept命令" in message.text


def test_the_office_names_the_questionnaire_by_hand(bureau: Bureau, readers: Readers) -> None:
    drop(bureau, export(TWO), "群众测评.xlsx")
    [returned] = bureau.sweep(readers)
    form = bureau.form("public_ballots")
    serial = make_serial(
        bureau.context.examiner.recognition.key,
        form_code=form.code,
        year=2026,
        unit="党办",
        slot=questionnaire_slot(form, "84564398"),
    )
    named = Identity(form=form.key, version=form.version, unit="党办", period="", serial=serial)
    actor = Actor(name="秦朗", reason="文件名改过")
    reply = accept_file(bureau.context, returned.receipt, named, actor, bureau.now)
    assert reply.disposition is Disposition.ACCEPTED_MANUALLY
    bureau.later(days=1)
    drop(bureau, export([*TWO, TWO[0]]))
    [reply] = bureau.sweep(readers)
    assert [len(rows) for rows in in_force(bureau).values()] == [3]
    withdraw_submission(bureau.context, reply.receipt, actor, bureau.now)
    assert [len(rows) for rows in in_force(bureau).values()] == [2]


def test_by_hand_a_faulty_export_is_refused_like_any_other(
    bureau: Bureau, readers: Readers, tmp_path: Path
) -> None:
    path = tmp_path / "测评.xlsx"
    path.write_bytes(export([sheet_of("没有的科")]))
    form = bureau.form("public_ballots")
    key = bureau.context.examiner.recognition.key
    serial = make_serial(key, form_code="MC", year=2026, unit="党办", slot="W84564398")
    named = Identity(form=form.key, version=form.version, unit="党办", period="", serial=serial)
    with pytest.raises(FaultyFileError) as refused:
        accept_file(bureau.context, str(path), named, Actor(name="秦朗", reason="试"), bureau.now)
    assert [(p.code, p.cell) for p in refused.value.problems] == [("cell.unit_unknown", "G2")]


def test_another_service_is_the_table_of_the_readme_more(bureau: Bureau, readers: Readers) -> None:
    path = bureau.home.inputs / "forms" / "public_ballots.toml"
    other = README.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    assert "腾讯问卷" in other
    path.write_text(f"{form_text('public_ballots')}\n{other}", encoding="utf-8")
    bureau.context.engine.dispose()
    bureau.context = open_context(bureau.home)
    book = load_workbook(io.BytesIO(export(TWO[:1], (UNIT, GROUP, *DIMENSIONS, "4、意见"))))
    page = book["Sheet1"]
    for column, heading in enumerate(("编号", "开始答题时间", "结束答题时间", "答题时长"), start=1):
        page.cell(1, column, heading)
        page.cell(2, column, "2026-10-21 10:00:00" if "时间" in heading else "7")
    page["G1"], page["H1"], page["I1"] = "Q1.办事窗口", "Q2.您的身份", "Q3.对服务的评价"
    target = io.BytesIO()
    book.save(target)
    with Readers(
        1, bureau.context.definitions.plan.limits, init_worker, (bureau.context.examiner,)
    ) as anew:
        drop(bureau, target.getvalue(), "84564398_群众测评.xlsx")
        [reply] = bureau.sweep(anew)
    assert (reply.disposition, reply.errors) == (Disposition.ACCEPTED, 0)
    answered = {"unit": "DW01", "group": "服务对象", "service": "满意"}
    assert in_force(bureau) == {"T84564398": [{**answered, "suggestion": "希望增加周末预约服务"}]}


def test_the_shape_is_that_of_the_service() -> None:
    page = load_workbook(io.BytesIO(export(TWO)))["Sheet1"]
    headings = [cell.value for cell in page[1]]
    assert headings == [*SERVICE, *QUESTIONS, "总分"]
